import { parseJsonObject, type JsonObject } from './json.ts';
import { lineText, type Line } from './line-splitter.ts';

/** A line of a JSON-lines file. `damage`: it could be read, but something was lost before it. */
export type ParsedLine =
  | { kind: 'object'; value: JsonObject; damage: string | null }
  | { kind: 'blank' }
  | { kind: 'broken'; reason: string };

/** NUL bytes that a power cut or a stale writer left before a record: the record itself is whole. */
const LEADING_NULS = /^\0+/;

/** Reads one line. Never throws; `reason` and `damage` complete the sentence "this line …". */
export function parseJsonLine(line: Line): ParsedLine {
  if (line.bytes === null)
    return { kind: 'broken', reason: `is too long to be read (${line.end - line.offset} bytes)` };
  const text = lineText(line.bytes);
  const whole = text.replace(LEADING_NULS, '');
  if (whole.trim() === '')
    return text === whole ? { kind: 'blank' } : { kind: 'broken', reason: 'holds NUL bytes only' };
  const parsed = parseJsonObject(whole);
  if (!parsed.ok) return { kind: 'broken', reason: parsed.reason };
  return {
    kind: 'object',
    value: parsed.value,
    damage: text === whole ? null : 'begins with NUL bytes: records before it may be lost',
  };
}
