import type { Price, PriceRow, PriceTable } from './prices.ts';

/** Where a row is from. The page named is the vendor's own; what was cross-checked against is in docs/usage.md. */
const CLAUDE = 'https://platform.claude.com/docs/en/about-claude/pricing';
const OPENAI = 'https://developers.openai.com/api/docs/pricing';

type Terms = Partial<Pick<PriceRow, 'from' | 'long' | 'tiers' | 'source'>>;

/** Anthropic's rule: writing to the cache costs 1.25 × the input for 5 minutes, 2 × for an hour. */
function claude(model: string, [input, cacheRead, output]: readonly [number, number, number], terms: Terms = {}) {
  return row(model, claudePrice(input, cacheRead, output), { source: CLAUDE, ...terms });
}

function claudePrice(input: number, cacheRead: number, output: number): Price {
  return { input, output, cacheRead, cacheWrite: input * 1.25, cacheWriteHour: input * 2 };
}

/** Before the models of July 2026 OpenAI took nothing for writing to the cache, and its records do not tell of it. */
function openai(model: string, [input, cacheRead, output]: readonly [number, number, number], terms: Terms = {}) {
  const price = { input, output, cacheRead, cacheWrite: null, cacheWriteHour: null };
  return row(model, price, { source: OPENAI, ...terms });
}

/** Since GPT-5.6: writing to the cache costs 1.25 × the input; above 272,000 tokens of input 2 ×, output 1.5 ×. */
function gpt(model: string, [input, cacheRead, output]: readonly [number, number, number], terms: Terms = {}) {
  const price = (factor: number, out: number): Price => ({
    input: input * factor,
    output: output * out,
    cacheRead: cacheRead * factor,
    cacheWrite: input * factor * 1.25,
    cacheWriteHour: null,
  });
  return row(model, price(1, 1), { source: OPENAI, long: { above: 272_000, price: price(2, 1.5) }, ...terms });
}

function row(model: string, price: Price, { from, source = '', ...terms }: Terms): PriceRow {
  return { model, from: from ?? null, price, source, ...terms };
}

/** Models of OpenAI whose long requests cost more, before GPT-5.6. */
function longer(input: number, cacheRead: number, output: number): NonNullable<PriceRow['long']> {
  return { above: 272_000, price: { input, output, cacheRead, cacheWrite: null, cacheWriteHour: null } };
}

const LONG_SONNET = { above: 200_000, price: claudePrice(6, 0.6, 22.5) };
const LONG_OPUS = { above: 200_000, price: claudePrice(10, 1, 37.5) };
/** Fast mode of Claude costs twice the price. */
const FAST = { fast: 2 };

