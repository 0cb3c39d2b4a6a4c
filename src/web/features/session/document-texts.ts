import { documentEn } from '../../i18n/en/document.ts';
import { translator } from '../../i18n/language.ts';

export const tDocument = translator('document', documentEn);
