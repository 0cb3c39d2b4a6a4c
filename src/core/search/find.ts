import { foldedPattern } from './folding.ts';
import { edgesOf, BETWEEN, EDGE_AFTER, EDGE_BEFORE, ftsTokens, isUnspaced } from './tokens.ts';
import type { TextTerm } from './query.ts';

/** Where a term was found, in characters: `[from, to)`. */
export interface Found {
  from: number;
  to: number;
}

/** All places where a term stands in a text, in order, none overlapping, `limit` at most. */
export type Find = (text: string, limit: number) => Found[];

/** Only `regex` terms can take long: whoever finds with them has to keep an eye on the time. */
export function finderOf(term: TextTerm): Find {
  switch (term.kind) {
    case 'word':
    case 'phrase':
      return finding(new RegExp(tokensPattern(term.text, term.kind === 'word' && term.prefix), 'giu'));
    case 'exact':
      return finding(new RegExp(exactPattern(term.text), 'gu'));
    case 'regex':
      return finding(new RegExp(term.source, `gm${term.flags}`));
  }
}

/** Tokens one behind the other, whatever separates them; a text without any as it stands. */
function tokensPattern(text: string, prefix: boolean): string {
  const tokens = ftsTokens(text);
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined) return literal(text.trim());
  const before = isUnspaced(first) ? '' : EDGE_BEFORE;
  const after = prefix || isUnspaced(last) ? '' : EDGE_AFTER;
  return before + tokens.map(foldedPattern).join(BETWEEN) + after;
}

function exactPattern(text: string): string {
  const { before, after } = edgesOf(text);
  return (before ? EDGE_BEFORE : '') + literal(text) + (after ? EDGE_AFTER : '');
}

/** For a `u` expression: lone surrogates stand for themselves. */
function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

function finding(pattern: RegExp): Find {
  return (text, limit) => {
    const found: Found[] = [];
    pattern.lastIndex = 0;
    while (found.length < limit) {
      const match = pattern.exec(text);
      if (match === null) break;
      const [{ length }] = match;
      if (length === 0) pattern.lastIndex += 1;
      else found.push({ from: match.index, to: match.index + length });
    }
    return found;
  };
}
