import { shellEn } from '../../i18n/en/shell.ts';
import { translator } from '../../i18n/language.ts';

export const tShell = translator('shell', shellEn);
