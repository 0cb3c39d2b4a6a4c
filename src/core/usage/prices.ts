import type { TokenCount } from '../../contract/usage.ts';
import { priceNames } from './model-name.ts';

/** US dollars per million tokens. null: not known that it is ever charged; tokens of it make a cost unknown. */
export interface Price {
  input: number;
  output: number;
  cacheRead: number | null;
  /** Kept for five minutes, or as long as the vendor keeps it by itself. */
  cacheWrite: number | null;
  cacheWriteHour: number | null;
}

/** What one model costs from a day on. */
export interface PriceRow {
  model: string;
  /** First day it holds, `YYYY-MM-DD` in UTC; null: from the beginning. */
  from: string | null;
  price: Price;
  /** Requests with more input than this, cache and all, cost another price as a whole. */
  long?: { above: number; price: Price };
  /** What a tier costs, as a multiple; a tier that is not here has no known price. */
  tiers?: Readonly<Record<string, number>>;
  /** Where it is from. */
  source: string;
}

/** Data only: may be sent to a worker. */
export interface PriceTable {
  /** The day on which the rows were checked, `YYYY-MM-DD`. */
  asOf: string;
  /** The user's own prices are in it. */
  own: boolean;
  rows: readonly PriceRow[];
}

/** One response, as far as its price depends on it. */
export interface PricedResponse {
  /** ms since the epoch; null: not known, then the newest price holds. */
  at: number | null;
  model: string;
  tokens: TokenCount;
  /** Of `tokens.cacheWrite`. */
  cacheWriteHour: number;
  tier: string | null;
}

/** The table with the user's rows over it: a model that they name has only their rows. */
export function withOwnPrices(table: PriceTable, own: readonly PriceRow[]): PriceTable {
  const named = new Set(own.map(({ model }) => model));
  return { ...table, own: own.length > 0, rows: [...table.rows.filter(({ model }) => !named.has(model)), ...own] };
}

/** Looks prices up in one table; remembers what it found. */
export class Pricer {
  readonly #byModel = new Map<string, DatedRow[]>();
  readonly #found = new Map<string, readonly DatedRow[]>();

  constructor(table: PriceTable) {
    for (const row of table.rows) {
      const since = row.from === null ? -Infinity : Date.parse(`${row.from}T00:00:00Z`);
      this.#byModel.set(row.model, [...(this.#byModel.get(row.model) ?? []), { ...row, since }]);
    }
    for (const rows of this.#byModel.values()) rows.sort((a, b) => b.since - a.since);
  }

  /** US dollars; null when the table does not say it: model, day, tier, or a kind of token. */
  costOf({ at, model, tokens, cacheWriteHour, tier }: PricedResponse): number | null {
    const row = this.#rowsOf(model).find(({ since }) => at === null || at >= since);
    if (row === undefined) return null;
    const factor = tier === null ? 1 : row.tiers?.[tier];
    if (factor === undefined) return null;
    const prompt = tokens.input + tokens.cacheRead + tokens.cacheWrite;
    const price = row.long !== undefined && prompt > row.long.above ? row.long.price : row.price;
    const cost = sumOf(price, tokens, Math.min(Math.max(cacheWriteHour, 0), tokens.cacheWrite));
    return cost === null ? null : cost * factor;
  }

  #rowsOf(model: string): readonly DatedRow[] {
    const known = this.#found.get(model);
    if (known !== undefined) return known;
    const name = priceNames(model).find((one) => this.#byModel.has(one));
    const rows = (name === undefined ? undefined : this.#byModel.get(name)) ?? [];
    this.#found.set(model, rows);
    return rows;
  }
}

type DatedRow = PriceRow & { since: number };

const MILLION = 1_000_000;

function sumOf(price: Price, tokens: TokenCount, hour: number): number | null {
  const cacheRead = part(tokens.cacheRead, price.cacheRead);
  const cacheWrite = part(tokens.cacheWrite - hour, price.cacheWrite);
  const cacheWriteHour = part(hour, price.cacheWriteHour);
  if (cacheRead === null || cacheWrite === null || cacheWriteHour === null) return null;
  return (
    (tokens.input * price.input + tokens.output * price.output + cacheRead + cacheWrite + cacheWriteHour) / MILLION
  );
}

function part(tokens: number, price: number | null): number | null {
  if (tokens === 0) return 0;
  return price === null ? null : tokens * price;
}
