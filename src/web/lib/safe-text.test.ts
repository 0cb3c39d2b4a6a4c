import { describe, expect, it } from 'vitest';
import { honestProse, visibleParts, withoutAnsi } from './safe-text.ts';

const joined = (text: string): string =>
  visibleParts(text)
    .map((part) => (part.kind === 'text' ? part.text : `<${part.name}>`))
    .join('');

describe('visibleParts', () => {
  it('leaves ordinary text of any language alone', () => {
    for (const text of ['npm test', 'größer\n\tals', '数据库', '👩\u200d💻 👩🏽\u200d🚀 ok', ''])
      expect(visibleParts(text)).toEqual([{ kind: 'text', text }]);
  });

  it('shows what reorders, hides or smuggles', () => {
    expect(joined('rm \u202etxt.exe')).toBe('rm <U+202E>txt.exe');
    expect(joined('a\u200bb\u0007')).toBe('a<U+200B>b<U+0007>');
    expect(joined('a\u200db')).toBe('a<U+200D>b');
    expect(joined('x\u{e0041}')).toBe('x<U+E0041>');
    expect(joined('\ufeff')).toBe('<U+FEFF>');
  });
});

describe('withoutAnsi', () => {
  it('drops colours, cursor moves, titles, links and clipboard writes', () => {
    expect(withoutAnsi('\u001b[1;31mred\u001b[0m')).toBe('red');
    expect(withoutAnsi('\u001b[2J\u001b[H$ ')).toBe('$ ');
    expect(withoutAnsi('\u001b]0;title\u0007x\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\')).toBe('xlink');
    expect(withoutAnsi('\u001b]52;c;aGk=\u0007')).toBe('');
    expect(withoutAnsi('\u001bPq..\u001b\\after')).toBe('after');
    expect(withoutAnsi('\u009b31mred')).toBe('red');
  });

  it('keeps plain text and its lines', () => {
    expect(withoutAnsi('a\r\nb [31m')).toBe('a\nb [31m');
  });
});

describe('honestProse', () => {
  it('keeps joiners of real writing and writes overrides out', () => {
    expect(honestProse('می\u200cخواهم \u202eabc')).toBe('می\u200cخواهم [U+202E]abc');
  });
});
