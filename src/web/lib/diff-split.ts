import type { DiffRow } from './diff-rows.ts';

type Line = Extract<DiffRow, { text: string }>;

/** Two lines beside each other, either of which may be missing; or how many unchanged ones are left out. */
export type SplitRow = { left: Line | null; right: Line | null } | { skip: number };

/** Rows of a diff as two columns: what was there left, what is there now right. */
export function splitRows(rows: readonly DiffRow[]): SplitRow[] {
  const split: SplitRow[] = [];
  let gone: Line[] = [];
  let added: Line[] = [];
  /** How much further on a line stands on the left than on the right. */
  let shift = 0;
  const flush = (): void => {
    for (let index = 0; index < Math.max(gone.length, added.length); index += 1)
      split.push({ left: gone[index] ?? null, right: added[index] ?? null });
    shift += gone.length - added.length;
    gone = [];
    added = [];
  };
  for (const row of rows) {
    if (row.kind === 'gone') {
      if (added.length > 0) flush();
      gone.push(row);
    } else if (row.kind === 'added') added.push(row);
    else {
      flush();
      split.push(row.kind === 'skip' ? { skip: row.count } : { left: { ...row, line: row.line + shift }, right: row });
    }
  }
  flush();
  return split;
}
