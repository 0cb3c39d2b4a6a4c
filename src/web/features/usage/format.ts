import { locale } from '../../i18n/locale.ts';
import { short } from '../../lib/amounts.ts';
import { span } from '../../lib/time.ts';
import type { Bucket, Measure, Step } from './period.ts';
import { costOf, allTokens, type Sum } from './sums.ts';
import { tUsage } from './texts.ts';

// Made when this screen is fetched: the language is known by then.
const exact = new Intl.NumberFormat(locale(), { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' });
const round = new Intl.NumberFormat(locale(), {
  style: 'currency',
  currency: 'USD',
  currencyDisplay: 'narrowSymbol',
  maximumFractionDigits: 0,
});
const count = new Intl.NumberFormat(locale());

/** US dollars: cents below a thousand. */
export function money(dollars: number): string {
  return (dollars < 1_000 ? exact : round).format(dollars);
}

/** Money on an axis: cents only where they are needed. */
export function shortMoney(dollars: number): string {
  return dollars !== 0 && dollars < 2 ? exact.format(dollars) : round.format(dollars);
}

export function counted(n: number): string {
  return count.format(n);
}

/** A sum in words: what is not known is said. */
export function amount(sum: Sum, measure: Measure): string {
  if (measure === 'tokens') return short(allTokens(sum.tokens));
  const cost = costOf(sum);
  if (cost.known === 'none') return tUsage('usage.unknown');
  return cost.known === 'all' ? money(cost.cost) : tUsage('usage.atLeast', { amount: money(cost.cost) });
}

export function percentOf(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A time that somebody waited: `3 h 12 min`. */
export function waitedFor(ms: number): string {
  if (ms < 3_600_000) return span(ms);
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.round((ms - hours * 3_600_000) / 60_000);
  return minutes === 0 || hours >= 100 ? `${hours} h` : `${hours} h ${minutes} min`;
}

const utc = { timeZone: 'UTC' } as const;
const dayName = new Intl.DateTimeFormat(locale(), { weekday: 'short', day: 'numeric', month: 'long', ...utc });
const tickName = new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', ...utc });
const monthName = new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric', ...utc });
const monthTick = new Intl.DateTimeFormat(locale(), { month: 'short', year: '2-digit', ...utc });

/** A bar's time, whole. */
export function bucketName({ first, last }: Bucket, step: Step): string {
  const at = Date.parse(`${first}T00:00:00Z`);
  if (step === 'day') return dayName.format(at);
  return step === 'month' ? monthName.format(at) : tickName.formatRange(at, Date.parse(`${last}T00:00:00Z`));
}

/** A bar's time as it stands under the axis. */
export function bucketTick({ first }: Bucket, step: Step): string {
  return (step === 'month' ? monthTick : tickName).format(Date.parse(`${first}T00:00:00Z`));
}

/** A folder by its last part. */
export function folderName(dir: string): string {
  return dir.split('/').findLast((part) => part !== '') ?? dir;
}
