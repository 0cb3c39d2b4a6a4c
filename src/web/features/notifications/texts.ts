import { noticesEn } from '../../i18n/en/notices.ts';
import { translator } from '../../i18n/language.ts';

export const tNotices = translator('notices', noticesEn);
