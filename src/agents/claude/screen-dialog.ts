import { createHash } from 'node:crypto';
import type { ScreenDialog } from '../../ports/keystrokes.ts';
import type { ScreenSnapshot } from '../../ports/terminal.ts';
import { isRule, readScreen } from './screen.ts';

/** One line that can be chosen. */
export interface DialogRow {
  label: string;
  /** Its digit, where the dialog has digits. */
  digit: string | null;
  selected: boolean;
}

/** A dialog as it stands on the screen now. */
export interface ReadDialog {
  /** What stands above the rows, from the dialog's own top on. */
  text: string;
  rows: readonly DialogRow[];
  footer: string;
}

/** The last line of a dialog says which keys it takes. */
const FOOTER = /^\s*(Enter to (confirm|select)|Esc to cancel|s to use this session only)\b.*·/;
/** A sandbox's request has no such line: its last row names the key that leaves it. */
const LAST_ROW = /^\s*(?:❯ )?\d\. No\b.*\(esc\)\s*$/;
const ROW = /^(\s*)(❯ )?(?:(\d)\. )?(\S.*)$/;
const MAX_ROWS = 12;

/**
 * The dialog that stands at the bottom of the screen: rows of which one is marked `❯`, and below them a line that says
 * which keys it takes, or a last row that does. Quoted dialogs in a conversation are followed by the input box and do not count.
 */
export function readDialog(screen: ScreenSnapshot): ReadDialog | null {
  const { lines } = readScreen(screen);
  const end = lines.findLastIndex((line) => line.trim() !== '');
  const ending = lines[end] ?? '';
  const endsWithRow = LAST_ROW.test(ending);
  if (!endsWithRow && !FOOTER.test(ending)) return null;
  const footer = endsWithRow ? '' : ending;
  const last = endsWithRow ? end : lines.findLastIndex((line, index) => index < end && line.trim() !== '');
  const marked = lines.findLastIndex((line, index) => index <= last && /^\s*❯ /.test(line));
  if (marked === -1 || last - marked > 3 * MAX_ROWS) return null;
  const { first, rows } = rowsAround(lines, marked, last);
  if (rows.length < 2) return null;
  const top = lines.findLastIndex((line, index) => index < first && isTop(line));
  const text = lines
    .slice(top + 1, first)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
  return { text, rows, footer: footer.trim() };
}

/** Digits have descriptions and blanks between them; without digits the rows stand one below the other. */
function rowsAround(lines: readonly string[], marked: number, last: number): { first: number; rows: DialogRow[] } {
  const indent = (lines[marked] ?? '').indexOf('❯');
  const numbered = rowOf(lines[marked] ?? '', indent)?.digit !== null;
  let first = marked;
  for (let index = marked - 1; index >= 0 && marked - index <= 3 * MAX_ROWS; index -= 1) {
    const line = lines[index] ?? '';
    if (isTop(line)) break;
    const row = rowOf(line, indent);
    if (numbered ? row?.digit !== null && row !== null : row !== null) first = index;
    else if (!numbered) break;
    if (numbered && row?.digit === '1') break;
  }
  const rows = lines
    .slice(first, last + 1)
    .map((line) => rowOf(line, indent))
    .filter((row) => row !== null)
    .filter(({ digit }) => !numbered || digit !== null);
  return { first, rows };
}

/** A row at the dialog's own indentation; what is indented deeper describes the row above it. */
function rowOf(line: string, indent: number): DialogRow | null {
  const match = ROW.exec(line);
  if (match === null) return null;
  const [, blanks = '', cursor, digit, label = ''] = match;
  const at = cursor === undefined ? blanks.length - 2 : blanks.length;
  if (at !== indent) return null;
  return { label: label.trim(), digit: digit ?? null, selected: cursor !== undefined };
}

function isTop(line: string): boolean {
  return isRule(line) || /^[─▔╭╮╰╯ ]{20,}$/.test(line);
}

/** The same for the same dialog, wherever the cursor stands in it. */
export function dialogId({ text, rows }: ReadDialog): string {
  const said = [text, ...rows.map(({ label }) => label)].join('\n').replaceAll(/\s+/g, ' ');
  return `screen:${createHash('sha256').update(said).digest('hex').slice(0, 16)}`;
}

/** A choice's id: its place and its words, so that another dialog's choice is never taken for it. */
export function choiceIdOf(row: DialogRow, index: number): string {
  return `${index + 1}:${row.label}`;
}

/** As a request: what it says, and its rows as choices. */
export function asScreenDialog(read: ReadDialog): ScreenDialog {
  return {
    id: dialogId(read),
    text: read.text,
    choices: read.rows.map((row, index) => ({
      id: choiceIdOf(row, index),
      label: row.label,
      effect: effectOf(row.label),
      takesMessage: false,
    })),
  };
}

function effectOf(label: string): 'allow' | 'allow_always' | 'deny' | 'cancel' {
  if (/^(no\b|continue without|cancel|exit|don't)/i.test(label)) return 'deny';
  return /\b(all future|always|don't ask again)\b/i.test(label) ? 'allow_always' : 'allow';
}
