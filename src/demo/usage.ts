import type { RateLimit, Span, UsageReport } from '../contract/usage.ts';
import { PRICE_TABLE } from '../core/usage/price-table.ts';
import { waitedHours } from '../core/usage/waits.ts';
import { Calendar } from '../lib/calendar.ts';
import type { UsageFact } from '../ports/history-store.ts';
import type { UsageRequest } from '../ports/transcript-index.ts';
import { UsageSums } from '../services/usage/sums.ts';
import { waitedByDay } from '../services/usage/waited.ts';
import { DAY, HOUR, MINUTE } from './profile.ts';
import { pricer } from './meter.ts';

export interface UsageSources {
  facts: Iterable<UsageFact>;
  /** Of each session, with its folder. */
  spans: readonly { key: string; dir: string; spans: readonly Span[] }[];
  titleOf: (key: string) => string | undefined;
  now: number;
}

/** The real sums over what the agents of the demo used. */
export function usageOf({ facts, spans, titleOf, now }: UsageSources, request: UsageRequest): UsageReport {
  const calendar = new Calendar(request.timeZone);
  const sums = new UsageSums({ by: request.by, calendar, pricer });
  const isWanted = (at: number | null): boolean =>
    at !== null && at >= (request.from ?? -Infinity) && at < (request.to ?? Infinity);
  const isOf = (key: string, dir: string): boolean =>
    (request.sessionKey === undefined || key === request.sessionKey) &&
    (request.project === undefined || dir.includes(request.project));
  for (const fact of facts)
    if (isWanted(fact.at) && isOf(`${fact.agent}:${fact.sessionId}`, fact.project)) sums.add(fact);
  const hours = spans
    .filter(({ key, dir }) => isOf(key, dir))
    .flatMap((own) => waitedHours(own.spans.map((span) => ({ ...span, to: span.to ?? now }))));
  return {
    rows: sums.rows().map((row) => {
      const title = row.session === undefined ? undefined : titleOf(row.session);
      return title === undefined ? row : { ...row, title };
    }),
    total: sums.total(),
    limits: limitsAt(now),
    pricesOf: PRICE_TABLE.asOf,
    waited: waitedByDay(
      hours.filter(({ hour }) => isWanted(hour)),
      calendar,
    ),
    complete: true,
  };
}

function limitsAt(now: number): RateLimit[] {
  return [
    {
      agent: 'codex',
      name: 'primary',
      usedPercent: 63,
      windowMinutes: 300,
      resetsAt: now + 2 * HOUR + 12 * MINUTE,
      at: now - 2 * MINUTE,
    },
    {
      agent: 'codex',
      name: 'secondary',
      usedPercent: 28,
      windowMinutes: 10_080,
      resetsAt: now + 3 * DAY + 5 * HOUR,
      at: now - 2 * MINUTE,
    },
    {
      agent: 'claude',
      name: 'five_hour',
      usedPercent: 91,
      windowMinutes: 300,
      resetsAt: now + 48 * MINUTE,
      at: now - 6 * MINUTE,
    },
  ];
}
