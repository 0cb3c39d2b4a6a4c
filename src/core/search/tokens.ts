import { MARKS, STARTS } from './token-chars.ts';

const TOKEN = new RegExp(`[${STARTS}][${STARTS}${MARKS}]*`, 'gu');

/** Scripts without spaces: SQLite makes one token of a whole clause, so a part of it must do. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** A token that a text must have; `prefix`: one that begins like it. */
export interface Wanted {
  token: string;
  prefix: boolean;
}

/** Nothing of a token stands before; marks without a token before them count as nothing. */
export const EDGE_BEFORE = `(?<![${STARTS}][${MARKS}]*)`;
export const EDGE_AFTER = `(?![${STARTS}${MARKS}])`;
/** What separates two tokens. */
export const BETWEEN = `(?![${MARKS}])[^${STARTS}]+`;

/** A text in tokens as FTS5's `unicode61` makes them, in order, upper and lower case as written. */
export function ftsTokens(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** A token that people type a part of. */
export function isUnspaced(token: string): boolean {
  return UNSPACED.test(token);
}

/** Whether a text begins, or ends, inside of a token: there a match needs an edge. */
export function edgesOf(text: string): { before: boolean; after: boolean } {
  const tokens = ftsTokens(text);
  const [first, last] = [tokens[0], tokens.at(-1)];
  return {
    before: first !== undefined && !isUnspaced(first) && text.startsWith(first),
    after: last !== undefined && !isUnspaced(last) && text.endsWith(last),
  };
}
