import { describe, expect, it } from 'vitest';
import type { IndexProgress } from '../contract/history.ts';
import type { UsageRow } from '../contract/usage.ts';
import { Spending } from './spending.ts';

const progress = (state: IndexProgress['state']): IndexProgress => ({
  state,
  files: { known: 0, read: 0 },
  bytes: { known: 0, read: 0 },
  etaMs: null,
  unreadable: 0,
  problem: null,
});

function world() {
  const asked: string[] = [];
  const changed: string[] = [];
  const running = ['claude:a', 'claude:b'];
  const state = { tokens: 10, cost: 1 as number | null };
  const spending = new Spending({
    running: () => running,
    changed: (key) => changed.push(key),
    usage: async ({ sessionKey = '' }) => {
      asked.push(sessionKey);
      const tokens = { input: state.tokens, output: 1, cacheRead: 2, cacheWrite: 3 };
      const total: UsageRow = { tokens, responses: 1, cost: state.cost, unpriced: [] };
      return { total };
    },
  });
  const settle = () => new Promise(setImmediate);
  return { spending, asked, changed, state, settle };
}

describe('Spending', () => {
  it('asks about all that run when the index is ready, and then about nothing', async () => {
    const { spending, asked, changed, settle } = world();
    spending.indexed(progress('indexing'));
    await settle();
    expect(asked).toEqual([]);
    spending.indexed(progress('ready'));
    await settle();
    expect(asked).toEqual(['claude:a', 'claude:b']);
    expect(changed).toEqual(['claude:a', 'claude:b']);
    expect(spending.of('claude:a')).toEqual({ tokens: 16, cost: 1 });
    spending.indexed(progress('ready'));
    await settle();
    expect(asked).toHaveLength(2);
    spending.dispose();
  });

  it('asks about a session that has grown once the index has read on, and not again at once', async () => {
    const { spending, asked, settle } = world();
    spending.grew('claude:a');
    await settle();
    expect(asked).toEqual([]);
    spending.indexed(progress('indexing'));
    spending.grew('claude:a');
    spending.indexed(progress('indexing'));
    await settle();
    expect(asked).toEqual(['claude:a']);
    spending.dispose();
  });

  it('says no cost where a model has no known price, and nothing of what is over', async () => {
    const { spending, state, settle } = world();
    state.cost = null;
    spending.indexed(progress('ready'));
    await settle();
    expect(spending.of('claude:a')).toEqual({ tokens: 16 });
    spending.forget('claude:a');
    expect(spending.of('claude:a')).toEqual({});
    spending.dispose();
  });
});
