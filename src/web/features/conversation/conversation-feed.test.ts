import { describe, expect, it } from 'vitest';
import type { Client } from '../../../client/client.ts';
import type { ConversationPage } from '../../../contract/conversation.ts';
import { sessionKey } from '../../../contract/session.ts';
import { ConversationFeed, type FeedOptions } from './conversation-feed.ts';

type Query = { before?: number; after?: number; around?: number; agentId?: string; branches?: string };

const page = (ids: string[], before: number | null, after: number): ConversationPage => ({
  items: ids.map((id, index) => ({ kind: 'reply', id, text: id, offset: index })),
  before,
  after,
  problems: [],
  branches: [],
  source: 'file',
});

function feedOver(
  answers: (query: Query) => ConversationPage | Promise<ConversationPage>,
  options: Partial<FeedOptions> = {},
) {
  const asked: Query[] = [];
  const client = {
    call: async (_: string, input: { query: Query & { limit: number } }) => {
      const { limit: _limit, ...cursor } = input.query;
      asked.push(cursor);
      return answers(cursor);
    },
  } as unknown as Client;
  const feed = new ConversationFeed({ client, key: sessionKey({ agent: 'claude', id: 's' }), ...options });
  const ids = (): string[] => {
    const state = feed.state();
    return state.phase === 'ready' ? state.stretch.items.map(({ id }) => id) : [];
  };
  return { feed, asked, ids };
}

/** A conversation of `length` items at offsets 0, 1, 2 …, as the server pages it. */
function long(length: () => number) {
  return ({ before, after, around }: Query): ConversationPage => {
    const all = length();
    const start =
      around !== undefined
        ? Math.max(0, around - 50)
        : after !== undefined
          ? after
          : Math.max(0, (before ?? all) - 100);
    const end = Math.min(all, before ?? start + 100);
    const items = Array.from({ length: end - start }, (_, index) => ({
      kind: 'reply' as const,
      id: `m${start + index}`,
      text: '',
      offset: start + index,
    }));
    return { ...page([], start === 0 ? null : start, end), items };
  };
}

const show = (apply: () => void): void => apply();
const span = (ids: string[]): string => `${ids[0]}…${ids.at(-1)} (${ids.length})`;

describe('ConversationFeed', () => {
  it('reads the newest page, then only what came after it', async () => {
    const { feed, asked, ids } = feedOver(({ after }) =>
      after === undefined ? page(['a', 'b'], 5, 20) : page(['c'], after, after === 20 ? 30 : after),
    );
    await feed.catchUp(1);
    await feed.catchUp(1);
    await feed.catchUp(2);
    expect(ids()).toEqual(['a', 'b', 'c']);
    expect(asked).toEqual([{}, { after: 20 }]);
    expect(feed.state()).toMatchObject({ arrived: 1 });
  });

  it('reads once more when the conversation grew while it was read', async () => {
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { feed, asked } = feedOver(async ({ after = null }) => {
      await gate;
      return page(['a'], after, asked.length);
    });
    const first = feed.catchUp(1);
    void feed.catchUp(2);
    void feed.catchUp(3);
    open();
    await first;
    expect(asked).toEqual([{}, { after: 1 }]);
  });

  it('reads on while pages are full', async () => {
    const full = Array.from({ length: 100 }, (_, index) => `x${index}`);
    const { feed, asked } = feedOver(({ after }) =>
      after === undefined ? page(['a'], null, 1) : after === 1 ? page(full, 1, 2) : page(['z'], 2, 3),
    );
    await feed.catchUp(1);
    await feed.catchUp(2);
    expect(asked).toEqual([{}, { after: 1 }, { after: 2 }]);
  });

  it('puts earlier pages above, until the beginning', async () => {
    const { feed, asked, ids } = feedOver(({ before }) =>
      before === undefined ? page(['b'], 5, 9) : page(['a'], null, 5),
    );
    await feed.catchUp(1);
    let held = 0;
    await feed.readEarlier((apply) => {
      held += 1;
      apply();
    });
    await feed.readEarlier(show);
    expect(ids()).toEqual(['a', 'b']);
    expect([held, asked.length]).toEqual([1, 2]);
  });

  it('says when it cannot read, and reads when asked again', async () => {
    let broken = true;
    const { feed, ids } = feedOver(() => {
      if (broken) throw new Error('no such file');
      return page(['a'], null, 1);
    });
    await feed.catchUp(1);
    expect(feed.state()).toMatchObject({ phase: 'failed', error: { message: 'no such file' } });
    broken = false;
    await feed.catchUp(1);
    expect(ids()).toEqual(['a']);
  });

  it('keeps what it has when the newest cannot be read', async () => {
    const { feed, ids } = feedOver(({ after }) => {
      if (after !== undefined) throw new Error('gone');
      return page(['a'], null, 1);
    });
    await feed.catchUp(1);
    await feed.catchUp(2);
    expect(ids()).toEqual(['a']);
    expect(feed.state()).toMatchObject({ phase: 'ready', error: { message: 'gone' } });
  });

  it('begins anew when the file was rewritten', async () => {
    const { feed, ids } = feedOver(({ after }) =>
      after === undefined ? page(['a', 'b'], 50, 90) : page(['x', 'y'], null, 30),
    );
    await feed.catchUp(1);
    await feed.catchUp(2);
    expect(ids()).toEqual(['x', 'y']);
    expect(feed.state()).toMatchObject({ stretch: { before: null, after: 30, newest: true } });
  });

  it('reads on after a page that is short because it lies over a very long stretch', async () => {
    const { feed, asked } = feedOver(({ after }) =>
      after === undefined
        ? page(['a'], null, 1)
        : after === 1
          ? page(['b'], 1, 40_000_000)
          : page(['c'], after, after + 10),
    );
    await feed.catchUp(1);
    await feed.catchUp(2);
    expect(asked).toEqual([{}, { after: 1 }, { after: 40_000_000 }]);
  });

  it('asks for a subagent and for rewound branches', async () => {
    const { feed, asked } = feedOver(() => page([], null, 0), { agentId: 'x', branches: 'all' });
    await feed.catchUp(1);
    expect(asked).toEqual([{ agentId: 'x', branches: 'all' }]);
  });
});

