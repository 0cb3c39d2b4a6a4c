import { composerEn } from '../../../i18n/en/composer.ts';
import { translator } from '../../../i18n/language.ts';

export const tComposer = translator('composer', composerEn);
