import { parseJsonObject, type JsonObject } from './json.ts';

export interface GluedObjects {
  /** The objects that could be read, in the order of the text. */
  values: readonly JsonObject[];
  /** Something that is no whole object stood between them. */
  lost: boolean;
}

/** Looking through a text again and again ends when it was gone over so often. */
const MAX_ROUNDS = 8;

/**
 * The JSON objects in a text that holds several, or a piece of one before another. `starts` are the texts an object of
 * this kind begins with, e.g. `{"type":`; `accept` tells such an object from one that lay inside a broken one. Never
 * throws; takes time in proportion to the text.
 */
export function gluedObjects(
  text: string,
  { starts, accept }: { starts: readonly string[]; accept: (value: JsonObject) => boolean },
): GluedObjects {
  const values: JsonObject[] = [];
  let lost = false;
  let budget = text.length * MAX_ROUNDS;
  let from = 0;
  let at = nextStart(text, starts, 0);
  while (at !== -1 && budget > 0) {
    const end = endOfObject(text, at);
    budget -= (end ?? text.length) - at;
    const parsed = end === null ? null : parseJsonObject(text.slice(at, end));
    if (parsed === null || !parsed.ok || !accept(parsed.value)) {
      at = nextStart(text, starts, at + 1);
      continue;
    }
    if (text.slice(from, at).trim() !== '') lost = true;
    values.push(parsed.value);
    from = end ?? text.length;
    at = nextStart(text, starts, from);
  }
  return { values, lost: lost || text.slice(from).trim() !== '' };
}

function nextStart(text: string, starts: readonly string[], from: number): number {
  const found = starts.map((start) => text.indexOf(start, from)).filter((at) => at !== -1);
  return found.length === 0 ? -1 : Math.min(...found);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Just behind the object that begins at `start`; null when it does not end. */
function endOfObject(text: string, start: number): number | null {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN) depth += 1;
    else if (code === CLOSE) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}
