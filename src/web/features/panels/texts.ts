import { panelsEn } from '../../i18n/en/panels.ts';
import { translator } from '../../i18n/language.ts';

/** Texts of the panels. */
export const tPanels = translator('panels', panelsEn);
