import { describe, expect, test } from 'vitest';
import { completed, tokenAt } from './typed-token.ts';

/** `|` is the caret. */
function at(text: string) {
  const caret = text.indexOf('|');
  return tokenAt(text.replace('|', ''), caret);
}

describe('the word that is completed', () => {
  test.each([
    ['/|', { trigger: '/', start: 0, end: 1, text: '' }],
    ['/com|', { trigger: '/', start: 0, end: 4, text: 'com' }],
    ['say $sk|ill now', { trigger: '$', start: 4, end: 10, text: 'sk' }],
    ['line\n@src/a|', { trigger: '@', start: 5, end: 11, text: 'src/a' }],
    ['see @"with bla|', { trigger: '@', start: 4, end: 14, text: 'with bla' }],
  ])('%s', (text, expected) => {
    expect(at(text)).toEqual(expected);
  });

  test.each(['a/|', 'a$b|', 'mail@x|', '/etc/|', '/done |', 'x|', '|/com', 'a@"b|', '@"closed"|', ''])(
    'none in %s',
    (text) => {
      expect(at(text)).toBeNull();
    },
  );

  test('is found at the end of a long text, and not where the look back happens to begin', () => {
    expect(at(`${'x '.repeat(5_000)}/go|`)).toMatchObject({ text: 'go' });
    expect(at(`x/${'y'.repeat(299)}|`)).toBeNull();
  });

  test('is replaced as a whole, with one blank behind it', () => {
    const token = at('do /co|mp then');
    expect(token && completed('do /comp then', token, '/compact')).toEqual({ value: 'do /compact then', caret: 12 });
    const last = at('/co|');
    expect(last && completed('/co', last, '/compact')).toEqual({ value: '/compact ', caret: 9 });
  });
});
