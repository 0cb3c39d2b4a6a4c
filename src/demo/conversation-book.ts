import type { Branch, ConversationItem, ConversationPage } from '../contract/conversation.ts';
import { rewoundRanges } from '../core/conversation/rewound.ts';
import { conversationPage, type PageQuery } from '../ingest/conversation-pages.ts';

type Loose<I> = I extends ConversationItem ? Omit<I, 'id' | 'offset' | 'at'> & { id?: string } : never;
/** An item before it has its place. */
export type NewItem = Loose<ConversationItem>;

/** A record on disk is longer than what it shows. */
const RECORD_OVERHEAD = 420;

interface Kept {
  item: ConversationItem;
  end: number;
}

/** One conversation in memory, with byte offsets as if it lay in an agent's file. */
export class ConversationBook {
  readonly #name: string;
  readonly #kept: Kept[] = [];
  /** Where it went on after it was rewound, and behind what. */
  readonly #forks: { from: number; forkedAt: number }[] = [];
  #end = 0;

  /** `name` begins the ids of its items. */
  constructor(name: string) {
    this.#name = name;
  }

  get items(): ConversationItem[] {
    return this.#kept.map(({ item }) => item);
  }

  get bytes(): number {
    return this.#end;
  }

  get length(): number {
    return this.#kept.length;
  }

  last<K extends ConversationItem['kind']>(kind: K): Extract<ConversationItem, { kind: K }> | undefined {
    return this.#kept
      .map(({ item }) => item)
      .findLast((item): item is Extract<ConversationItem, { kind: K }> => item.kind === kind);
  }

  at(offset: number): ConversationItem | undefined {
    return this.#kept.find(({ item }) => item.offset === offset)?.item;
  }

  add(item: NewItem, at: number): ConversationItem {
    const placed = {
      ...item,
      id: item.id ?? `${this.#name}-${this.#kept.length + 1}`,
      at,
      offset: this.#end,
    } as ConversationItem;
    this.#end += RECORD_OVERHEAD + JSON.stringify(placed).length;
    this.#kept.push({ item: placed, end: this.#end });
    return placed;
  }

  /** Leaves everything from this place on behind. */
  rewind(offset: number): void {
    this.#forks.push({ from: this.#end, forkedAt: offset });
  }

  async page({
    branches: shown = 'live',
    ...query
  }: PageQuery & { branches?: 'live' | 'all' | undefined }): Promise<ConversationPage> {
    const branches = this.#branches();
    const all = rewoundRanges(branches);
    const { around } = query;
    const opensRewound = around !== undefined && all.some(({ from, to }) => around >= from && around < to);
    const rewound = shown === 'all' || opensRewound ? [] : all;
    const records = this.#kept.map(({ item, end }) => ({
      offset: item.offset,
      end,
      cost: end - item.offset,
      items: [item],
      problem: null,
    }));
    const end = this.#end;
    const page = await conversationPage({
      query,
      rewound,
      records: {
        holds: async (cursor) => cursor === end || records.some(({ offset }) => offset === cursor),
        backward: async function* (before = end) {
          yield* records.filter((record) => record.end <= before).toReversed();
        },
        forward: async function* (start) {
          yield* records.filter(({ offset }) => offset >= start);
        },
      },
    });
    const { used: _, ...read } = page;
    return { ...read, branches, source: 'file' };
  }

  #branches(): Branch[] {
    const starts = [{ from: 0, forkedAt: null }, ...this.#forks];
    return starts.map(({ from, forkedAt }, id) => ({
      id,
      from,
      to: starts[id + 1]?.from ?? null,
      forkedAt,
      live: true,
    }));
  }
}
