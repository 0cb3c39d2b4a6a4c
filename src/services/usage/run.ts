import { UserError } from '../../contract/errors.ts';
import type { RateLimit, UsageReport, UsageRow } from '../../contract/usage.ts';
import { Pricer, type PriceTable } from '../../core/usage/prices.ts';
import { Calendar } from '../../lib/calendar.ts';
import type { HistoryStore } from '../../ports/history-store.ts';
import type { UsageRequest } from '../../ports/transcript-index.ts';
import { UsageSums } from './sums.ts';
import { hoursWaited, waitedByDay } from './waited.ts';

export interface UsageRun {
  store: HistoryStore;
  request: UsageRequest;
  prices: PriceTable;
}

/** Whether everything is in the index yet, only its reader knows. */
export type UsageSummary = Omit<UsageReport, 'complete'>;

/**
 * Sums the tokens of every response once, with their cost. Synchronous and slow over a lot (a second for a million
 * responses): run it in a worker. Throws a `UserError` `zone_unknown`.
 */
export function runUsage({ store, request, prices }: UsageRun): UsageSummary {
  const calendar = calendarOf(request.timeZone);
  const { by, from, to, project, sessionKey } = request;
  const sums = new UsageSums({ by, calendar, pricer: new Pricer(prices) });
  const scope = { ...(project === undefined ? {} : { project }), ...(sessionKey === undefined ? {} : { sessionKey }) };
  for (const fact of store.usage({ from, to, ...scope })) sums.add(fact);
  return {
    rows: withTitles(sums.rows(), store),
    total: sums.total(),
    limits: newestLimits(store.limits()),
    pricesOf: prices.own ? `${prices.asOf}, with your own prices over it` : prices.asOf,
    waited: waitedByDay(hoursWaited(store, request), calendar),
  };
}

function calendarOf(timeZone: string): Calendar {
  try {
    return new Calendar(timeZone);
  } catch (cause) {
    throw new UserError({
      code: 'zone_unknown',
      message: `There is no time zone ${JSON.stringify(timeZone)}.`,
      next: 'Name it as in the IANA list, for example Europe/Berlin or UTC.',
      cause,
    });
  }
}

/** The newest of each window; agents record them with every response. */
function newestLimits(limits: readonly RateLimit[]): RateLimit[] {
  const newest = new Map<string, RateLimit>();
  for (const limit of limits) {
    const key = `${limit.agent}\0${limit.name}`;
    if (limit.at >= (newest.get(key)?.at ?? -Infinity)) newest.set(key, limit);
  }
  return [...newest.values()].sort((a, b) => (`${a.agent} ${a.name}` < `${b.agent} ${b.name}` ? -1 : 1));
}

const PAGE = 500;

/** Titles for rows of sessions: read in pages, for one question a session would take seconds for thousands. */
function withTitles(rows: UsageRow[], store: HistoryStore): UsageRow[] {
  const wanted = new Set(rows.flatMap(({ session }) => (session === undefined ? [] : [session])));
  const titles = new Map<string, string>();
  for (let cursor: string | null = null; titles.size < wanted.size;) {
    const page: ReturnType<HistoryStore['list']> = store.list({ filter: {}, cursor, limit: PAGE });
    for (const { key, title } of page.sessions) if (wanted.has(key)) titles.set(key, title);
    cursor = page.next;
    if (cursor === null) break;
  }
  return rows.map((row) => {
    const title = titles.get(row.session ?? '');
    return title === undefined ? row : { ...row, title };
  });
}
