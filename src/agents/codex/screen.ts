import { readRows, textOf } from '../../lib/ansi-row.ts';
import type { ScreenSnapshot } from '../../ports/terminal.ts';
import { draftOf, type Composer } from '../composer.ts';

/**
 * The last row that begins with `›`, to the blank row above the lowest block of the screen (what was typed may have blank
 * rows itself); a numbered row is a dialog's selected choice.
 */
export function readComposer(screen: ScreenSnapshot): Composer {
  const rows = readRows(screen.ansi ?? screen.lines);
  const start = rows.findLastIndex((cells) => cells[0]?.char === '›');
  const first = rows[start];
  if (first === undefined || readMenu(screen) !== null || /^›\s+\d+\.\s/.test(textOf(first))) return { shown: false };
  const more = rows.slice(start + 1);
  const isBlank = more.map((cells) => textOf(cells).trim() === '');
  const blank = isBlank.lastIndexOf(true, isBlank.lastIndexOf(false));
  return { shown: true, draft: draftOf([...first.slice(1), ...more.slice(0, Math.max(blank, 0)).flat()]) };
}

/** One choice of a menu. `key`: what chooses it at once. */
export interface MenuRow {
  label: string;
  key: string;
}

/** A menu of Codex's that has the keyboard. */
export interface Menu {
  /** Its title and what stands between it and the choices. */
  text: string;
  rows: readonly MenuRow[];
}

/** The titles AMC knows; of another menu it is not known what its choices do. */
const TITLE =
  /^\s*(Would you like to |Do you trust |Hooks need review|.*Update available|Implement this plan\?|Question \d+\/\d+|Update Model Permissions|\S+ needs your approval)/;
const ROW = /^\s*(?:› )?\s*(\d)\. (.+)$/;
const SELECTED = /^\s*› \d\. /;
/** The last row of a menu says which keys it takes. */
const FOOTER = /\b(enter|esc)\b.*\b(confirm|select|submit|skip|cancel|back|interrupt)\b/i;

/** The menu at the bottom of the screen; null when there is none, or none that is known. */
export function readMenu({ lines }: ScreenSnapshot): Menu | null {
  const end = lines.findLastIndex((line) => line.trim() !== '');
  if (end === -1 || !FOOTER.test(lines[end] ?? '') || /\? for shortcuts/.test(lines[end] ?? '')) return null;
  const selected = lines.findLastIndex((line, index) => index < end && SELECTED.test(line));
  const top = lines.findLastIndex((line, index) => index < selected && TITLE.test(line));
  if (selected === -1 || top === -1) return null;
  const first = lines.findIndex((line, index) => index > top && ROW.exec(line)?.[1] === '1');
  if (first === -1 || first > selected) return null;
  const text = wordsOf(lines.slice(top, first)).join('\n');
  return { text, rows: rowsOf(lines.slice(first, end)) };
}

/** Rows that are wrapped go on below, indented. */
function rowsOf(lines: readonly string[]): MenuRow[] {
  const whole: { digit: string; words: string }[] = [];
  for (const line of lines) {
    if (line.trim() === '') continue;
    const [, digit, words] = ROW.exec(line) ?? [];
    const last = whole.at(-1);
    if (digit !== undefined && words !== undefined) whole.push({ digit, words });
    else if (last !== undefined) last.words += ` ${line.trim()}`;
  }
  return whole.map(({ digit, words }) => {
    const letter = /\((y|n|a|p|d|r|esc)\)\s*$/.exec(words);
    const bare = (letter === null ? words : words.slice(0, letter.index)).trim();
    // What stands behind two blanks describes the choice.
    return { label: bare.split(/\s{2,}/)[0] ?? bare, key: letter?.[1] ?? digit };
  });
}

function wordsOf(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}
