import { isJsonObject, type JsonObject } from '../lib/json.ts';

/** In a payload that lost something: where. Such a payload must never be sent back to an agent. */
export const TRIMMED_KEY = 'amc_trimmed';

/** In characters of JSON, which for the size of a disk or a memory is near enough to bytes. */
const WHOLE_SIZE = 256 * 1024;
const TOLD_SIZE = 8 * 1024 * 1024;
const STRING_LENGTH = 64 * 1024;
const MAX_PLACES = 50;

/** What subscribers get: everything but a large `tool_response`, so that a request can be shown and echoed whole. */
export function toldPayload(payload: JsonObject, sizeBytes: number): JsonObject {
  if (sizeBytes <= WHOLE_SIZE) return payload;
  const { tool_response: response, ...rest } = payload;
  if (response === undefined) return sizeBytes <= TOLD_SIZE ? payload : cut(payload);
  const small = JSON.stringify(response).length <= WHOLE_SIZE;
  const kept = small ? payload : marked(rest, ['tool_response']);
  return JSON.stringify(kept).length <= TOLD_SIZE ? kept : cut(kept);
}

/** What is stored: small enough to keep many thousands of. */
export function storedPayload(payload: JsonObject, sizeBytes: number): JsonObject {
  if (sizeBytes <= WHOLE_SIZE) return payload;
  const { tool_response: response, ...rest } = payload;
  return cut(response === undefined ? rest : marked(rest, ['tool_response']));
}

/** Cuts long texts; when many short ones are still too much, drops the largest fields. */
function cut(payload: JsonObject): JsonObject {
  const places: string[] = [];
  const shortened = Object.entries(payload).map(([key, value]): [string, unknown] => [
    key,
    cutTexts(value, key, places),
  ]);
  const sizes = new Map(shortened.map(([key, value]) => [key, JSON.stringify({ [key]: value }).length]));
  const largestFirst = shortened.toSorted(([a], [b]) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  const dropped = new Set<string>();
  let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  for (const [key] of largestFirst) {
    if (total <= WHOLE_SIZE) break;
    total -= sizes.get(key) ?? 0;
    dropped.add(key);
  }
  return marked(Object.fromEntries(shortened.filter(([key]) => !dropped.has(key))), [...dropped, ...places]);
}

function cutTexts(value: unknown, place: string, places: string[]): unknown {
  if (typeof value === 'string') return cutText(value, place, places);
  if (Array.isArray(value)) return value.map((item, index) => cutTexts(item, `${place}.${index}`, places));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, cutTexts(item, `${place}.${key}`, places)]),
  );
}

function cutText(text: string, place: string, places: string[]): string {
  if (text.length <= STRING_LENGTH) return text;
  places.push(place);
  return `${text.slice(0, STRING_LENGTH)}… [${text.length - STRING_LENGTH} more characters]`;
}

function marked(payload: JsonObject, places: readonly string[]): JsonObject {
  if (places.length === 0) return payload;
  const before = payload[TRIMMED_KEY];
  const all = [...(Array.isArray(before) ? before.filter((place) => typeof place === 'string') : []), ...places];
  return { ...payload, [TRIMMED_KEY]: all.slice(0, MAX_PLACES).map((place) => place.slice(0, 200)) };
}