describe('a long conversation', () => {
  it('opens around a place, goes both ways, and follows once it is at the newest', async () => {
    let length = 220;
    const { feed, asked, ids } = feedOver(
      long(() => length),
      { at: 100 },
    );
    await feed.catchUp(1);
    expect(span(ids())).toBe('m50…m149 (100)');
    length = 221;
    await feed.catchUp(2);
    expect(asked).toHaveLength(1);
    await feed.readEarlier(show);
    await feed.readLater(show);
    expect(span(ids())).toBe('m0…m220 (221)');
    length = 222;
    await feed.catchUp(3);
    expect(ids().at(-1)).toBe('m221');
  });

  it('lets the other end go, and reads it again', async () => {
    const { feed, ids } = feedOver(long(() => 1_000));
    feed.keepNear((added) => (added === 'earlier' ? 'latest' : 'earliest'));
    await feed.catchUp(1);
    for (let times = 0; times < 5; times += 1) await feed.readEarlier(show);
    expect(span(ids())).toBe('m400…m799 (400)');
    await feed.catchUp(2);
    expect(ids().at(-1)).toBe('m799');
    await feed.readLater(show);
    await feed.readLater(show);
    expect(span(ids())).toBe('m600…m999 (400)');
    await feed.readEarlier(show);
    expect(span(ids())).toBe('m500…m899 (400)');
    await feed.toNewest();
    expect(span(ids())).toBe('m900…m999 (100)');
  });

  it('holds no more however long it grows line by line', async () => {
    let length = 100;
    const { feed, ids } = feedOver(long(() => length));
    feed.keepNear(() => 'earliest');
    await feed.catchUp(0);
    for (let rev = 1; rev <= 900; rev += 1) {
      length += 1;
      await feed.catchUp(rev);
    }
    expect(ids().length).toBeLessThanOrEqual(400);
    expect(ids().length).toBeGreaterThanOrEqual(300);
    expect(ids().at(-1)).toBe('m999');
  });

  it('leaves no gap when what it read next to was let go meanwhile', async () => {
    let length = 400;
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const paged = long(() => length);
    const { feed, ids } = feedOver(async (query) => {
      if (query.before === 100) await gate;
      return paged(query);
    });
    feed.keepNear(() => 'earliest');
    await feed.catchUp(1);
    for (let times = 0; times < 2; times += 1) await feed.readEarlier(show);
    const earlier = feed.readEarlier(show);
    length = 520;
    await feed.catchUp(2);
    open();
    await earlier;
    const numbers = ids().map((id) => Number(id.slice(1)));
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    expect(feed.state()).toMatchObject({ loading: null });
  });
});
