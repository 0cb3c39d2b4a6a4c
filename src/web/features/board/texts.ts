import { boardEn } from '../../i18n/en/board.ts';
import { translator } from '../../i18n/language.ts';

/** Texts of what of the board comes later: menus, marks, views. */
export const tBoard = translator('board', boardEn);
