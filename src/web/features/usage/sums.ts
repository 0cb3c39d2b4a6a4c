import type { TokenCount, UsageRow } from '../../../contract/usage.ts';

/** What some rows come to. What has no price is counted apart: it is never a cost of 0. */
export interface Sum {
  tokens: TokenCount;
  responses: number;
  /** Of what has a price, US dollars. */
  cost: number;
  /** Tokens by model without a known price. */
  unpriced: ReadonlyMap<string, number>;
}

export const NOTHING: Sum = {
  tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  responses: 0,
  cost: 0,
  unpriced: new Map(),
};

export function sumOf(rows: readonly UsageRow[]): Sum {
  const tokens = { ...NOTHING.tokens };
  const unpriced = new Map<string, number>();
  let cost = 0;
  let responses = 0;
  for (const row of rows) {
    for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite'] as const) tokens[kind] += row.tokens[kind];
    responses += row.responses;
    cost += row.cost ?? 0;
    for (const model of row.unpriced) unpriced.set(model, (unpriced.get(model) ?? 0) + allTokens(row.tokens));
  }
  return { tokens, responses, cost, unpriced };
}

export function allTokens({ input, output, cacheRead, cacheWrite }: TokenCount): number {
  return input + output + cacheRead + cacheWrite;
}

/** Of all that models read, what came from the cache; null: they read nothing. */
export function cacheShare({ tokens: { input, cacheRead, cacheWrite } }: Sum): number | null {
  const read = input + cacheRead + cacheWrite;
  return read === 0 ? null : cacheRead / read;
}

/** What there is to say of a cost. */
export type CostKnown = { known: 'all' | 'part'; cost: number } | { known: 'none' };

export function costOf({ cost, unpriced }: Sum): CostKnown {
  if (unpriced.size === 0) return { known: 'all', cost };
  return cost > 0 ? { known: 'part', cost } : { known: 'none' };
}

/** One of the things that are compared: a model, a project, an agent, a session. */
export interface Group {
  id: string;
  rows: readonly UsageRow[];
  sum: Sum;
}

export function groupsOf(rows: readonly UsageRow[], idOf: (row: UsageRow) => string): Group[] {
  const found = new Map<string, UsageRow[]>();
  for (const row of rows) {
    const id = idOf(row);
    const own = found.get(id);
    if (own === undefined) found.set(id, [row]);
    else own.push(row);
  }
  return [...found].map(([id, own]) => ({ id, rows: own, sum: sumOf(own) }));
}

/** The size of a sum as it is drawn. */
export function valueOf(sum: Sum, measure: 'cost' | 'tokens'): number {
  return measure === 'cost' ? sum.cost : allTokens(sum.tokens);
}

/** Largest first; of equals the one with more tokens, so that what has no price keeps a place. */
export function byValue(measure: 'cost' | 'tokens'): (a: Group, b: Group) => number {
  return (a, b) =>
    valueOf(b.sum, measure) - valueOf(a.sum, measure) ||
    allTokens(b.sum.tokens) - allTokens(a.sum.tokens) ||
    (a.id < b.id ? -1 : 1);
}
