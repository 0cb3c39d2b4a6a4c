import { en } from './en.ts';
import { translator } from './language.ts';

/** Texts of what is there from the first moment: board, requests, deliveries, shell. */
export const t = translator('base', en);
