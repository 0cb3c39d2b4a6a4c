import { describe, expect, it } from 'vitest';
import type { DiffRow } from './diff-rows.ts';
import { changedWords } from './diff-words.ts';
import { splitRows } from './diff-split.ts';

const gone = (text: string, line = 1): DiffRow => ({ kind: 'gone', text, line });
const added = (text: string, line = 1): DiffRow => ({ kind: 'added', text, line });
const same = (text: string, line = 1): DiffRow => ({ kind: 'same', text, line });

function changed(rows: readonly DiffRow[], row: DiffRow): string[] | null {
  return (
    changedWords(rows)
      .get(row)
      ?.flatMap((run) => (run.changed ? [run.text] : [])) ?? null
  );
}

describe('changedWords', () => {
  it('says which words of a line were replaced, on both sides', () => {
    const [before, after] = [gone('out.push(cell);'), added('out.push(quoted(cell));')];
    expect(changed([before, after], before)).toEqual([]);
    expect(changed([before, after], after)?.join('')).toBe('quoted()');
  });

  it('pairs the lines of a block in their order', () => {
    const rows = [gone('let a = 1;', 1), gone('let b = 2;', 2), added('let a = 3;', 1), added('let b = 4;', 2)];
    expect(rows.map((row) => changed(rows, row))).toEqual([['1'], ['2'], ['3'], ['4']]);
  });

  it('does not mark how far a line is moved in', () => {
    const [before, after] = [gone('  await run(job);'), added('      await run(job, signal);')];
    expect(changed([before, after], before)).toEqual([]);
    expect(changed([before, after], after)?.join('').trim()).toBe(', signal');
  });

  it('says nothing of lines that have little in common, that have no partner, or are very long', () => {
    const unlike = [gone('return cached;'), added('if (isStale(entry)) await refresh();')];
    expect(changedWords(unlike).size).toBe(0);
    expect(changedWords([gone('one'), same('x'), added('one two')]).size).toBe(0);
    expect(changedWords([gone('let a = 1;'), gone('gone();'), added('let a = 2;')]).size).toBe(2);
    expect(changedWords([gone('x '.repeat(400)), added('x '.repeat(401))]).size).toBe(0);
  });
});

describe('splitRows', () => {
  it('stands what goes beside what comes, and what stays on both sides with its own numbers', () => {
    const rows = [same('a', 5), gone('b', 6), gone('c', 7), added('B', 6), same('d', 7)];
    expect(splitRows([{ kind: 'skip', count: 4 }, ...rows])).toEqual([
      { skip: 4 },
      { left: { ...rows[0], line: 5 }, right: rows[0] },
      { left: rows[1], right: rows[3] },
      { left: rows[2], right: null },
      { left: { ...rows[4], line: 8 }, right: rows[4] },
    ]);
  });
});
