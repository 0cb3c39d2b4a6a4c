import { usageEn } from '../../i18n/en/usage.ts';
import { translator } from '../../i18n/language.ts';

export const tUsage = translator('usage', usageEn);
