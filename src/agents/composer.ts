import type { Cell } from '../lib/ansi-row.ts';
import { textOf } from '../lib/ansi-row.ts';

/** What stands in an agent's input box: nothing (ghost text does not count), something a person typed, or no box at all. */
export type Composer = { shown: false } | { shown: true; draft: string };

/** The text a person typed: what is neither dim (ghost suggestions) nor the cursor lying on the first ghost letter. */
export function draftOf(cells: readonly Cell[]): string {
  const rest = cells.filter(({ inverse }) => !inverse);
  const typed = textOf(rest.filter(({ dim }) => !dim)).trim();
  if (typed !== '') return textOf(cells.filter(({ dim }) => !dim)).trim();
  const underCursor = textOf(cells.filter(({ inverse }) => inverse)).trim();
  const ghost = textOf(rest.filter(({ dim }) => dim)).trim();
  return ghost === '' ? underCursor : '';
}

/** Whether a box that was empty before shows the text: long pastes as a marker, else its last letters, however wrapped. */
export function echoes(composer: Composer, text: string): boolean {
  if (!composer.shown || composer.draft === '') return false;
  if (/\[Pasted (text|Content)/i.test(composer.draft)) return true;
  const tail = lettersOf(text).slice(-16);
  return tail === '' || lettersOf(composer.draft).endsWith(tail);
}

/** Only what every terminal draws in one cell as it came. */
export function lettersOf(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, '');
}
