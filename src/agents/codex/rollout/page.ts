import type { ConversationItem, ConversationPage } from '../../../contract/conversation.ts';
import type { Line } from '../../../lib/line-splitter.ts';
import type { PageQuery } from '../../../ports/agent.ts';
import type { PageReader } from '../../../ports/log-reader.ts';
import { itemsOf } from './items.ts';

interface PageOptions {
  pages: PageReader;
  path: string;
  query: PageQuery;
}

/** A page of the conversation in a rollout. Cursors are byte offsets of lines. */
export function readPage({ pages, path, query }: PageOptions): Promise<ConversationPage> {
  return query.after === undefined
    ? readUp({ pages, path, end: query.before, limit: query.limit })
    : readDown({ pages, path, start: query.after, limit: query.limit });
}

/** The `limit` items above `end`, or the newest ones. */
async function readUp({
  pages,
  path,
  end,
  limit,
}: {
  pages: PageReader;
  path: string;
  end: number | undefined;
  limit: number;
}): Promise<ConversationPage> {
  const page = new Page(path);
  const items: ConversationItem[] = [];
  let before = end ?? 0;
  let after = end ?? null;
  for await (const { lines } of pages.backward(path, end === undefined ? {} : { end })) {
    after ??= lines.at(-1)?.end ?? null;
    for (const line of lines.toReversed()) {
      items.unshift(...page.read(line));
      before = line.offset;
      if (items.length >= limit)
        return { items, before: cursorAbove(before), after: after ?? 0, problems: page.problems.toReversed() };
    }
  }
  return { items, before: cursorAbove(before), after: after ?? 0, problems: page.problems.toReversed() };
}

/** The first `limit` items from `start` on. */
async function readDown({
  pages,
  path,
  start,
  limit,
}: {
  pages: PageReader;
  path: string;
  start: number;
  limit: number;
}): Promise<ConversationPage> {
  const page = new Page(path);
  const items: ConversationItem[] = [];
  let after = start;
  for await (const { lines } of pages.forward(path, { start })) {
    for (const line of lines) {
      items.push(...page.read(line));
      after = line.end;
      if (items.length >= limit) return { items, before: cursorAbove(start), after, problems: page.problems };
    }
  }
  return { items, before: cursorAbove(start), after, problems: page.problems };
}

function cursorAbove(offset: number): number | null {
  return offset === 0 ? null : offset;
}

/** Reads lines and keeps what was odd about them. */
class Page {
  readonly problems: string[] = [];
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  read(line: Line): readonly ConversationItem[] {
    const { items, oddity } = itemsOf(line);
    if (oddity !== null) this.problems.push(`${this.#path}, byte ${line.offset}: this line ${oddity}`);
    return items;
  }
}
