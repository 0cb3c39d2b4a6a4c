/** A JSON object whose fields are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export type ParsedObject = { ok: true; value: JsonObject } | { ok: false; reason: string };

/** True for `{…}` only: not for null, lists, numbers or text. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses text that should be one JSON object. Never throws; `reason` completes the sentence "this line …". */
export function parseJsonObject(text: string): ParsedObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: `is no JSON: ${excerpt(text)}` };
  }
  if (isJsonObject(value)) return { ok: true, value };
  return { ok: false, reason: `is no object: ${excerpt(text)}` };
}

/**
 * JSON with sorted keys: two values with equal content give equal text, whatever order their keys came in.
 * What JSON cannot say is left out, as `JSON.stringify` does; deeper than 100 levels is cut.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value, 0)) ?? 'null';
}

const MAX_DEPTH = 100;

function sorted(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return '…';
  if (Array.isArray(value)) return value.map((item) => sorted(item, depth + 1));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item, depth + 1)]));
}

const EXCERPT_LENGTH = 60;

function excerpt(text: string): string {
  const shown = JSON.stringify(text.slice(0, EXCERPT_LENGTH));
  return text.length > EXCERPT_LENGTH ? `${shown}…` : shown;
}
