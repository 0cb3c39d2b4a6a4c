import { isJsonObject, type JsonObject } from '../../../lib/json.ts';

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The object under a name; an empty one when there is none. */
export function objectAt(value: JsonObject, name: string): JsonObject {
  const found = value[name];
  return isJsonObject(found) ? found : NONE;
}

const NONE: JsonObject = {};

/** The objects in the list under a name. */
export function objectsAt(value: JsonObject, name: string): readonly JsonObject[] {
  const found = value[name];
  return Array.isArray(found) ? found.filter(isJsonObject) : [];
}

/** `file:///a%20b` as a path; other text as it is. */
export function pathOf(value: unknown): string | null {
  const text = textOrNull(value);
  if (text === null || !text.startsWith('file://')) return text;
  try {
    return decodeURIComponent(new URL(text).pathname);
  } catch {
    return text;
  }
}
