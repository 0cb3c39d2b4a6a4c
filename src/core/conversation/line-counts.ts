import type { FileChange } from '../../contract/conversation.ts';

/** Lines that a change adds and removes; null where its record does not tell. */
export interface LineCounts {
  added: number | null;
  removed: number | null;
}

/**
 * Counts what a change does to the lines of a file. Cheap rather than exact: of two texts it counts the lines that only one
 * of them has, so that a line that was moved counts as unchanged.
 */
export function lineCounts({ before, after, diff, change }: Omit<FileChange, 'path'>): LineCounts {
  if (diff !== undefined) return ofDiff(diff, change);
  if (before !== undefined || change === 'add') return compared(before ?? '', after ?? '');
  return { added: after === undefined ? null : linesOf(after).length, removed: null };
}

/** Of a new or deleted file some agents give the text itself instead of a diff. */
function ofDiff(diff: string, change: FileChange['change']): LineCounts {
  const lines = linesOf(diff);
  const first = lines.findIndex((line) => line.startsWith('@@'));
  if (first === -1 && !lines.every((line) => /^[+\- \\]/.test(line))) {
    if (change === 'add') return { added: lines.length, removed: 0 };
    if (change === 'delete') return { added: 0, removed: lines.length };
  }
  let [added, removed] = [0, 0];
  for (const line of lines.slice(first + 1)) {
    if (line.startsWith('+')) added += 1;
    else if (line.startsWith('-')) removed += 1;
  }
  return { added, removed };
}

function compared(before: string, after: string): { added: number; removed: number } {
  const counts = new Map<string, number>();
  for (const line of linesOf(before)) counts.set(line, (counts.get(line) ?? 0) - 1);
  for (const line of linesOf(after)) counts.set(line, (counts.get(line) ?? 0) + 1);
  let [added, removed] = [0, 0];
  for (const count of counts.values()) {
    if (count > 0) added += count;
    else removed -= count;
  }
  return { added, removed };
}

/** A line feed at the end is no line. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
