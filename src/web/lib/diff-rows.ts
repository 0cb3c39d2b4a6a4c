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

interface Hunk {
  oldStart: number;
  newStart: number;
  lines: readonly string[];
}

const LARGEST = 1_000_000;

/** Line diff with three lines of context; `too-large` when comparing would hold the page up. */
export function diffRows(before: string, after: string): Diff | 'too-large' {
  if (before.length + after.length > LARGEST) return 'too-large';
  const patch = structuredPatch('', '', before, after, '', '', { context: 3, timeout: 400 });
  return patch === undefined ? 'too-large' : rowsOf(patch.hunks);
}

/** The rows of a unified diff somebody else made. Lines before the first hunk are headers, if there is any hunk. */
export function unifiedRows(diff: string): Diff | 'too-large' {
  if (diff.length > LARGEST) return 'too-large';
  const lines = diff.replace(/\n$/, '').split('\n');
  const first = lines.findIndex((line) => HUNK.test(line));
  const hunks: (Hunk & { lines: string[] })[] = first === -1 ? [{ oldStart: 1, newStart: 1, lines }] : [];
  for (const line of first === -1 ? [] : lines.slice(first)) {
    const head = HUNK.exec(line);
    if (head === null) hunks.at(-1)?.lines.push(line === '' ? ' ' : line);
    else hunks.push({ oldStart: Number(head[1] ?? 1), newStart: Number(head[2] ?? 1), lines: [] });
  }
  return rowsOf(hunks);
}

const HUNK = /^@@(?: -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@.*)?$/;

function rowsOf(hunks: readonly Hunk[]): Diff {
  const rows: DiffRow[] = [];
  let [seen, added, gone] = [0, 0, 0];
  for (const hunk of hunks) {
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
