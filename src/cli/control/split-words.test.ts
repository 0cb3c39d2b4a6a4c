import { expect, it } from 'vitest';
import { splitWords, type SplitOptions } from './split-words.ts';

const typed: SplitOptions = { piped: false };
const piped: SplitOptions = { piped: true };

it.each([
  [['api', 'text'], piped, { names: ['api'], source: { text: 'text' } }],
  [['api', 'web', 'text'], typed, { names: ['api', 'web'], source: { text: 'text' } }],
  [['api'], piped, { names: ['api'], source: { file: '-' } }],
  [['api', 'web', '-'], piped, { names: ['api', 'web'], source: { file: '-' } }],
  [['api', 'web'], { ...piped, file: 'a.md' }, { names: ['api', 'web'], source: { file: 'a.md' } }],
  [['text'], { ...piped, all: true }, { names: [], source: { text: 'text' } }],
  [['-'], { ...piped, all: true }, { names: [], source: { file: '-' } }],
  [[], { ...piped, all: true }, { names: [], source: { file: '-' } }],
  [[], { ...typed, all: true, file: 'a.md' }, { names: [], source: { file: 'a.md' } }],
])('%j %j', (words, options, expected) => {
  expect(splitWords(words, options)).toEqual(expected);
});

it.each([
  [[], piped, 'Whom'],
  [['-'], piped, 'Whom'],
  [[], { ...typed, file: 'a.md' }, 'Whom'],
  [['api'], typed, 'What'],
  [[], { ...typed, all: true }, 'What'],
  [['api', 'text'], { ...typed, all: true }, 'without names'],
  [['api'], { ...typed, all: true, file: 'a.md' }, 'without names'],
])('%j %j is refused', (words, options, why) => {
  expect(() => splitWords(words, options)).toThrow(why);
});
