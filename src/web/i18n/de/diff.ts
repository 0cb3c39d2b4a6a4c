import type { diffEn } from '../en/diff.ts';
import type { Translated } from '../language.ts';

/** Änderungen an Dateien. */
export const diffDe: Translated<typeof diffEn> = {
  'diff.split': 'Vorher und nachher nebeneinander',
  'diff.copyPath': 'Pfad kopieren',
  'diff.before': 'Vorher',
  'diff.after': 'Nachher',
  'diff.gone': 'entfernt:',
  'diff.come': 'hinzugekommen:',
};
