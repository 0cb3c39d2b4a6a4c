import type { Snippet } from '../../contract/search.ts';
import type { Found } from './find.ts';

const LENGTH = 200;
/** Of the snippet, how much may stand before the first mark. */
const LEAD = 40;

/**
 * The part of a text, about 200 characters, where most of the terms stand, with their places in it. Blanks and line ends
 * are folded into one space each; `…` stands where the text goes on.
 */
export function snippetOf(text: string, places: readonly (readonly Found[])[]): Snippet {
  const all = places.flatMap((found, term) => found.map((place) => ({ ...place, term })));
  all.sort((a, b) => a.from - b.from || b.to - a.to);
  const from = beginning(text, bestStart(all));
  const to = notInPair(text, Math.min(text.length, from + LENGTH));
  return folded(text, { from, to }, all);
}

interface Place extends Found {
  term: number;
}

/** Where the first of the places begins that has most terms within the length of a snippet; of equals the first. */
function bestStart(all: readonly Place[]): number {
  let best = { from: 0, terms: 0, count: 0 };
  for (const { from } of all) {
    const within = all.filter((place) => place.from >= from && place.to <= from + LENGTH - LEAD);
    const terms = new Set(within.map(({ term }) => term)).size;
    if (terms > best.terms || (terms === best.terms && within.length > best.count) || best.terms === 0) {
      best = { from, terms, count: within.length };
    }
  }
  return best.from;
}

/** A little before the first mark, at a word where there is one; near the end of a text, earlier. */
function beginning(text: string, mark: number): number {
  const earliest = Math.max(0, Math.min(mark - LEAD, Math.max(mark - LENGTH + LEAD, text.length - LENGTH)));
  if (mark <= LEAD && text.length <= LENGTH) return 0;
  if (earliest === 0) return 0;
  const blank = text.slice(earliest, mark).search(/\s\S/);
  return notInPair(text, blank === -1 ? earliest : earliest + blank + 1);
}

function notInPair(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  return unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff ? at - 1 : at;
}

function folded(text: string, { from, to }: Found, places: readonly Found[]): Snippet {
  const head = from > 0 ? '…' : '';
  let shown = head;
  /** Of each character of the part, where it stands in what is shown. */
  const at: number[] = [];
  for (let i = from; i < to; i++) {
    const isBlank = /\s/.test(text[i] ?? '');
    const isRepeated = isBlank && (shown.endsWith(' ') || shown === head);
    at.push(isRepeated && shown.endsWith(' ') ? shown.length - 1 : shown.length);
    if (!isRepeated) shown += isBlank ? ' ' : (text[i] ?? '');
  }
  at.push(shown.length);
  const marks = merged(
    places
      .map((place) => [at[place.from - from], at[Math.min(place.to, to) - from]] as const)
      .flatMap(([start, end]) =>
        start !== undefined && end !== undefined && start < end ? [[start, end] as const] : [],
      ),
  );
  return { text: to < text.length ? `${shown}…` : shown, marks };
}

function merged(marks: readonly (readonly [number, number])[]): [number, number][] {
  const out: [number, number][] = [];
  for (const [from, to] of marks) {
    const last = out.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}
