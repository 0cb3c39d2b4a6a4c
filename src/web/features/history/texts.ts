import { historyEn } from '../../i18n/en/history.ts';
import { translator } from '../../i18n/language.ts';

export const tHistory = translator('history', historyEn);
