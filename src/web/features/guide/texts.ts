import { guideEn } from '../../i18n/en/guide.ts';
import { translator } from '../../i18n/language.ts';

export const tGuide = translator('guide', guideEn);
