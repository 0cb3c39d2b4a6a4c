import { expect, test } from 'vitest';
import { PRICE_TABLE } from '../../core/usage/price-table.ts';
import type { UsedAt } from '../../ingest/conversation-pages.ts';
import { responseCosts } from './response-costs.ts';

const used = (more: Partial<UsedAt>): UsedAt => ({
  id: 'r',
  offset: 10,
  at: Date.parse('2026-11-01T00:00:00Z'),
  model: 'claude-opus-4-5',
  tokens: { input: 1_000_000, output: 0, cacheRead: 0, cacheWrite: 0 },
  ...more,
});
const priced = (all: UsedAt[]) => responseCosts(all, () => PRICE_TABLE);

test('a response counts once, as it was told last, where it was told first', () => {
  const grown = used({ offset: 30, tokens: { input: 2_000_000, output: 0, cacheRead: 0, cacheWrite: 0 } });
  expect(priced([used({}), grown])).toEqual([{ id: 'r', offset: 10, tokens: 2_000_000, cost: 10 }]);
  const same = used({ id: '', cumulative: 7 });
  expect(priced([same, { ...same, offset: 40 }, used({ id: '', offset: 50, cumulative: 9 })])).toHaveLength(2);
});

test('without a known price there are only tokens; prices are not looked at where nothing was used', () => {
  expect(priced([used({ model: 'nobody-knows' })])).toMatchObject([{ tokens: 1_000_000, cost: null }]);
  expect(priced([used({ model: '' })])).toMatchObject([{ cost: null }]);
  expect(responseCosts([used({})], () => null)).toMatchObject([{ cost: null }]);
  expect(
    responseCosts([], () => {
      throw new Error('looked');
    }),
  ).toEqual([]);
});
