import { describe, expect, it } from 'vitest';
import { diffRows, unifiedRows, type Diff } from './diff-rows.ts';

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `l${from + index}\n`).join('');
const drawn = (before: string, after: string): string[] => draw(diffRows(before, after));
const draw = (diff: Diff | 'too-large'): string[] => {
  if (diff === 'too-large') return ['too-large'];
  return diff.rows.map((row) =>
    row.kind === 'skip' ? `… ${row.count}` : `${{ same: ' ', added: '+', gone: '-' }[row.kind]}${row.line} ${row.text}`,
  );
};

describe('diffRows', () => {
  it('shows a change with its context and its place', () => {
    expect(drawn(lines(1, 9), lines(1, 9).replace('l5', 'five'))).toEqual([
      '… 1',
      ' 2 l2',
      ' 3 l3',
      ' 4 l4',
      '-5 l5',
      '+5 five',
      ' 6 l6',
      ' 7 l7',
      ' 8 l8',
    ]);
  });

  it('counts what is left out between two hunks', () => {
    const before = lines(1, 30);
    expect(
      drawn(before, before.replace('l3\n', 'x\n').replace('l28\n', 'y\n')).filter((row) => row.startsWith('…')),
    ).toEqual(['… 18']);
  });

  it('shows a new file and an emptied one', () => {
    expect(drawn('', 'a\nb\n')).toEqual(['+1 a', '+2 b']);
    expect(drawn('a\nb\n', '')).toEqual(['-1 a', '-2 b']);
    expect(drawn('a\n', 'a\n')).toEqual([]);
  });

  it('does not try what it cannot compare in time', () => {
    expect(diffRows('', 'x'.repeat(1_000_001))).toBe('too-large');
  });
});

describe('unifiedRows', () => {
  it('reads what an agent gives: headers, hunks, counts', () => {
    const diff =
      '--- a/x.ts\n+++ b/x.ts\n@@ -3,3 +3,3 @@ function x()\n three\n-four\n+vier\n five\n@@ -20 +20,2 @@\n twenty\n+more\n\\ No newline at end of file\n';
    expect(draw(unifiedRows(diff))).toEqual([
      '… 2',
      ' 3 three',
      '-4 four',
      '+4 vier',
      ' 5 five',
      '… 14',
      ' 20 twenty',
      '+21 more',
    ]);
  });

  it('reads hunks without numbers, and lines without hunks', () => {
    expect(draw(unifiedRows('@@\n-a\n+b\n'))).toEqual(['-1 a', '+1 b']);
    expect(draw(unifiedRows('+a\n+b'))).toEqual(['+1 a', '+2 b']);
    expect(draw(unifiedRows('no diff at all'))).toEqual([]);
  });

  it('takes a line of a file that begins like a header for what it is', () => {
    expect(draw(unifiedRows('@@ -1,2 +1,1 @@\n a\n--- b\n'))).toEqual([' 1 a', '-2 -- b']);
  });
});
