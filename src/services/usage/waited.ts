import type { UsageReport } from '../../contract/usage.ts';
import { clip } from '../../core/usage/intervals.ts';
import { waitedHours } from '../../core/usage/waits.ts';
import type { Span } from '../../contract/usage.ts';
import { addDays, Calendar } from '../../lib/calendar.ts';
import type { HistoryStore } from '../../ports/history-store.ts';
import type { UsageRequest } from '../../ports/transcript-index.ts';

type Hour = { hour: number; ms: number };
type WaitedDay = UsageReport['waited'][number];

const HOUR_MS = 3_600_000;
const PAGE = 500;

/** How long agents waited, by UTC hour, for what was asked about: everything, one project, or one session. */
export function hoursWaited(store: HistoryStore, request: UsageRequest): readonly Hour[] {
  const { from, to, project, sessionKey } = request;
  const ofSession = (key: string) => waitedHours(within(store.spans(key), request));
  if (sessionKey !== undefined) return ofSession(sessionKey);
  if (project !== undefined) return keysOf(store, project).flatMap(ofSession);
  return store.waited({ from, to });
}

/**
 * Hours as days of a zone. Where a day of the zone begins within an hour (zones half an hour off), the hour's time is
 * divided between both days by the minutes that lie in each.
 */
export function waitedByDay(hours: readonly Hour[], calendar: Calendar): WaitedDay[] {
  const days = new Map<string, number>();
  const add = (day: string, ms: number) => days.set(day, (days.get(day) ?? 0) + ms);
  for (const { hour, ms } of hours) {
    const day = calendar.dayOf(hour);
    const next = addDays(day, 1);
    const isSplit = calendar.dayOf(hour + HOUR_MS - 1) !== day;
    const share = isSplit ? (calendar.startOf(next) - hour) / HOUR_MS : 1;
    add(day, ms * share);
    if (isSplit) add(next, ms * (1 - share));
  }
  return [...days]
    .map(([day, ms]) => ({ day, ms: Math.round(ms) }))
    .filter(({ ms }) => ms > 0)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/**
 * A report with waits that transcripts do not tell (permissions; see `core/usage/waits.ts`) added to its days. `waits`
 * are the spans of one session each.
 */
export function withPermissionWaits(
  report: UsageReport,
  waits: readonly (readonly Span[])[],
  request: UsageRequest,
): UsageReport {
  const calendar = new Calendar(request.timeZone);
  const days = new Map(report.waited.map(({ day, ms }) => [day, ms]));
  const hours = waits.flatMap((spans) => waitedHours(within(spans, request)));
  for (const { day, ms } of waitedByDay(hours, calendar)) days.set(day, (days.get(day) ?? 0) + ms);
  const waited = [...days].map(([day, ms]) => ({ day, ms })).sort((a, b) => (a.day < b.day ? -1 : 1));
  return { ...report, waited };
}

function within(spans: readonly Span[], { from, to }: UsageRequest): Span[] {
  return spans.flatMap((span) => {
    const part = span.to === null ? null : clip({ from: span.from, to: span.to }, from, to);
    return part === null ? [] : [{ ...span, ...part }];
  });
}

export function keysOf(store: Pick<HistoryStore, 'list'>, project: string): string[] {
  const keys: string[] = [];
  let cursor: string | null = null;
  do {
    const page: ReturnType<HistoryStore['list']> = store.list({ filter: { project }, cursor, limit: PAGE });
    keys.push(...page.sessions.map(({ key }) => key));
    cursor = page.next;
  } while (cursor !== null);
  return keys;
}
