import { diffEn } from '../../i18n/en/diff.ts';
import { translator } from '../../i18n/language.ts';

/** Texts of changes to files. */
export const tDiff = translator('diff', diffEn);
