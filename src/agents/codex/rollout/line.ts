import { isJsonObject, parseJsonObject, type JsonObject } from '../../../lib/json.ts';
import { parseJsonLine } from '../../../lib/json-line.ts';
import type { Line } from '../../../lib/line-splitter.ts';
import { timeOf } from './time.ts';
import { textOrNull } from './values.ts';

/** One record of a rollout: `{timestamp, ordinal, type, payload}`, or the bare form of 2025 brought into that form. */
export interface RolloutLine {
  /** ms since the epoch; undefined when the record has no readable time. */
  at: number | undefined;
  /** The record's time in its own words. */
  timestamp: string | undefined;
  type: string;
  /** `type` of the payload; '' when it has none. */
  kind: string;
  payload: JsonObject;
  /** Written in the paginated history mode: what tools did is in `item_completed` records too. */
  paginated: boolean;
}

export type ReadLine =
  | { kind: 'blank' }
  | { kind: 'broken'; reason: string }
  /** Mostly one. `oddity` completes "this line …". */
  | { kind: 'records'; records: readonly RolloutLine[]; oddity: string | null };

/** Reads one line of a rollout. Never throws. */
export function readLine(line: Line): ReadLine {
  const parsed = parseJsonLine(line);
  if (parsed.kind === 'blank') return parsed;
  if (parsed.kind === 'object') return { kind: 'records', records: [recordOf(parsed.value)], oddity: parsed.damage };
  const glued = line.bytes === null ? null : unglue(new TextDecoder().decode(line.bytes));
  if (glued === null) return parsed;
  return { kind: 'records', records: glued.values.map(recordOf), oddity: glued.oddity };
}

/** One parsed record, whatever it holds. */
function recordOf(value: JsonObject): RolloutLine {
  const { type, payload, timestamp, ordinal } = value;
  const time = typeof timestamp === 'string' ? timestamp : undefined;
  const at = time === undefined ? undefined : (timeOf(time) ?? undefined);
  const paginated = typeof ordinal === 'number';
  if (typeof type === 'string' && isJsonObject(payload)) {
    const kind = payload['type'];
    return { at, timestamp: time, type, kind: typeof kind === 'string' ? kind : '', payload, paginated };
  }
  return { at, timestamp: time, ...bareRecord(value), paginated };
}

/** Until September 2025 records stood on the line as they were. What is no such record either is told as it is. */
function bareRecord(value: JsonObject): Pick<RolloutLine, 'type' | 'kind' | 'payload'> {
  const type = textOrNull(value['type']);
  if (type !== null && BARE_ITEMS.has(type)) return { type: 'response_item', kind: type, payload: value };
  if (type === null && 'record_type' in value) return { type: 'state', kind: '', payload: value };
  if (type === null && typeof value['id'] === 'string') return { type: 'session_meta', kind: '', payload: value };
  return { type: type ?? 'untyped', kind: '', payload: EMPTY };
}

const BARE_ITEMS = new Set([
  'message',
  'reasoning',
  'function_call',
  'function_call_output',
  'local_shell_call',
  'custom_tool_call',
  'custom_tool_call_output',
  'web_search_call',
]);

const EMPTY: JsonObject = {};

/** Whether a record was told without what it should carry: nothing can be read of it. */
export function lacksPayload(record: RolloutLine): boolean {
  return record.payload === EMPTY;
}

const BEGINS = '{"timestamp":';

/** Records that were written without the line feed between them, and what a broken write left before a whole one. */
function unglue(text: string): { values: readonly JsonObject[]; oddity: string } | null {
  const starts: number[] = [];
  for (let at = text.indexOf(BEGINS); at !== -1; at = text.indexOf(BEGINS, at + 1)) starts.push(at);
  const values: JsonObject[] = [];
  let lost = (starts[0] ?? 0) > 0;
  for (const [index, start] of starts.entries()) {
    const parsed = parseJsonObject(text.slice(start, starts[index + 1]).trimEnd());
    if (parsed.ok) values.push(parsed.value);
    else lost = true;
  }
  if (values.length === 0) return null;
  const several = values.length > 1 ? `holds ${values.length} records` : 'holds a record';
  return { values, oddity: lost ? `${several} and a broken piece of another` : several };
}
