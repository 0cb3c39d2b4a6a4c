import { settingsEn } from '../../i18n/en/settings.ts';
import { translator } from '../../i18n/language.ts';

export const tSettings = translator('settings', settingsEn);
