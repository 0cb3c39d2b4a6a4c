import { expect, it } from 'vitest';
import { onlyColours } from './only-colours.ts';

it.each([
  ['colours stay', 'a\x1b[1;38;2;1;2;3mb\x1b[0m', 'a\x1b[1;38;2;1;2;3mb\x1b[0m'],
  ['a colon is one of them', '\x1b[4:3mx\x1b[m', '\x1b[4:3mx\x1b[m'],
  ['links and titles go', '\x1b]8;;http://x\x1b\\here\x1b]0;title\x07', 'here'],
  ['so does what would be put on the clipboard', '\x1b]52;c;aGk=\x07a', 'a'],
  ['and what moves the cursor or clears', '\x1b[2J\x1b[?25la\x1b[1;1Hb', 'ab'],
  ['and device strings, also ones without an end', '\x1bP1$r0m\x1b\\a\x1b_never ended', 'a'],
  ['and single controls', 'a\u0007b\u009b2Jc\r\nd\x1b', 'ab2Jcd'],
])('%s', (_, row, expected) => {
  expect(onlyColours(row)).toBe(expected);
});
