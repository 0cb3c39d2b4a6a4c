import { healthEn } from '../../i18n/en/health.ts';
import { translator } from '../../i18n/language.ts';

export const tHealth = translator('health', healthEn);
