import type { ConversationItem, ConversationPage } from '../../../contract/conversation.ts';

/** The part of a conversation that has been read: one unbroken stretch that ends at the newest item. */
export interface Stretch {
  items: readonly ConversationItem[];
  /** Cursor for what comes before; null when this is the beginning. */
  before: number | null;
  after: number;
  problems: readonly string[];
}

export function stretchOf(page: ConversationPage): Stretch {
  return { items: unique(page.items), before: page.before, after: page.after, problems: page.problems };
}

/** With the page above it. */
export function withEarlier(stretch: Stretch, page: ConversationPage): Stretch {
  return {
    ...stretch,
    items: unique([...page.items, ...stretch.items]),
    before: page.before,
    problems: [...page.problems, ...stretch.problems],
  };
}

/** With what has come since. An item that is told again replaces itself, in its old place. */
export function withLater(stretch: Stretch, page: ConversationPage): Stretch {
  if (page.items.length === 0 && page.problems.length === 0)
    return page.after === stretch.after ? stretch : { ...stretch, after: page.after };
  return {
    ...stretch,
    items: unique([...stretch.items, ...page.items]),
    after: page.after,
    problems: [...stretch.problems, ...page.problems],
  };
}

/** One item per id: the place of the first, the content of the last. */
function unique(items: readonly ConversationItem[]): ConversationItem[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
