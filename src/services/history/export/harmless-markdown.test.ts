import { marked } from 'marked';
import { fc } from '../../../../test/helpers/property.ts';
import { describe, expect, it } from 'vitest';
import { harmlessMarkdown } from './harmless-markdown.ts';

describe('harmlessMarkdown', () => {
  it.each([
    ['a <b>bold</b> word', 'a &lt;b>bold&lt;/b> word'],
    ['code `Vec<T>` and ``a ` <b>`` stay', 'code `Vec<T>` and ``a ` <b>`` stay'],
    ['![beacon](http://x)', '\\!\\[beacon](http://x)'],
    ['```html\n<b>\n```\n<b>', '```html\n<b>\n```\n&lt;b>'],
    ['```\nnever closed <b>', '```\nnever closed <b>\n```'],
    ['````\n```\n<b>', '````\n```\n<b>\n````'],
    ['a ` b\nc `<b>` d', 'a ` b\nc `&lt;b>` d'],
    ['a ` b\n\nc `<b>` d', 'a ` b\n\nc `<b>` d'],
    ['\\`<b>`', '\\`&lt;b>`'],
    ['\\<b>', '\\&lt;b>'],
    ['- a\n  ```\n<b>', '- a\n  ```\n&lt;b>'],
    ['``` a ` b\n<b>', '``` a ` b\n&lt;b>'],
  ])('%j', (text, expected) => expect(harmlessMarkdown(text)).toBe(expected));

  it('makes no tag of ours, whatever is written', () => {
    const piece = fc.constantFrom(
      '<script>',
      '</script>',
      '<img src=x>',
      '![x](y)',
      '`',
      '``',
      '```',
      '~~~',
      '\n',
      '\n\n',
      '\\',
      '- ',
      '> ',
      '# ',
      '    ',
      '  ',
      'a',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const html = marked.parse(harmlessMarkdown(pieces.join('')), { async: false });
        expect(html).not.toMatch(/<(?:script|img)/);
      }),
      { numRuns: 3_000 },
    );
  });
});
