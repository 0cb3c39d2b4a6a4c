import { describe, expect, it } from 'vitest';
import { lineCounts } from './line-counts.ts';

describe('lineCounts', () => {
  it('counts what only one of two texts has', () => {
    expect(lineCounts({ change: 'update', before: 'a\nb\nc\n', after: 'a\nB\nc\nd\n' })).toEqual({
      added: 2,
      removed: 1,
    });
    expect(lineCounts({ change: 'update', before: 'x\nx\n', after: 'x\n' })).toEqual({ added: 0, removed: 1 });
    expect(lineCounts({ change: 'add', after: 'a\nb\n' })).toEqual({ added: 2, removed: 0 });
    expect(lineCounts({ change: 'delete', before: 'a\nb' })).toEqual({ added: 0, removed: 2 });
  });

  it('says what a record does not tell', () => {
    expect(lineCounts({ change: 'update', after: 'a\nb\n' })).toEqual({ added: 2, removed: null });
    expect(lineCounts({ change: 'update' })).toEqual({ added: null, removed: null });
  });

  it('reads diffs, with and without hunks, and texts in their place', () => {
    const diff = '--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n a\n-b\n+B\n+c\n@@ -9 +10 @@\n-z\n+Z\n';
    expect(lineCounts({ change: 'update', diff })).toEqual({ added: 3, removed: 2 });
    expect(lineCounts({ change: 'update', diff: '-a\n+b\n+c' })).toEqual({ added: 2, removed: 1 });
    expect(lineCounts({ change: 'add', diff: 'one\ntwo\n' })).toEqual({ added: 2, removed: 0 });
    expect(lineCounts({ change: 'delete', diff: 'one\ntwo\n' })).toEqual({ added: 0, removed: 2 });
  });
});
