import type { Branch, ConversationItem, ConversationPage, ResponseCost } from '../../../contract/conversation.ts';

/** Items between two cursors. */
export interface Part {
  items: readonly ConversationItem[];
  problems: readonly string[];
  usage?: readonly ResponseCost[] | undefined;
  /** Cursor for what comes before it; null at the beginning of the conversation. */
  before: number | null;
  /** Cursor for what comes after it. */
  after: number;
}

/** What is held of a conversation: one unbroken stretch, in parts that can be let go at either end and read again. */
export interface Stretch {
  parts: readonly Part[];
  /** Of all parts, one per id. */
  items: readonly ConversationItem[];
  problems: readonly string[];
  /** What its responses used, one per id. */
  usage: readonly ResponseCost[];
  before: number | null;
  after: number;
  /** It ends with the newest item: what comes later belongs at its end. */
  newest: boolean;
  branches: readonly Branch[];
  source: ConversationPage['source'];
}

/** Items of one request, and the size of a part. */
export const PAGE = 100;
const LONG_STRETCH_BYTES = 8_000_000;
/** More than this many items are not held. */
export const MOST = 400;

export function stretchOf(page: ConversationPage, newest: boolean): Stretch {
  const { branches, source } = page;
  return whole([page], { newest, branches, source });
}

/** With the page above it. */
export function withEarlier(stretch: Stretch, page: ConversationPage): Stretch {
  const part = { ...page, after: stretch.before ?? page.after };
  return whole([part, ...stretch.parts], stretch);
}

/**
 * With what comes after it. An item that is told again replaces itself, in its old place. A page that begins elsewhere is the
 * newest of a file that was rewritten: nothing of what is held is there any more.
 */
export function withLater(stretch: Stretch, page: ConversationPage): Stretch {
  if ((page.before ?? 0) !== stretch.after) return stretchOf(page, true);
  const newest = isLast(page);
  const { branches, source } = page;
  if (page.items.length === 0 && page.problems.length === 0 && page.after === stretch.after)
    return stretch.newest === newest ? stretch : { ...stretch, newest };
  return whole([...stretch.parts, { ...page, before: stretch.after }], { newest, branches, source });
}

/** Whether nothing comes after a page that was read forward. A server stops early only after a very long stretch. */
export function isLast({ items, before, after }: ConversationPage): boolean {
  return after <= (before ?? 0) || (items.length < PAGE && after - (before ?? 0) < LONG_STRETCH_BYTES);
}

/** Without as many parts at one end as needed to hold no more than `MOST` items. At least one part stays. */
export function trimmed(stretch: Stretch, end: 'earliest' | 'latest'): Stretch {
  const parts = [...stretch.parts];
  let held = stretch.items.length;
  while (held > MOST && parts.length > 1) {
    const gone = end === 'earliest' ? parts.shift() : parts.pop();
    held -= gone?.items.length ?? 0;
  }
  if (parts.length === stretch.parts.length) return stretch;
  return whole(parts, end === 'latest' ? { ...stretch, newest: false } : stretch);
}

function whole(pages: readonly Part[], rest: Pick<Stretch, 'newest' | 'branches' | 'source'>): Stretch {
  const parts = joined(pages);
  return {
    parts,
    items: unique(parts.flatMap(({ items }) => items)),
    problems: [...new Set(parts.flatMap(({ problems }) => problems))],
    usage: [...new Map(parts.flatMap(({ usage = [] }) => usage).map((one) => [one.id, one])).values()],
    before: parts[0]?.before ?? null,
    after: parts.at(-1)?.after ?? 0,
    newest: rest.newest,
    branches: rest.branches,
    source: rest.source,
  };
}

/** A conversation grows line by line: small parts become one, as long as they are not more than a page. */
function joined(pages: readonly Part[]): Part[] {
  const parts: Part[] = [];
  for (const { items, problems, usage = [], before, after } of pages) {
    const last = parts.at(-1);
    if (last !== undefined && last.items.length + items.length <= PAGE) {
      parts[parts.length - 1] = {
        items: [...last.items, ...items],
        problems: [...last.problems, ...problems],
        usage: [...(last.usage ?? []), ...usage],
        before: last.before,
        after,
      };
    } else parts.push({ items, problems, usage, before, after });
  }
  return parts;
}

/** One item per id: the place of the first, the content of the last. */
function unique(items: readonly ConversationItem[]): ConversationItem[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
