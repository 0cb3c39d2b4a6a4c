import { terminalEn } from '../../i18n/en/terminal.ts';
import { translator } from '../../i18n/language.ts';

/** Texts of the terminal peek. */
export const tTerminal = translator('terminal', terminalEn);
