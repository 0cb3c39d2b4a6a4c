import { expect, test } from 'vitest';
import { ANSI, CONTROL, CONTROL_IN_TEXT, withHiddenNamed } from './control-characters.ts';

test('what drives a terminal is found, line breaks only where one line is wanted', () => {
  expect('a\n\tb\u001b\u009b\u202e\u2066é'.replaceAll(CONTROL, '.')).toBe('a..b....é');
  expect('a\n\tb\u001b\u009b\u202e\u2066é'.replaceAll(CONTROL_IN_TEXT, '.')).toBe('a\n\tb....é');
});

test('sequences are found whole; one that never ends is not, so that nothing is lost behind it', () => {
  expect('\u001b[31mred\u001b[0m \u001b]0;title\u0007x'.replaceAll(ANSI, '')).toBe('red x');
  expect('a\u001b]0; rm -rf'.replaceAll(ANSI, '')).toBe('a\u001b]0; rm -rf');
});

test('what would not be seen is written out; a joiner in an emoji is not', () => {
  expect(withHiddenNamed('rm\u200b -rf\u202e /\u{e0041}')).toBe('rm[U+200B] -rf[U+202E] /[U+E0041]');
  expect(withHiddenNamed('👩\u200d🚀 a\u200db\n\t')).toBe('👩\u200d🚀 a[U+200D]b\n\t');
});
