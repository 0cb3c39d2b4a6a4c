import { addDays } from '../../../lib/calendar.ts';

export const RANGES = ['7', '30', '90', 'all'] as const;
export type Range = (typeof RANGES)[number];

/** What is looked at: so many days up to today, everything, or from one day to another, both included. */
export type Period = { type: 'range'; range: Range } | { type: 'days'; from: string; to: string };

export const STACKS = ['model', 'project', 'agent'] as const;
export type Stack = (typeof STACKS)[number];
export type Measure = 'cost' | 'tokens';

/** Everything the address says of this screen. */
export interface View {
  period: Period;
  stack: Stack;
  measure: Measure;
  /** A folder; '': all. */
  project: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function viewOf(params: URLSearchParams): View {
  const from = params.get('from') ?? '';
  const to = params.get('to') ?? '';
  const range = RANGES.find((known) => known === params.get('range')) ?? '30';
  return {
    period: isDay(from) && isDay(to) && from <= to ? { type: 'days', from, to } : { type: 'range', range },
    stack: STACKS.find((known) => known === params.get('by')) ?? 'model',
    measure: params.get('show') === 'tokens' ? 'tokens' : 'cost',
    project: params.get('project') ?? '',
  };
}

/** The query that stands for a view; what is usual is left out. */
export function paramsOf({ period, stack, measure, project }: View): Record<string, string> {
  return {
    ...(period.type === 'days'
      ? { from: period.from, to: period.to }
      : period.range === '30'
        ? {}
        : { range: period.range }),
    ...(stack === 'model' ? {} : { by: stack }),
    ...(measure === 'cost' ? {} : { show: measure }),
    ...(project === '' ? {} : { project }),
  };
}

/** First and last day of a period; `first` null: as far back as there is anything. */
export function daysOf(period: Period, today: string): { first: string | null; last: string } {
  if (period.type === 'days') return { first: period.from, last: period.to };
  return { first: period.range === 'all' ? null : addDays(today, 1 - Number(period.range)), last: today };
}

/** The same as the server takes it: `[from, to)` in ms, days of this machine's zone. */
export function boundsOf(period: Period, today: string): { from?: number; to?: number } {
  const { first, last } = daysOf(period, today);
  return {
    ...(first === null ? {} : { from: startOf(first) }),
    ...(period.type === 'days' ? { to: startOf(addDays(last, 1)) } : {}),
  };
}

/** The day of a moment, here. */
export function localDay(at: number): string {
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

function startOf(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date).getTime();
}

function isDay(text: string): boolean {
  return DAY.test(text) && Number.isFinite(Date.parse(`${text}T00:00:00Z`));
}

export type Step = 'day' | 'week' | 'month';

/** A stretch of time that is one bar. */
export interface Bucket {
  first: string;
  last: string;
}

const MOST_DAYS = 100;
const MOST_WEEKS = 104;

/** Days as bars: each its own, or by weeks or months where there would be too many. Without gaps. */
export function bucketsOf(first: string, last: string): { step: Step; buckets: Bucket[] } {
  const days = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
  const step: Step = days <= MOST_DAYS ? 'day' : days <= MOST_WEEKS * 7 ? 'week' : 'month';
  const buckets: Bucket[] = [];
  for (let day = beginOf(first, step); day <= last;) {
    const next = nextOf(day, step);
    buckets.push({ first: day, last: addDays(next, -1) });
    day = next;
  }
  return { step, buckets };
}

/** The first day of the bucket that a day is in. */
export function beginOf(day: string, step: Step): string {
  if (step === 'month') return `${day.slice(0, 7)}-01`;
  if (step === 'day') return day;
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

function nextOf(day: string, step: Step): string {
  if (step !== 'month') return addDays(day, step === 'day' ? 1 : 7);
  const [year = 0, month = 1] = day.split('-').map(Number);
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}
