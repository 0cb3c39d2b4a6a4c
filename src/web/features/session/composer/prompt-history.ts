import type { Command } from '../../../../contract/command.ts';
import type { ConversationItem } from '../../../../contract/conversation.ts';

/** A prompt that was called back and not changed yet. */
export interface Recalled {
  /** 0 is the newest. */
  index: number;
  text: string;
}

const MOST = 200;

/** What a person asked of this session, newest first, nothing twice in a row. */
export function promptsOf(items: readonly ConversationItem[], commands: readonly Command[]): string[] {
  const asked = [
    ...items.flatMap((item) =>
      item.kind === 'prompt' && item.via !== 'shell' ? [{ text: item.text, at: item.at ?? 0 }] : [],
    ),
    ...commands.flatMap(({ action, createdAt }) =>
      action.type === 'prompt' ? [{ text: action.text, at: createdAt }] : [],
    ),
  ];
  const newestFirst = asked.toReversed().toSorted((a, b) => b.at - a.at);
  const texts: string[] = [];
  for (const { text } of newestFirst) {
    // A command and its record are one prompt: they stand next to each other.
    if (text.trim() !== '' && texts.at(-1)?.trim() !== text.trim()) texts.push(text);
  }
  return texts.slice(0, MOST);
}

/** The one before; null: there is none. The list may have changed since the last one was called back. */
export function older(recalled: Recalled | null, prompts: readonly string[]): Recalled | null {
  return at(recalled === null ? 0 : placeOf(recalled, prompts) + 1, prompts) ?? at(prompts.length - 1, prompts);
}

/** The one after; null: it was the newest, so what was being written comes back. */
export function newer(recalled: Recalled, prompts: readonly string[]): Recalled | null {
  return at(Math.min(placeOf(recalled, prompts), prompts.length) - 1, prompts);
}

function placeOf({ index, text }: Recalled, prompts: readonly string[]): number {
  if (prompts[index] === text) return index;
  const moved = prompts.indexOf(text);
  return moved === -1 ? Math.min(index, prompts.length) : moved;
}

function at(index: number, prompts: readonly string[]): Recalled | null {
  const text = prompts[index];
  return text === undefined ? null : { index, text };
}
