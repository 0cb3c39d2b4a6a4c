import { isAscii } from 'node:buffer';
import { gluedObjects } from '../../../lib/glued-json.ts';
import { isJsonObject, parseJsonObject, type JsonObject } from '../../../lib/json.ts';
import type { Line } from '../../../lib/line-splitter.ts';

/** A line of a transcript, parsed. `oddity` and `reason` complete "this line …". */
export type ParsedTranscriptLine =
  | { kind: 'blank' }
  | { kind: 'broken'; reason: string }
  /** Nothing of it is for anybody: it was not parsed. */
  | { kind: 'passed'; type: string }
  | { kind: 'objects'; values: readonly JsonObject[]; oddity: string | null };

export interface ParseOptions {
  /** Leave `toolUseResult` out where that saves time: it mostly repeats, in another form, what the message holds. */
  withoutResults: boolean;
}

/** Lines of these types are big, many, and never read: whole prompts, copies of files. */
const PASSED = /^\{"type":"(api-request[a-z-]*|file-history-(?:snapshot|delta))"/;
const PASSED_HEAD_BYTES = 48;
/** Where the type's first letter stands in such a line, and what it is. */
const TYPE_AT = '{"type":"'.length;
const PASSED_LETTERS = new Set([0x61, 0x66]);
/** No JSON holds this but between glued records, or, rarely, in a text that ends so. */
const GLUE = Buffer.from('}{"');

const RESULT = Buffer.from(',"toolUseResult":');
/** Stands behind the result and takes up the line again; near its end. */
const BEHIND_RESULT = Buffer.from(',"sourceToolAssistantUUID":');
const BEHIND_BYTES = 4_096;
/** Only a result that names a subagent says more than the message. */
const AGENT_ID = Buffer.from('"agentId":"');
/** Shorter results are not worth the search. */
const MIN_RESULT_BYTES = 64;

const OPEN = 0x7b;
const CLOSE = 0x7d;
const NUL = 0;

/** Reads the JSON of one line. Never throws. */
export function parseTranscriptLine(line: Line, { withoutResults }: ParseOptions): ParsedTranscriptLine {
  if (line.bytes === null)
    return { kind: 'broken', reason: `is too long to be read (${line.end - line.offset} bytes)` };
  const bytes = Buffer.from(line.bytes.buffer, line.bytes.byteOffset, line.bytes.byteLength);
  const passed = passedType(bytes);
  if (passed !== null) return { kind: 'passed', type: passed };
  if (withoutResults) {
    const value = parseWithoutResult(bytes);
    if (value !== null) return { kind: 'objects', values: [value], oddity: null };
  }
  return parseWhole(bytes);
}

function passedType(bytes: Buffer): string | null {
  const letter = bytes[TYPE_AT];
  if (letter === undefined || !PASSED_LETTERS.has(letter)) return null;
  const type = PASSED.exec(bytes.toString('latin1', 0, PASSED_HEAD_BYTES))?.[1];
  return type === undefined || bytes.at(-1) !== CLOSE || bytes.includes(GLUE) ? null : type;
}

/**
 * The record without its `toolUseResult`; null when it has none, or has to be read as a whole. The marks hold quotes
 * that in a text would be escaped, so they are fields; were they fields of something deeper, the rest is no JSON.
 */
function parseWithoutResult(bytes: Buffer): JsonObject | null {
  const from = bytes.indexOf(RESULT);
  if (from === -1 || bytes.length - from < MIN_RESULT_BYTES) return null;
  if (bytes.indexOf(AGENT_ID, from) !== -1) return null;
  const searched = Math.max(from, bytes.length - BEHIND_BYTES);
  const found = bytes.subarray(searched).lastIndexOf(BEHIND_RESULT);
  const rest = found === -1 ? '}' : textOf(bytes.subarray(searched + found));
  const value = parsedOrNull(textOf(bytes.subarray(0, from)) + rest);
  // What older versions wrote last may be what was cut off.
  return value === null || typeof value['uuid'] !== 'string' || typeof value['timestamp'] !== 'string' ? null : value;
}

function parsedOrNull(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

function parseWhole(bytes: Buffer): ParsedTranscriptLine {
  const nuls = leadingNuls(bytes);
  const text = textOf(nuls === 0 ? bytes : bytes.subarray(nuls));
  if (text.trim() === '') return nuls === 0 ? { kind: 'blank' } : { kind: 'broken', reason: 'holds NUL bytes only' };
  const oddity = nuls === 0 ? null : 'begins with NUL bytes: records before it may be lost';
  const value = bytes[nuls] === OPEN ? parsedOrNull(text) : null;
  if (value !== null) return { kind: 'objects', values: [value], oddity };
  const parsed = parseJsonObject(text);
  if (parsed.ok) return { kind: 'objects', values: [parsed.value], oddity };
  return unglued(text) ?? { kind: 'broken', reason: parsed.reason };
}

const STARTS = [
  '{"type":',
  '{"parentUuid":',
  '{"timestamp":',
  '{"sessionId":',
  '{"uuid":',
  '{"isSidechain":',
  '{"message":',
];
const RECORD_FIELDS = ['uuid', 'sessionId', 'leafUuid', 'messageId', 'isSidechain'];

/** Records that were written without the line feed between them, and what a broken write left before a whole one. */
function unglued(text: string): ParsedTranscriptLine | null {
  const { values, lost } = gluedObjects(text, {
    starts: STARTS,
    accept: (value) => typeof value['type'] === 'string' && RECORD_FIELDS.some((name) => name in value),
  });
  if (values.length === 0) return null;
  const several = values.length === 1 ? 'holds a record' : `holds ${values.length} records`;
  return { kind: 'objects', values, oddity: lost ? `${several} and a broken piece of another` : several };
}

/** Plain ASCII, which most lines are, needs no decoding. */
function textOf(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function leadingNuls(bytes: Buffer): number {
  let count = 0;
  while (bytes[count] === NUL && count < bytes.length) count += 1;
  return count;
}
