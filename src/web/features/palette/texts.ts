import { paletteEn } from '../../i18n/en/palette.ts';
import { translator } from '../../i18n/language.ts';

export const tPalette = translator('palette', paletteEn);
