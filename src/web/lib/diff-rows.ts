import { structuredPatch } from 'diff';

export type DiffRow =
  | { kind: 'same' | 'added' | 'gone'; text: string; line: number }
  /** Unchanged lines left out between two hunks. */
  | { kind: 'skip'; count: number };

export interface Diff {
  rows: DiffRow[];
  added: number;
  gone: number;
}

const LARGEST = 1_000_000;

/** Line diff with three lines of context; `too-large` when comparing would hold the page up. */
export function diffRows(before: string, after: string): Diff | 'too-large' {
  if (before.length + after.length > LARGEST) return 'too-large';
  const patch = structuredPatch('', '', before, after, '', '', { context: 3, timeout: 400 });
  if (patch === undefined) return 'too-large';
  const rows: DiffRow[] = [];
  let [seen, added, gone] = [0, 0, 0];
  for (const hunk of patch.hunks) {
    if (hunk.newStart - 1 > seen) rows.push({ kind: 'skip', count: hunk.newStart - 1 - seen });
    let [oldLine, newLine] = [hunk.oldStart, hunk.newStart];
    for (const line of hunk.lines) {
      const text = line.slice(1);
      if (line.startsWith('+')) {
        rows.push({ kind: 'added', text, line: newLine++ });
        added += 1;
      } else if (line.startsWith('-')) {
        rows.push({ kind: 'gone', text, line: oldLine++ });
        gone += 1;
      } else if (line.startsWith(' ')) {
        rows.push({ kind: 'same', text, line: newLine++ });
        oldLine += 1;
      }
    }
    seen = newLine - 1;
  }
  return { rows, added, gone };
}
