import type { ConversationItem, NoteKind } from '../../../contract/conversation.ts';
import type { RecordReading } from '../../../ports/transcripts.ts';

/** What of an item differs between kinds; id, time and place are the record's. */
export type Content = ConversationItem extends infer I
  ? I extends ConversationItem
    ? Omit<I, 'id' | 'at' | 'offset'>
    : never
  : never;

/** What one record turned out to be. */
export interface Outcome extends Omit<RecordReading, 'type' | 'at' | 'items'> {
  contents: readonly Content[];
}

export const HIDDEN: Readonly<Outcome> = Object.freeze<Outcome>({ fate: 'hidden', contents: [] });
export const FOLDED: Readonly<Outcome> = Object.freeze<Outcome>({ fate: 'folded', contents: [] });
export const UNKNOWN: Readonly<Outcome> = Object.freeze<Outcome>({ fate: 'unknown', contents: [] });

/** Tool output is cut here on a page, in characters; other long texts too. */
export const MAX_TEXT = 20_000;

/** A fresh one, to be completed. */
export function shown(contents: readonly Content[]): Outcome {
  return { fate: contents.length === 0 ? 'hidden' : 'shown', contents };
}

export function note(kind: NoteKind, text: string): Content {
  return { kind: 'note', note: kind, text };
}

/** A text that is cut where a page is read: `… (n more characters)`. */
export function fitted(text: string, page: boolean): string {
  return !page || text.length <= MAX_TEXT
    ? text
    : `${text.slice(0, MAX_TEXT)}… (${text.length - MAX_TEXT} more characters)`;
}
