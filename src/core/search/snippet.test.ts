import { fc } from '../../../test/helpers/property.ts';
import { describe, expect, it } from 'vitest';
import { finderOf, type Found } from './find.ts';
import { snippetOf } from './snippet.ts';

const placesOf = (text: string, ...words: string[]): Found[][] =>
  words.map((word) => finderOf({ kind: 'word', text: word, prefix: false })(text, 12));
const marked = (text: string, ...words: string[]): string => {
  const snippet = snippetOf(text, placesOf(text, ...words));
  return snippet.marks.reduceRight(
    (shown, [from, to]) => `${shown.slice(0, from)}[${shown.slice(from, to)}]${shown.slice(to)}`,
    snippet.text,
  );
};

describe('snippetOf', () => {
  it('shows a short text whole, blanks folded', () => {
    expect(marked('\n\n  one\n\n\ttwo   three one\n', 'one', 'two')).toBe('[one] [two] three [one] ');
  });

  it('shows the place where most of the terms stand', () => {
    const far = 'filler '.repeat(80);
    const shown = marked(`one ${far} one and two here ${far} two`, 'one', 'two');
    expect(shown).toMatch(/^…filler .*\[one\] and \[two\] here .*…$/);
  });

  it('shows the beginning when nothing is marked', () => {
    expect(snippetOf('a'.repeat(500), [])).toEqual({ text: `${'a'.repeat(200)}…`, marks: [] });
  });

  it('shows what comes before a match at the end', () => {
    expect(marked(`${'x '.repeat(300)}end`, 'end')).toMatch(/^…(x ){50,}\[end\]$/);
  });

  it('marks are in order, inside, apart and show what was found; no character is cut in two', () => {
    const texts = fc
      .array(fc.constantFrom('foo', 'Foo', 'bar', '🎉', '\n', '  ', 'é', 'x'.repeat(30)), { maxLength: 120 })
      .map((parts) => parts.join(fc.sample(fc.constantFrom(' ', ''), 1)[0]));
    fc.assert(
      fc.property(texts, (text) => {
        const snippet = snippetOf(text, placesOf(text, 'foo', 'bar', 'foo bar'));
        expect(snippet.text.length).toBeLessThanOrEqual(202);
        expect(snippet.text).not.toMatch(/\n|\p{Surrogate}/u);
        let end = -1;
        for (const [from, to] of snippet.marks) {
          expect(from).toBeGreaterThan(end);
          expect(to).toBeLessThanOrEqual(snippet.text.length);
          const isCut = to === snippet.text.length - 1;
          expect(snippet.text.slice(from, to)).toMatch(isCut ? /^[fb]/i : /^(foo|bar)([^a-zé]+(foo|bar))*$/i);
          end = to;
        }
        if (/(?<![a-zé])(foo|bar)(?![a-zé])/i.test(text)) expect(snippet.marks.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
