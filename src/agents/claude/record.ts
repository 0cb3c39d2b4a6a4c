import { z } from 'zod';
import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import { parseJsonLine } from '../../lib/json-line.ts';
import type { Line } from '../../lib/line-splitter.ts';

const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

/**
 * What AMC reads of a transcript record; the facts are in FORMAT.md, "Transcript". A field of another shape is as good
 * as absent: the format is internal to Claude Code and changes with any version.
 */
const Fields = z.object({
  type: z.string().catch(''),
  subtype: text,
  uuid: text,
  timestamp: text,
  promptId: text,
  isMeta: flag,
  isSidechain: flag,
  isCompactSummary: flag,
  isApiErrorMessage: flag,
  cwd: text,
  version: text,
  gitBranch: text,
  level: text,
  operation: text,
  customTitle: text,
  aiTitle: text,
  summary: text,
  error: text,
  toolDenialKind: text,
  reason: text,
  content: z.unknown().optional(),
  message: z.object({ content: z.unknown().optional(), model: text, stop_reason: text }).optional().catch(undefined),
  origin: z.object({ kind: text }).optional().catch(undefined),
  permissionDecision: z.object({ decision: text, source: text }).optional().catch(undefined),
  attachment: z
    .object({ type: text, prompt: z.unknown().optional(), commandMode: text, origin: z.object({ kind: text }).optional().catch(undefined), planFilePath: text })
    .optional()
    .catch(undefined),
});
type Fields = z.infer<typeof Fields>;

export interface TranscriptRecord extends Fields {
  /** Where it lies in the file: the first byte, and where the next record begins. */
  offset: number;
  end: number;
  /** ms since the epoch; undefined when the record does not say. */
  at: number | undefined;
}

export type ReadRecord = { record: TranscriptRecord; damage: string | null } | { broken: string } | null;

/** Whole prompts and model requests are kept under these types; they are never part of the conversation. */
const NEVER_READ = /^api-request/;

/** One line as a record; null for a blank line or one that AMC never reads. */
export function readRecord(line: Line): ReadRecord {
  const parsed = parseJsonLine(line);
  if (parsed.kind === 'blank') return null;
  if (parsed.kind === 'broken') return { broken: parsed.reason };
  if (typeof parsed.value.type === 'string' && NEVER_READ.test(parsed.value.type)) return null;
  const { data: fields } = Fields.safeParse(parsed.value);
  if (fields === undefined) return { broken: 'is no record that AMC understands' };
  const at = fields.timestamp === undefined ? Number.NaN : Date.parse(fields.timestamp);
  const record = { ...fields, offset: line.offset, end: line.end, at: Number.isNaN(at) ? undefined : at };
  return { record, damage: parsed.damage };
}

/** A part of a message. Parts of other types are left out: they are not for people. */
export type Block =
  | { type: 'text'; text: string }
  | { type: 'image' }
  | { type: 'thinking'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: JsonObject }
  | { type: 'tool_result'; callId: string; ok: boolean; content: unknown };

/** The parts of a message's content; text alone is one part. */
export function blocksOf(content: unknown): Block[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  if (!Array.isArray(content)) return [];
  return content.map(blockOf).filter((block) => block !== null);
}

function blockOf(part: unknown): Block | null {
  if (typeof part === 'string') return { type: 'text', text: part };
  if (!isJsonObject(part)) return null;
  switch (part.type) {
    case 'text':
      return typeof part.text === 'string' ? { type: 'text', text: part.text } : null;
    case 'image':
      return { type: 'image' };
    case 'thinking':
      return typeof part.thinking === 'string' && part.thinking !== '' ? { type: 'thinking', text: part.thinking } : null;
    case 'tool_use':
    case 'server_tool_use':
      return { type: 'tool_use', id: stringOr(part.id, ''), name: stringOr(part.name, 'unknown tool'), input: objectOr(part.input) };
    case 'tool_result':
      return { type: 'tool_result', callId: stringOr(part.tool_use_id, ''), ok: part.is_error !== true, content: part.content };
    default:
      return null;
  }
}

/** The text of a tool's result, images as a word. */
export function resultText(content: unknown): string {
  return blocksOf(content)
    .map((block) => (block.type === 'text' ? block.text : block.type === 'image' ? '[image]' : ''))
    .filter((part) => part !== '')
    .join('\n');
}

/** Tool input comes as an object; some versions gave JSON text. Anything else counts as empty. */
export function objectOr(value: unknown): JsonObject {
  if (isJsonObject(value)) return value;
  if (typeof value !== 'string') return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return isJsonObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function stringOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
