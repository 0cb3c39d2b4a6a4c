import { searchEn } from '../../i18n/en/search.ts';
import { translator } from '../../i18n/language.ts';

export const tSearch = translator('search', searchEn);
