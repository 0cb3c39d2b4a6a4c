import type { ConversationItem, ConversationPage } from '../contract/conversation.ts';
import type { Rewound } from '../core/conversation/rewound.ts';
import type { ResponseUsage } from '../ports/transcripts.ts';
import type { PageRecord, RecordSource } from './transcript-records.ts';

/** A page never reads more than this, however little of it is conversation; it is shorter then. */
const MAX_PAGE_BYTES = 32 * 1024 * 1024;
/** A longer stretch that was rewound is told by its size: its messages are not counted. */
const MAX_COUNTED_BYTES = 4 * 1024 * 1024;

/** Cursors are byte offsets of records. At most one of the three is given; none: the newest page. */
export interface PageQuery {
  before?: number | undefined;
  after?: number | undefined;
  around?: number | undefined;
  /** In items. A record is never cut: the page may hold a few more. */
  limit: number;
}

export interface PageOptions {
  records: RecordSource;
  query: PageQuery;
  /** What is left out, with a note in its place; in file order. None: everything is shown. */
  rewound?: readonly Rewound[];
}

export interface Page extends Pick<ConversationPage, 'items' | 'before' | 'after' | 'problems'> {
  /** Of its records that tell what a response used. */
  used: readonly UsedAt[];
}

/** What a response used, where and when. `model`: '' where neither its record nor one before it on the page says it. */
export interface UsedAt extends ResponseUsage {
  offset: number;
  at: number | null;
}

/** A page of a conversation. A cursor that fits no record (the file was rewritten) gives the newest page. */
export async function conversationPage({ records, query, rewound = [] }: PageOptions): Promise<Page> {
  const { before, after, around, limit } = query;
  const cursor = around ?? after;
  if (cursor !== undefined && !(await records.holds(cursor)))
    return conversationPage({ records, query: { limit }, rewound });
  if (around !== undefined) return pageAround({ records, rewound, around, limit });
  if (after !== undefined) return pageAfter({ records, rewound, after, limit });
  const walk = new Walk(backward(records, before, rewound));
  const found = await walk.take(limit);
  await walk.stop();
  return pageOf(found.toReversed(), before ?? 0);
}

interface Place {
  records: RecordSource;
  rewound: readonly Rewound[];
  limit: number;
}

async function pageAfter({ records, rewound, limit, after }: Place & { after: number }): Promise<Page> {
  const walk = new Walk(forward(records, after, rewound));
  const found = await walk.take(limit);
  await walk.stop();
  return { ...pageOf(found, after), before: after > 0 ? after : null };
}

/** What one side has too little of, the other one gives. */
async function pageAround({ records, rewound, limit, around }: Place & { around: number }): Promise<Page> {
  const up = new Walk(backward(records, around, rewound));
  const down = new Walk(forward(records, around, rewound));
  const above = await up.take(Math.floor(limit / 2));
  const below = await down.take(limit - countOf(above), costOf(above));
  above.push(...(await up.take(limit - countOf(above) - countOf(below), costOf(above) + costOf(below))));
  await Promise.all([up.stop(), down.stop()]);
  return pageOf([...above.toReversed(), ...below], around);
}

/** `at` is where the page lies when there is nothing on it. */
function pageOf(records: readonly PageRecord[], at: number): Page {
  const start = records[0]?.offset ?? 0;
  return {
    items: records.flatMap(({ items }) => items),
    before: start > 0 ? start : null,
    after: records.at(-1)?.end ?? at,
    problems: records.flatMap(({ problem }) => (problem === null ? [] : [problem])),
    used: usedIn(records),
  };
}

function usedIn(records: readonly PageRecord[]): UsedAt[] {
  let model = '';
  let at: number | null = null;
  return records.flatMap(({ offset, items, usage, model: named }) => {
    model = named ?? model;
    at = items.at(-1)?.at ?? at;
    return usage === undefined ? [] : [{ ...usage, model: usage.model === '' ? model : usage.model, offset, at }];
  });
}

/** Records one after the other, as many as are wanted at a time. */
class Walk {
  readonly #records: AsyncIterator<PageRecord>;

  constructor(records: AsyncIterable<PageRecord>) {
    this.#records = records[Symbol.asyncIterator]();
  }

  /** Records with `limit` items together, or as many as may be read; `cost`: bytes that were read before. */
  async take(limit: number, cost = 0): Promise<PageRecord[]> {
    const found: PageRecord[] = [];
    let items = 0;
    let read = cost;
    while (items < limit && read < MAX_PAGE_BYTES) {
      const next = await this.#records.next();
      if (next.done === true) break;
      found.push(next.value);
      items += next.value.items.length;
      read += next.value.cost;
    }
    return found;
  }

  async stop(): Promise<void> {
    await this.#records.return?.();
  }
}

async function* backward(
  records: RecordSource,
  before: number | undefined,
  rewound: readonly Rewound[],
): AsyncGenerator<PageRecord> {
  let end = before;
  for (;;) {
    const gap = rewound.findLast(({ from }) => end === undefined || from < end);
    if (gap === undefined || end === undefined || gap.to < end) {
      for await (const record of records.backward(end)) {
        if (gap !== undefined && record.offset < gap.to) break;
        yield record;
      }
    }
    if (gap === undefined) return;
    yield await noteOf(records, gap);
    end = gap.from;
  }
}

async function* forward(records: RecordSource, after: number, rewound: readonly Rewound[]): AsyncGenerator<PageRecord> {
  let start = after;
  for (;;) {
    const gap = rewound.find(({ to }) => to > start);
    let reached = gap !== undefined && gap.from <= start;
    if (!reached) {
      for await (const record of records.forward(start)) {
        reached = gap !== undefined && record.offset >= gap.from;
        if (reached) break;
        yield record;
      }
    }
    if (gap === undefined || !reached) return;
    // From inside of it, its note is on the page above.
    if (start <= gap.from) yield await noteOf(records, gap);
    start = gap.to;
  }
}

/** Stands where the rewound records do; opening it (`around`, all branches) shows them. */
async function noteOf(records: RecordSource, { from, to }: Rewound): Promise<PageRecord> {
  const counted = to - from <= MAX_COUNTED_BYTES;
  const text = counted ? sentence(await countMessages(records, { from, to })) : `${megabytes(to - from)} were rewound.`;
  const note: ConversationItem = { kind: 'note', note: 'rewound', id: `rewound:${from}`, offset: from, text };
  return { offset: from, end: to, cost: counted ? to - from : 0, items: [note], problem: null };
}

async function countMessages(records: RecordSource, { from, to }: Rewound): Promise<number> {
  let count = 0;
  for await (const { offset, items } of records.forward(from)) {
    if (offset >= to) break;
    count += items.filter(({ kind }) => kind === 'prompt' || kind === 'reply').length;
  }
  return count;
}

function sentence(messages: number): string {
  return messages === 1 ? '1 message was rewound.' : `${messages} messages were rewound.`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(0)} MB of conversation`;
}

function countOf(records: readonly PageRecord[]): number {
  return records.reduce((sum, { items }) => sum + items.length, 0);
}

function costOf(records: readonly PageRecord[]): number {
  return records.reduce((sum, { cost }) => sum + cost, 0);
}
