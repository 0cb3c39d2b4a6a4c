import type { TokenCount, UsageGroup, UsageRow } from '../../contract/usage.ts';
import type { Pricer } from '../../core/usage/prices.ts';
import type { Calendar } from '../../lib/calendar.ts';
import type { UsageFact } from '../../ports/history-store.ts';
import { inOrder, labelsOf, type Labels, valueOf } from './labels.ts';

interface Sum {
  labels: Labels;
  tokens: TokenCount;
  responses: number;
  cost: number;
  unpriced: Set<string>;
}

/** Sums facts into rows, one for each combination of the groups asked for. Its memory grows with the rows only. */
export class UsageSums {
  readonly #by: readonly UsageGroup[];
  readonly #calendar: Calendar;
  readonly #pricer: Pricer;
  readonly #sums = new Map<string, Sum>();

  constructor(options: { by: readonly UsageGroup[]; calendar: Calendar; pricer: Pricer }) {
    this.#by = [...new Set(options.by)];
    this.#calendar = options.calendar;
    this.#pricer = options.pricer;
  }

  /** A response without a token, such as an agent's own words in the place of a reply, is none of a model: left out. */
  add(fact: UsageFact): void {
    const { input, output, cacheRead, cacheWrite } = fact.tokens;
    if (input + output + cacheRead + cacheWrite === 0) return;
    const sum = this.#sumOf(fact);
    addTokens(sum.tokens, fact.tokens);
    sum.responses += 1;
    const cost = this.#pricer.costOf(fact);
    if (cost !== null) sum.cost += cost;
    else sum.unpriced.add(fact.tier === null ? fact.model : `${fact.model} (${fact.tier})`);
  }

  rows(): UsageRow[] {
    return [...this.#sums.values()].map(rowOf).sort(inOrder);
  }

  total(): UsageRow {
    const whole = emptySum({});
    for (const { tokens, responses, cost, unpriced } of this.#sums.values()) {
      addTokens(whole.tokens, tokens);
      whole.responses += responses;
      whole.cost += cost;
      for (const model of unpriced) whole.unpriced.add(model);
    }
    return rowOf(whole);
  }

  #sumOf(fact: UsageFact): Sum {
    let key = '';
    for (const group of this.#by) key += `${valueOf(group, fact, this.#calendar) ?? ''}\0`;
    const known = this.#sums.get(key);
    if (known !== undefined) return known;
    const sum = emptySum(labelsOf(this.#by, fact, this.#calendar));
    this.#sums.set(key, sum);
    return sum;
  }
}

function emptySum(labels: Labels): Sum {
  const tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  return { labels, tokens, responses: 0, cost: 0, unpriced: new Set() };
}

function addTokens(sum: TokenCount, tokens: TokenCount): void {
  sum.input += tokens.input;
  sum.output += tokens.output;
  sum.cacheRead += tokens.cacheRead;
  sum.cacheWrite += tokens.cacheWrite;
}

function rowOf({ labels, tokens, responses, cost, unpriced }: Sum): UsageRow {
  const models = [...unpriced].sort();
  return { ...labels, tokens, responses, cost: models.length === 0 ? cost : null, unpriced: models };
}
