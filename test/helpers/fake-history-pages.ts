import type { Branch, ConversationItem, ConversationPage } from '../../src/contract/conversation.ts';
import type { HistoryDetail, HistoryPage } from '../../src/contract/history.ts';
import { rewoundRanges } from '../../src/core/conversation/rewound.ts';
import { conversationPage, type PageQuery } from '../../src/ingest/conversation-pages.ts';
import type { PageRecord, RecordSource } from '../../src/ingest/transcript-records.ts';

type Loose<I> = I extends ConversationItem ? Omit<I, 'offset'> & { offset?: number } : never;
/** An item of a conversation in memory; its `offset` is always its index. */
export type LooseItem = Loose<ConversationItem>;

/** Items with their offsets: each is a record of its own, one byte long. */
export function placed(items: readonly LooseItem[]): ConversationItem[] {
  return items.map((item, offset) => ({ ...item, offset }) as ConversationItem);
}

/** A conversation in memory, for the real paging. */
export function recordsOf(items: readonly LooseItem[]): RecordSource {
  const records: PageRecord[] = placed(items).map((item, offset) => ({
    offset,
    end: offset + 1,
    cost: 1,
    items: [item],
    problem: null,
  }));
  return {
    holds: async (cursor) => cursor <= records.length,
    backward: async function* (end) {
      yield* records.slice(0, end ?? records.length).toReversed();
    },
    forward: async function* (start) {
      yield* records.slice(start);
    },
  };
}

export interface FakePageOptions {
  items: readonly LooseItem[];
  query: PageQuery & { branches?: 'live' | 'all' | undefined };
  branches?: Branch[];
  source?: ConversationPage['source'];
  problems?: string[];
}

/** A page as the server answers it. */
export async function fakePage(options: FakePageOptions): Promise<ConversationPage> {
  const { items, query, branches = [], source = 'file', problems = [] } = options;
  const rewound = query.branches === 'all' ? [] : rewoundRanges(branches);
  const page = await conversationPage({ records: recordsOf(items), query, rewound });
  return { ...page, problems: [...problems, ...page.problems], branches, source };
}

export interface FakeListQuery {
  cursor?: string | null | undefined;
  limit: number;
  agent?: string | undefined;
  project?: string | undefined;
  text?: string | undefined;
  deleted?: 'only' | undefined;
}

/** A page of the list of sessions; cursors are indexes. */
export function fakeHistoryPage(all: readonly HistoryDetail[], query: FakeListQuery): HistoryPage {
  const { cursor, limit, agent, project, text, deleted } = query;
  const has = (whole: string, part: string | undefined): boolean =>
    part === undefined || whole.toLowerCase().includes(part.toLowerCase());
  const found = all
    .filter((entry) => agent === undefined || entry.agent === agent)
    .filter((entry) => deleted === undefined || entry.sourceDeleted)
    .filter((entry) => has(`${entry.project.dir} ${entry.project.name}`, project))
    .filter((entry) => has(`${entry.title} ${entry.firstPrompt ?? ''} ${entry.project.dir}`, text))
    .toSorted((a, b) => b.lastAt - a.lastAt);
  const start = Number(cursor ?? 0);
  const next = start + limit < found.length ? String(start + limit) : null;
  return { sessions: found.slice(start, start + limit), total: found.length, next };
}
