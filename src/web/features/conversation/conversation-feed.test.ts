import { describe, expect, it } from 'vitest';
import type { Client } from '../../../client/client.ts';
import type { ConversationPage } from '../../../contract/conversation.ts';
import { sessionKey } from '../../../contract/session.ts';
import { ConversationFeed } from './conversation-feed.ts';

const page = (ids: string[], before: number | null, after: number): ConversationPage => ({
  items: ids.map((id) => ({ kind: 'reply', id, text: id })),
  before,
  after,
  problems: [],
});

function feedOver(
  answers: (query: { before?: number; after?: number }) => ConversationPage | Promise<ConversationPage>,
) {
  const asked: { before?: number; after?: number }[] = [];
  const client = {
    call: async (_: string, input: { query: { before?: number; after?: number; limit: number } }) => {
      const { limit: _limit, ...cursor } = input.query;
      asked.push(cursor);
      return answers(cursor);
    },
  } as unknown as Client;
  const feed = new ConversationFeed({ client, key: sessionKey({ agent: 'claude', id: 's' }) });
  const ids = (): string[] => {
    const state = feed.state();
    return state.phase === 'ready' ? state.stretch.items.map(({ id }) => id) : [];
  };
  return { feed, asked, ids };
}

describe('ConversationFeed', () => {
  it('reads the newest page, then only what came after it', async () => {
    const { feed, asked, ids } = feedOver(({ after }) =>
      after === undefined ? page(['a', 'b'], 5, 20) : page(['c'], null, 30),
    );
    await feed.catchUp(1);
    await feed.catchUp(1);
    await feed.catchUp(2);
    expect(ids()).toEqual(['a', 'b', 'c']);
    expect(asked).toEqual([{}, { after: 20 }]);
  });

  it('reads once more when the conversation grew while it was read', async () => {
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { feed, asked } = feedOver(async () => {
      await gate;
      return page(['a'], null, asked.length);
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
      after === undefined ? page(['a'], null, 1) : after === 1 ? page(full, null, 2) : page(['z'], null, 3),
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
    await feed.readEarlier((show) => {
      held += 1;
      show();
    });
    await feed.readEarlier((show) => show());
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
});