/** List prices of the API, US dollars per million tokens, checked on the day of the table. */
export const PRICE_TABLE: PriceTable = {
  asOf: '2026-11-22',
  own: false,
  rows: [
    claude('claude-fable-5-2', [8, 0.2, 40]),
    claude('claude-fable-5-1', [10, 0.25, 50]),
    claude('claude-fable-5', [10, 1, 50]),
    claude('claude-mythos-5-1', [10, 0.25, 50]),
    claude('claude-mythos-5', [10, 1, 50]),
    claude('claude-opus-5-5', [4, 0.2, 20], { tiers: FAST }),
    claude('claude-opus-5', [5, 0.5, 25], { tiers: FAST }),
    claude('claude-opus-4-8', [5, 0.5, 25], { tiers: FAST }),
    claude('claude-opus-4-7', [5, 0.5, 25]),
    claude('claude-opus-4-6', [5, 0.5, 25], { long: LONG_OPUS }),
    claude('claude-opus-4-6', [5, 0.5, 25], { from: '2026-03-13' }),
    claude('claude-opus-4-5', [5, 0.5, 25]),
    claude('claude-opus-4-1', [15, 1.5, 75]),
    claude('claude-opus-4-0', [15, 1.5, 75]),
    claude('claude-opus-4', [15, 1.5, 75]),
    claude('claude-sonnet-5-5', [2, 0.2, 10]),
    claude('claude-sonnet-5-5', [2, 0.1, 10], { from: '2026-10-07' }),
    claude('claude-sonnet-5', [2, 0.2, 10]),
    claude('claude-sonnet-4-6', [3, 0.3, 15], { long: LONG_SONNET }),
    claude('claude-sonnet-4-6', [3, 0.3, 15], { from: '2026-03-13' }),
    claude('claude-sonnet-4-5', [3, 0.3, 15], { long: LONG_SONNET }),
    claude('claude-sonnet-4-0', [3, 0.3, 15], { long: LONG_SONNET }),
    claude('claude-sonnet-4', [3, 0.3, 15], { long: LONG_SONNET }),
    claude('claude-3-7-sonnet', [3, 0.3, 15]),
    claude('claude-3-5-sonnet', [3, 0.3, 15]),
    claude('claude-haiku-5-5', [0.1, 0.01, 0.5], { long: { above: 100_000, price: claudePrice(0.5, 0.05, 2.5) } }),
    claude('claude-haiku-4-5', [1, 0.1, 5]),
    claude('claude-3-5-haiku', [0.8, 0.08, 4]),
    claude('claude-3-opus', [15, 1.5, 75]),
    row(
      'claude-3-haiku',
      { input: 0.25, output: 1.25, cacheRead: 0.03, cacheWrite: 0.3, cacheWriteHour: 0.5 },
      { source: CLAUDE },
    ),

    gpt('gpt-6.1-sol', [2, 0.1, 10]),
    gpt('gpt-6.1-terra', [1, 0.05, 5]),
    gpt('gpt-6-astra', [10, 1, 50]),
    gpt('gpt-6-sol', [2, 0.2, 10]),
    gpt('gpt-6-luna', [0.1, 0.01, 0.5]),
    ...['gpt-5.6', 'gpt-5.6-sol'].flatMap((model) => [
      gpt(model, [5, 0.5, 30]),
      gpt(model, [4, 0.4, 20], { from: '2026-08-21' }),
    ]),
    gpt('gpt-5.6-terra', [2.5, 0.25, 15]),
    gpt('gpt-5.6-terra', [2, 0.2, 12], { from: '2026-07-30' }),
    gpt('gpt-5.6-luna', [1, 0.1, 6]),
    gpt('gpt-5.6-luna', [0.2, 0.02, 1.2], { from: '2026-07-30' }),
    openai('gpt-5.5', [5, 0.5, 30], { long: longer(10, 1, 45), tiers: { priority: 2.5 } }),
    openai('gpt-5.5-codex', [5, 0.5, 30], { long: longer(10, 1, 45) }),
    openai('gpt-5.4', [2.5, 0.25, 15], { long: longer(5, 0.5, 22.5), tiers: { priority: 2 } }),
    openai('gpt-5.4-mini', [0.75, 0.075, 4.5], { tiers: { priority: 2 } }),
    openai('gpt-5.4-nano', [0.2, 0.02, 1.25]),
    openai('gpt-5.3-codex', [1.75, 0.175, 14], { tiers: { priority: 2 } }),
    openai('gpt-5.2', [1.75, 0.175, 14], { tiers: { priority: 2 } }),
    openai('gpt-5.2-codex', [1.75, 0.175, 14]),
    openai('gpt-5.1', [1.25, 0.125, 10], { tiers: { priority: 2 } }),
    openai('gpt-5.1-codex', [1.25, 0.125, 10], { tiers: { priority: 2 } }),
    openai('gpt-5.1-codex-max', [1.25, 0.125, 10]),
    openai('gpt-5.1-codex-mini', [0.25, 0.025, 2]),
    openai('gpt-5', [1.25, 0.125, 10], { tiers: { priority: 2 } }),
    openai('gpt-5-codex', [1.25, 0.125, 10], { tiers: { priority: 2 } }),
    openai('gpt-5-mini', [0.25, 0.025, 2], { tiers: { priority: 1.8 } }),
    openai('gpt-5-nano', [0.05, 0.005, 0.4]),
    openai('gpt-4.1', [2, 0.5, 8], { tiers: { priority: 1.75 } }),
    openai('gpt-4.1-mini', [0.4, 0.1, 1.6]),
    openai('gpt-4.1-nano', [0.1, 0.025, 0.4]),
    openai('o4-mini', [1.1, 0.275, 4.4]),
    openai('o3', [2, 0.5, 8], { from: '2025-06-10' }),
    openai('codex-mini', [1.5, 0.375, 6]),
  ],
};
