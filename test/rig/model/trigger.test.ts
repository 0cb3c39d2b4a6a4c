import { fc } from '../../helpers/property.ts';
import { describe, expect, test } from 'vitest';
import { findTrigger, plainWords } from './trigger.ts';

describe('findTrigger', () => {
  test.each([
    ['SAY:hello', { name: 'SAY', argument: 'hello' }],
    ['SAY: two\nlines', { name: 'SAY', argument: 'two\nlines' }],
    ['please\nBASH:touch "a b"', { name: 'BASH', argument: 'touch "a b"' }],
    ['PLAN', { name: 'PLAN', argument: '' }],
    ['PLAN:# Title', { name: 'PLAN', argument: '# Title' }],
    ['FAIL:500', { name: 'FAIL', argument: '500' }],
    ['FAIL:500\n\nSAY:again', { name: 'SAY', argument: 'again' }],
    ['FAIL:500\n\njust words', undefined],
    ['please SAY:hello', undefined],
    ['PLANNING', undefined],
    ['', undefined],
  ])('%j', (prompt, expected) => {
    expect(findTrigger(prompt)).toEqual(expected);
  });

  test('what is to be said survives any characters', () => {
    const anyWords = fc.string({ unit: 'grapheme' }).map((text) => text.trim());
    fc.assert(
      fc.property(anyWords, (words) => {
        fc.pre(findTrigger(words) === undefined);
        expect(findTrigger(`SAY:${words}`)).toEqual({ name: 'SAY', argument: words });
      }),
    );
  });
});

test('plainWords are those after a prompt that was never answered', () => {
  expect(plainWords('hello\nyou')).toBe('hello\nyou');
  expect(plainWords('SLOW:5000\nhello\nyou')).toBe('hello\nyou');
});
