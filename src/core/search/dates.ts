/** What dates are told against: a moment in ms since the epoch, and an IANA name. */
export interface DateFrame {
  now: number;
  timeZone: string;
}

/** `[from, to)` in ms since the epoch; a moment when both are the same. */
export interface Span {
  from: number;
  to: number;
}

interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const DAY_MS = 86_400_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  min: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
  mo: 30 * DAY_MS,
  y: 365 * DAY_MS,
};

const AGO = /^(\d{1,4})(min|h|d|w|mo|y)$/;
const DATE = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/;
const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?(Z)?$/;

/**
 * The time a word stands for: `2026-11-01`, `2026-11`, `2026`, `2026-11-01T14:30`, `today`, `yesterday`, `7d` (ago).
 * Null when it is none.
 */
export function readDate(text: string, frame: DateFrame): Span | null {
  const word = text.toLowerCase();
  const [, count, unit] = AGO.exec(word) ?? [];
  if (unit !== undefined) {
    const at = frame.now - Number(count) * (UNIT_MS[unit] ?? 0);
    return { from: at, to: at };
  }
  if (word === 'today') return dayOf(frame.now, frame.timeZone);
  if (word === 'yesterday') return dayOf(dayOf(frame.now, frame.timeZone).from - 1, frame.timeZone);
  return readCalendar(text, frame.timeZone);
}

/** The day a moment lies in. */
export function dayOf(at: number, timeZone: string): Span {
  const { year, month, day } = wallAt(at, timeZone);
  return between(timeZone, [year, month, day], [year, month, day + 1]);
}

function readCalendar(text: string, timeZone: string): Span | null {
  const [date, year, month, day] = (DATE.exec(text) ?? []).map(numberOf);
  if (date !== undefined && year !== undefined) {
    if (!isDay(year, month ?? 1, day ?? 1)) return null;
    if (month === undefined) return between(timeZone, [year, 1, 1], [year + 1, 1, 1]);
    if (day === undefined) return between(timeZone, [year, month, 1], [year, month + 1, 1]);
    return between(timeZone, [year, month, day], [year, month, day + 1]);
  }
  return readTime(text, timeZone);
}

function readTime(text: string, timeZone: string): Span | null {
  const match = TIME.exec(text.toUpperCase());
  if (match === null) return null;
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second] = match.map(numberOf);
  if (!isDay(year, month, day) || hour > 23 || minute > 59 || (second ?? 0) > 59) return null;
  const wall = { year, month, day, hour, minute, second: second ?? 0 };
  const from = match[7] === undefined ? momentOf(wall, timeZone) : utcOf(wall);
  return { from, to: from + (second === undefined ? 60_000 : 1_000) };
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1970 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

type Day = readonly [year: number, month: number, day: number];

function between(timeZone: string, from: Day, to: Day): Span {
  return { from: midnight(from, timeZone), to: midnight(to, timeZone) };
}

function midnight([year, month, day]: Day, timeZone: string): number {
  return momentOf({ year, month, day, hour: 0, minute: 0, second: 0 }, timeZone);
}

/** When clocks there show `wall`; of a time that daylight saving skips, the moment they were put forward. */
function momentOf(wall: Wall, timeZone: string): number {
  const utc = utcOf(wall);
  const offsets = [utc - DAY_MS, utc + DAY_MS].map((at) => utcOf(wallAt(at, timeZone)) - at);
  const moments = offsets.map((offset) => utc - offset);
  return moments.find((at) => utcOf(wallAt(at, timeZone)) === utc) ?? Math.max(...moments);
}

function utcOf({ year, month, day, hour, minute, second }: Wall): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function wallAt(at: number, timeZone: string): Wall {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: of('year'),
    month: of('month'),
    day: of('day'),
    hour: of('hour'),
    minute: of('minute'),
    second: of('second'),
  };
}
