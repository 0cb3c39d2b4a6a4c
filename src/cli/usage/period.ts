import { UserError } from '../../contract/errors.ts';
import { addDays, Calendar } from '../../lib/calendar.ts';

/** ms since the epoch; null: open. */
export interface Period {
  from: number | null;
  to: number | null;
}

const HOUR_MS = 3_600_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const COUNT = /^(\d{1,5})([hdw])$/;

/**
 * What `--since` and `--until` mean in a zone. Since: `all`, `today`, `24h`, `7d` (seven days with today), `4w`, a day,
 * or a time as ISO 8601. Until: a day (with all of it) or a time. Throws a `UserError` `bad_period`.
 */
export function periodOf(options: { since: string; until?: string | undefined; zone: string; now: number }): Period {
  const { since, until, now } = options;
  const calendar = new Calendar(options.zone);
  const period = {
    from: sinceOf(since.trim(), calendar, now),
    to: until === undefined ? null : untilOf(until.trim(), calendar),
  };
  if (period.from !== null && period.to !== null && period.from >= period.to) {
    throw bad(`--until ${until} is not after --since ${since}.`);
  }
  return period;
}

function sinceOf(text: string, calendar: Calendar, now: number): number | null {
  if (text === 'all') return null;
  if (text === 'today') return calendar.startOf(calendar.dayOf(now));
  const [, count, unit] = COUNT.exec(text) ?? [];
  if (count === undefined) return momentOf(text, calendar, '--since');
  if (unit === 'h') return now - Number(count) * HOUR_MS;
  const days = Number(count) * (unit === 'w' ? 7 : 1);
  return calendar.startOf(addDays(calendar.dayOf(now), 1 - Math.max(days, 1)));
}

function untilOf(text: string, calendar: Calendar): number {
  return DAY.test(text) && isDay(text) ? calendar.startOf(addDays(text, 1)) : momentOf(text, calendar, '--until');
}

function momentOf(text: string, calendar: Calendar, option: string): number {
  if (DAY.test(text) && isDay(text)) return calendar.startOf(text);
  const at = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(at)) throw bad(`${option} ${JSON.stringify(text)} is no time that AMC knows.`);
  return at;
}

function isDay(text: string): boolean {
  return !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

function bad(message: string): UserError {
  const next = 'Say it as 24h, 7d, 4w, today, all, 2026-11-01 or 2026-11-01T09:30.';
  return new UserError({ code: 'bad_period', message, next });
}
