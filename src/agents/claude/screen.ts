import { readRows, textOf, type Cell } from '../../lib/ansi-row.ts';
import type { ScreenSnapshot } from '../../ports/terminal.ts';
import { draftOf, type Composer } from '../composer.ts';

/** Claude Code's screen, cut into what typing must understand. The facts are in FORMAT.md, "Screen". */
export interface ClaudeScreen {
  rows: readonly (readonly Cell[])[];
  /** The rows as text, without trailing blanks. */
  lines: readonly string[];
  composer: Composer;
  /** What stands below the input box, as one line: narrow panes wrap it. */
  footer: string;
}

export function readScreen(screen: ScreenSnapshot): ClaudeScreen {
  const rows = readRows(screen.ansi ?? screen.lines);
  const lines = rows.map((cells) => textOf(cells).trimEnd());
  const bottom = lines.findLastIndex(isRule);
  return {
    rows,
    lines,
    composer: composerIn(rows, lines),
    footer: lines
      .slice(bottom + 1)
      .map((line) => line.trim())
      .join(' '),
  };
}

/** Between the last two horizontal rules, the first row marked `❯` (in shell mode it is `!`). */
export function readComposer(screen: ScreenSnapshot): Composer {
  return readScreen(screen).composer;
}

function composerIn(rows: readonly (readonly Cell[])[], lines: readonly string[]): Composer {
  const bottom = lines.findLastIndex(isRule);
  const top = lines.findLastIndex((line, index) => index < bottom && isRule(line));
  if (top === -1 || bottom - top < 2) return { shown: false };
  const [first = [], ...more] = rows.slice(top + 1, bottom);
  if (first[0]?.char !== '❯') return { shown: false };
  return { shown: true, draft: draftOf([...first.slice(1), ...more.flat()]) };
}

export function isRule(line: string): boolean {
  const text = line.trim();
  return text.length >= 10 && /^─+( .* ─+)?$/.test(text);
}

/** Permission modes by the words of the footer. */
const MODES: readonly (readonly [words: string, mode: string])[] = [
  ['manual mode on', 'default'],
  ['accept edits on', 'acceptEdits'],
  ['plan mode on', 'plan'],
  ['auto mode on', 'auto'],
  ['bypass permissions on', 'bypassPermissions'],
  ["don't ask on", 'dontAsk'],
];

/** The permission mode that the footer names; null: it names none, or one that is not known. */
export function modeOn({ composer, footer }: ClaudeScreen): string | null {
  if (!composer.shown) return null;
  return MODES.find(([words]) => footer.includes(words))?.[1] ?? null;
}

/** What stands against typing a prompt here, as a clause; null: nothing. */
export function hindrance({
  composer,
  footer,
  lines,
}: ClaudeScreen): { code: string; why: string; next: string } | null {
  if (!composer.shown) {
    const inShell = lines.some((line) => line.startsWith('! ')) && footer.includes('for shell mode');
    return {
      code: 'no_composer',
      why: inShell
        ? 'its input box is in shell mode'
        : 'its input box is not on the screen: a dialog or another view is open',
      next: 'Look at the pane.',
    };
  }
  if (/\b(enter to (return|open)|space to reply|ctrl\+x to remove)\b/.test(footer)) {
    return {
      code: 'other_view',
      why: 'it shows its list of agents, where text would start another session',
      next: 'Press Escape in the pane.',
    };
  }
  if (footer.includes('-- NORMAL --')) {
    return {
      code: 'vim_normal',
      why: 'its input box is in vim NORMAL mode, where text would run as commands',
      next: 'Press i in the pane.',
    };
  }
  if (composer.draft !== '') {
    return {
      code: 'draft',
      why: 'somebody has typed a draft there that is not sent yet',
      next: 'Send or clear the draft in the pane.',
    };
  }
  return null;
}

/** Whether the list that completes commands and files is open; Enter would take its first line. */
export function completes({ lines }: ClaudeScreen): boolean {
  const bottom = lines.findLastIndex(isRule);
  const top = lines.findLastIndex((line, index) => index < bottom && isRule(line));
  const above = top === -1 ? '' : (lines.slice(0, top).findLast((line) => line.trim() !== '') ?? '');
  const adjacent = top > 0 && (lines[top - 1] ?? '').trim() !== '';
  return adjacent && /^ +(❯ )?([/+*@]|◇)\s?\S/.test(above);
}
