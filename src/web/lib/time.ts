import { locale } from '../i18n/locale.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A running time in ms as `0:42`, `4:12`, `1:04:12`, from a day on `2 d 3 h`. Never negative: a clock that is ahead shows 0:00. */
export function stopwatch(ms: number): string {
  const total = Math.max(0, Math.floor(ms / SECOND));
  if (total * SECOND >= DAY) {
    const hours = Math.floor((total * SECOND) / HOUR);
    return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  }
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3_600);
  return hours === 0 ? `${minutes}:${seconds}` : `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`;
}

/** A span in ms by its largest unit: `42 s`, `4 min`, `3 h`, `2 d`. */
export function span(ms: number): string {
  const past = Math.max(0, ms);
  if (past < MINUTE) return `${Math.floor(past / SECOND)} s`;
  if (past < HOUR) return `${Math.floor(past / MINUTE)} min`;
  if (past < DAY) return `${Math.floor(past / HOUR)} h`;
  return `${Math.floor(past / DAY)} d`;
}

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const FORMATS = {
  clock: CLOCK,
  clockSeconds: { ...CLOCK, second: '2-digit' },
  dayAndClock: { ...CLOCK, day: 'numeric', month: 'short' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  dayAndYear: { day: 'numeric', month: 'short', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const made = new Map<string, Intl.DateTimeFormat>();

/** As the page's language writes it. Made when first used, because the language is known then, and making one is slow. */
function format(name: keyof typeof FORMATS, at: number): string {
  const key = `${locale()} ${name}`;
  const known = made.get(key) ?? new Intl.DateTimeFormat(locale(), FORMATS[name]);
  made.set(key, known);
  return known.format(at);
}

/** The day of `at`: `today`, `yesterday`, or its name, with the year when it is not this one. */
export function dayOf(at: number, now: number): 'today' | 'yesterday' | { name: string } {
  if (sameDay(at, now)) return 'today';
  const midnight = new Date(now);
  if (sameDay(at, midnight.setDate(midnight.getDate() - 1))) return 'yesterday';
  return { name: format(sameYear(at, now) ? 'day' : 'dayAndYear', at) };
}

/** Wall-clock time of `at`; with the day when it is not today's, with the year instead when it is not this one. */
export function timeOfDay(at: number, now: number): string {
  if (sameDay(at, now)) return format('clock', at);
  return format(sameYear(at, now) ? 'dayAndClock' : 'dayAndYear', at);
}

/** Wall-clock time of `at`, where the day is told elsewhere. */
export function clockTime(at: number): string {
  return format('clock', at);
}

/** To the second, for evidence. */
export function exactTime(at: number, now: number): string {
  return format(sameDay(at, now) ? 'clockSeconds' : 'dayAndClock', at);
}

function sameYear(a: number, b: number): boolean {
  return new Date(a).getFullYear() === new Date(b).getFullYear();
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
