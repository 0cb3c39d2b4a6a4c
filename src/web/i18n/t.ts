import { en } from './en.ts';
import { translator, type PlainKeyOf } from './language.ts';

export type MessageKey = keyof typeof en;
/** Keys whose text takes no parameters. */
export type PlainKey = PlainKeyOf<typeof en>;

/** Texts of what is there from the first moment: board, requests, deliveries, shell. */
export const t = translator('base', en);
