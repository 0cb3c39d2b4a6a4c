import { keyboardEn } from '../../i18n/en/keyboard.ts';
import { translator } from '../../i18n/language.ts';

export const tKeyboard = translator('keyboard', keyboardEn);
