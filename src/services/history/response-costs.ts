import type { ResponseCost } from '../../contract/conversation.ts';
import { Pricer, type PriceTable } from '../../core/usage/prices.ts';
import type { UsedAt } from '../../ingest/conversation-pages.ts';

/** What the responses of a page used, each once, priced where the table knows it. `prices` null: no table can be read. */
export function responseCosts(used: readonly UsedAt[], prices: () => PriceTable | null): ResponseCost[] {
  if (used.length === 0) return [];
  const table = prices();
  const pricer = table === null ? null : new Pricer(table);
  const costs = new Map<string, ResponseCost>();
  for (const { id, cumulative, offset, at, model, tokens, cacheWriteHour = 0, tier = null } of used) {
    const own = id !== '' ? id : cumulative === undefined ? `at ${offset}` : `sum ${cumulative}`;
    const cost = pricer === null || model === '' ? null : pricer.costOf({ at, model, tokens, cacheWriteHour, tier });
    const all = tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite;
    // Its place is that of its first record: what it is told with again may stand behind the next prompt.
    costs.set(own, { id: own, offset: costs.get(own)?.offset ?? offset, tokens: all, cost });
  }
  return [...costs.values()];
}
