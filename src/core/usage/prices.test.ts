import { describe, expect, test } from 'vitest';
import { priceNames } from './model-name.ts';
import { PRICE_TABLE } from './price-table.ts';
import { type PricedResponse, Pricer, withOwnPrices } from './prices.ts';

const pricer = new Pricer(PRICE_TABLE);
const MILLION = 1_000_000;

function response(model: string, change: Partial<PricedResponse> = {}): PricedResponse {
  const tokens = { input: MILLION, output: 0, cacheRead: 0, cacheWrite: 0 };
  return { at: Date.parse('2026-11-20T10:00:00Z'), model, tokens, cacheWriteHour: 0, tier: null, ...change };
}

describe('names', () => {
  test.each([
    ['claude-opus-4-5-20251101', 'claude-opus-4-5'],
    ['claude-sonnet-4-20250514', 'claude-sonnet-4'],
    ['anthropic/claude-opus-4.5', 'claude-opus-4-5'],
    ['openrouter/anthropic/claude-sonnet-4.6', 'claude-sonnet-4-6'],
    ['us.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
    ['global.anthropic.claude-haiku-4-5-20251001-v1:0', 'claude-haiku-4-5'],
    ['claude-opus-4-5@20251101', 'claude-opus-4-5'],
    ['claude-opus-5-5[1m]', 'claude-opus-5-5'],
    ['Claude-Haiku-4-5', 'claude-haiku-4-5'],
    ['claude-3-5-haiku-latest', 'claude-3-5-haiku'],
    ['openai/gpt-5.4-2026-03-05', 'gpt-5.4'],
    ['gpt-5.3-codex', 'gpt-5.3-codex'],
  ])('%s is looked up as %s', (model, name) => {
    expect(priceNames(model)).toContain(name);
    expect(
      pricer.costOf(response(model, { tokens: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 } })),
    ).not.toBeNull();
  });

  test.each(['claude-opus-9', 'claude-opus-5-5-turbo', 'gpt-5.3-codex-spark', 'opus', '', '<synthetic>', 'my/model'])(
    '%s has no price, and none is guessed',
    (model) => expect(pricer.costOf(response(model))).toBeNull(),
  );
});

describe('cost', () => {
  test('each kind of token has its own price; an hour of cache costs twice the input', () => {
    const tokens = { input: 10_000, output: 2_000, cacheRead: 100_000, cacheWrite: 30_000 };
    const cost = pricer.costOf(response('claude-opus-4-6', { tokens, cacheWriteHour: 20_000 }));
    expect(cost).toBeCloseTo((10_000 * 5 + 2_000 * 25 + 100_000 * 0.5 + 10_000 * 6.25 + 20_000 * 10) / MILLION, 10);
  });

  test('more for an hour than was written at all counts as all', () => {
    const tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 1000 };
    expect(pricer.costOf(response('claude-opus-4-6', { tokens, cacheWriteHour: 5000 }))).toBeCloseTo(0.01, 10);
  });

  test('a price holds from its day on, in UTC', () => {
    const tokens = { input: 0, output: 0, cacheRead: MILLION, cacheWrite: 0 };
    const on = (at: string) => pricer.costOf(response('claude-sonnet-5-5', { tokens, at: Date.parse(at) }));
    expect([on('2026-10-06T23:59:59Z'), on('2026-10-07T00:00:00Z')]).toEqual([0.2, 0.1]);
    expect(pricer.costOf(response('claude-sonnet-5-5', { tokens, at: null }))).toBe(0.1);
  });

  test('a long request costs the other price as a whole, cache counted', () => {
    const short = { input: 1, output: 1000, cacheRead: 99_999, cacheWrite: 0 };
    const long = { ...short, input: 2 };
    expect(pricer.costOf(response('claude-haiku-5-5', { tokens: short }))).toBeCloseTo(
      (0.1 + 500 + 999.99) / MILLION,
      10,
    );
    expect(pricer.costOf(response('claude-haiku-5-5', { tokens: long }))).toBeCloseTo(
      (1 + 2500 + 4999.95) / MILLION,
      10,
    );
  });

  test('a tier multiplies; one without a price makes the cost unknown', () => {
    expect(pricer.costOf(response('claude-opus-5-5', { tier: 'fast' }))).toBe(8);
    expect(pricer.costOf(response('claude-opus-5-5', { tier: 'warp' }))).toBeNull();
  });

  test('a kind of token without a price makes the cost unknown, but only where there are some', () => {
    const tokens = { input: MILLION, output: 0, cacheRead: 0, cacheWrite: 1 };
    expect(pricer.costOf(response('gpt-5-codex', { tokens }))).toBeNull();
    expect(pricer.costOf(response('gpt-5-codex'))).toBe(1.25);
  });

  test('the user’s price for a model replaces all its rows', () => {
    const price = { input: 7, output: 0, cacheRead: 0, cacheWrite: 0, cacheWriteHour: 0 };
    const own = withOwnPrices(PRICE_TABLE, [{ model: 'claude-opus-4-6', from: null, price, source: 'test' }]);
    expect(own.own).toBe(true);
    expect(new Pricer(own).costOf(response('claude-opus-4-6-20260205'))).toBe(7);
    expect(new Pricer(own).costOf(response('claude-opus-4-5'))).toBe(5);
  });
});

test('every row of the table is whole: names as looked up, prices that rise with the trouble, one row a day', () => {
  const seen = new Set<string>();
  for (const { model, from, price, source, long } of PRICE_TABLE.rows) {
    expect(priceNames(model)).toEqual([model]);
    expect(source).toMatch(/^https:/);
    expect(price.cacheRead).toBeLessThan(price.input);
    expect(price.output).toBeGreaterThan(price.input);
    if (long !== undefined) expect(long.price.input).toBeGreaterThan(price.input);
    expect(seen.has(`${model} ${from}`)).toBe(false);
    seen.add(`${model} ${from}`);
  }
});
