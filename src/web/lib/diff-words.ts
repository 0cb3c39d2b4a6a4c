import { diffWordsWithSpace } from 'diff';
import type { DiffRow } from './diff-rows.ts';

/** A run of a line: what the other line has, too, or what is only in this one. */
export interface WordRun {
  text: string;
  changed: boolean;
}

/** Longer lines, and lines of longer blocks, are not compared word by word. */
const LONGEST_LINE = 600;
const LONGEST_BLOCK = 60;
/** Of two lines that have less than this in common nothing is gained by saying what. */
const LEAST_COMMON = 0.35;
const TIME_MS = 20;

/** The words that differ, for rows that replace each other: lines that go, and those that come right behind, in their order. */
export function changedWords(rows: readonly DiffRow[]): ReadonlyMap<DiffRow, readonly WordRun[]> {
  const words = new Map<DiffRow, readonly WordRun[]>();
  for (const { gone, added } of blocksOf(rows)) {
    if (Math.max(gone.length, added.length) > LONGEST_BLOCK) continue;
    for (const [index, before] of gone.entries()) {
      const after = added[index];
      const runs = after === undefined ? null : compared(before.text, after.text);
      if (runs === null || after === undefined) continue;
      words.set(before, runs.before);
      words.set(after, runs.after);
    }
  }
  return words;
}

type Line = Extract<DiffRow, { text: string }>;

interface Block {
  gone: Line[];
  added: Line[];
}

function blocksOf(rows: readonly DiffRow[]): Block[] {
  const blocks: Block[] = [];
  let block: Block | null = null;
  for (const row of rows) {
    if (row.kind === 'gone') {
      if (block === null || block.added.length > 0) blocks.push((block = { gone: [], added: [] }));
      block.gone.push(row);
    } else if (row.kind === 'added') block?.added.push(row);
    else block = null;
  }
  return blocks;
}

/** How far a line is moved in shows by itself; marked, it would be the loudest thing in it. */
function isIndent(before: readonly WordRun[], text: string): boolean {
  return before.length === 0 && text.trim() === '';
}

function compared(before: string, after: string): { before: WordRun[]; after: WordRun[] } | null {
  if (before.length > LONGEST_LINE || after.length > LONGEST_LINE) return null;
  const changes = diffWordsWithSpace(before, after, { timeout: TIME_MS });
  if (changes === undefined) return null;
  let common = 0;
  const runs = { before: [] as WordRun[], after: [] as WordRun[] };
  for (const { value: text, added, removed } of changes) {
    if (!added) runs.before.push({ text, changed: removed && !isIndent(runs.before, text) });
    if (!removed) runs.after.push({ text, changed: added && !isIndent(runs.after, text) });
    if (!added && !removed) common += text.trim().length;
  }
  const shorter = Math.min(before.trim().length, after.trim().length);
  return common < shorter * LEAST_COMMON || common === 0 ? null : runs;
}
