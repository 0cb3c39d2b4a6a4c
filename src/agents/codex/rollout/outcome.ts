import type { ConversationItem, NoteKind } from '../../../contract/conversation.ts';
import type { RecordFate, RecordReading } from '../../../ports/transcripts.ts';
import { noteItem, type Place } from './items.ts';

/** What became of one record. */
export interface Outcome {
  fate: RecordFate;
  items: readonly ConversationItem[];
  more?: Pick<RecordReading, 'facts' | 'usage' | 'touched' | 'waits' | 'rollback' | 'oddity'>;
}

/** How and where a record is read. */
export interface ReadContext {
  /** See `ReadOptions`. */
  page: boolean;
  place: Place;
}

const NOTHING: readonly ConversationItem[] = [];

export const FOLDED: Outcome = { fate: 'folded', items: NOTHING };
export const HIDDEN: Outcome = { fate: 'hidden', items: NOTHING };
export const UNKNOWN: Outcome = { fate: 'unknown', items: NOTHING };

export function shown(...items: readonly ConversationItem[]): Outcome {
  return { fate: 'shown', items };
}

export function note({ place }: ReadContext, kind: NoteKind, text: string): Outcome {
  return { fate: 'shown', items: [noteItem(place, kind, text)] };
}

/** Shows nothing, but says something. */
export function folded(more: NonNullable<Outcome['more']>): Outcome {
  return { fate: 'folded', items: NOTHING, more };
}

export function odd(oddity: string): Outcome {
  return { fate: 'hidden', items: NOTHING, more: { oddity } };
}

/** How much of an input or output a page shows, in characters. */
const PAGE_CHARACTERS = 20_000;

export function outputLimit({ page }: ReadContext): number | null {
  return page ? PAGE_CHARACTERS : null;
}

/** Long inputs are cut on a page: its view holds what matters of them. */
export function cutInput(input: string, { page }: ReadContext): string {
  return page && input.length > PAGE_CHARACTERS ? `${input.slice(0, PAGE_CHARACTERS)}\n…` : input;
}
