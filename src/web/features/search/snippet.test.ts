import { describe, expect, it } from 'vitest';
import { parts } from './snippet.ts';

const drawn = (text: string, marks: [number, number][]): string =>
  parts({ text, marks })
    .map(({ text: part, marked }) => (marked ? `[${part}]` : part))
    .join('');

describe('parts', () => {
  it('marks what matched', () => {
    expect(drawn('the lease expires', [[4, 9]])).toBe('the [lease] expires');
    expect(drawn('lease', [[0, 5]])).toBe('[lease]');
    expect(drawn('lease', [])).toBe('lease');
  });

  it('loses no character, whatever the marks are', () => {
    expect(
      drawn('abcdef', [
        [4, 99],
        [0, 2],
        [1, 3],
        [3, 3],
        [-5, 1],
      ]),
    ).toBe('[a][b][c]d[ef]');
  });
});
