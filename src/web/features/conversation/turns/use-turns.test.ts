import { expect, test } from 'vitest';
import type { ConversationPage } from '../../../../contract/conversation.ts';
import { stretchOf, withLater } from '../conversation-state.ts';
import { turnsOf } from './use-turns.ts';

const prompt = (offset: number) => ({
  kind: 'prompt' as const,
  id: `p${offset}`,
  offset,
  text: `at ${offset}`,
  images: 0,
});
const used = (id: string, offset: number, cost: number | null = 1) => ({ id, offset, tokens: 1_000, cost });
const page = (more: Partial<ConversationPage>): ConversationPage => ({
  items: [],
  before: null,
  after: 500,
  problems: [],
  branches: [],
  source: 'file',
  ...more,
});
const costs = (stretch: ReturnType<typeof stretchOf>) =>
  turnsOf({
    hits: [],
    agentId: null,
    state: { phase: 'ready', stretch, loading: null, error: null, arrived: 0 },
  }).map(({ used: of }) => of);

test('a turn costs what its responses cost; one without a price leaves only tokens', () => {
  const items = [prompt(100), prompt(200), prompt(300)];
  const usage = [used('a', 110), used('b', 120), used('c', 210), used('d', 220, null), used('before', 50)];
  expect(costs(stretchOf(page({ items, usage }), true))).toEqual([
    { tokens: 2_000, cost: 2 },
    { tokens: 2_000, cost: null },
    undefined,
  ]);
});

test('a response that is told again on a later page counts once, and the last turn only where it ends there', () => {
  const first = page({ items: [prompt(100)], usage: [used('a', 110)] });
  expect(costs(stretchOf(first, false))).toEqual([undefined]);
  const later = page({ before: 500, after: 900, usage: [used('a', 510, 3), used('b', 520)] });
  expect(costs(withLater(stretchOf(first, true), later))).toEqual([{ tokens: 2_000, cost: 4 }]);
});
