import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../core/search/parse.ts';
import { findersOf, holds, queryOf, termsOf } from './terms.ts';

const said = (text: string) => ({ kind: 'reply' as const, id: 'r', offset: 0, text });
const has = (typed: string, text: string): boolean => holds(said(text), findersOf(termsOf(typed)));

describe('what is looked for in a conversation', () => {
  it('is every word; the last one may be begun', () => {
    expect(has('invoice round', 'Rounding of an invoice')).toBe(true);
    expect(has('invoice round ', 'Rounding of an invoice')).toBe(false);
    expect(has('invo rounding', 'Rounding of an invoice')).toBe(false);
  });

  it('is what stands in quotes, also before they are closed', () => {
    expect(has('"of an', 'Rounding of an invoice')).toBe(true);
    expect(has('"an of"', 'Rounding of an invoice')).toBe(false);
  });

  it('takes what would be an operator elsewhere for what it is', () => {
    expect(has('-role:output', 'see -role:output')).toBe(true);
    expect(has('a OR b', 'a b')).toBe(false);
    expect(has('src/a.ts', 'wrote src/a.ts')).toBe(true);
  });

  it('is understood by the search, whatever the key and the words are', () => {
    for (const typed of ['invoice round', '"of an', '-x (', 'a OR b', String.raw`back\slash "q`, '/re(/ =x', '*', 'ab'])
      expect(() => parseQuery(queryOf('claude:ü"x', termsOf(typed)), { now: 0, timeZone: 'UTC' })).not.toThrow();
    expect(queryOf('claude:1', termsOf('invoice round'))).toBe('session:"claude:1" "invoice" round*');
    expect(termsOf('  ')).toEqual([]);
  });
});
