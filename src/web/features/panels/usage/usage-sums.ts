import type { TokenCount, UsageRow } from '../../../../contract/usage.ts';

export interface UsageSum {
  /** Of what: a model, a subagent; null: the main conversation. */
  name: string | null;
  tokens: number;
  /** null: some of it has no known price. */
  cost: number | null;
  responses: number;
}

/** Rows of several groups brought together by one of them, the dearest first. */
export function sumsBy(rows: readonly UsageRow[], by: 'model' | 'subagent'): UsageSum[] {
  const sums = new Map<string | null, UsageSum>();
  for (const row of rows) {
    const name = row[by] ?? null;
    const before = sums.get(name) ?? { name, tokens: 0, cost: 0, responses: 0 };
    sums.set(name, {
      name,
      tokens: before.tokens + allOf(row.tokens),
      cost: before.cost === null || row.cost === null ? null : before.cost + row.cost,
      responses: before.responses + row.responses,
    });
  }
  return [...sums.values()].sort((a, b) => (b.cost ?? 0) - (a.cost ?? 0) || b.tokens - a.tokens);
}

export function allOf({ input, output, cacheRead, cacheWrite }: TokenCount): number {
  return input + output + cacheRead + cacheWrite;
}
