/** Days and hours of one time zone. Remembers what it worked out: asking for many times of the same days is cheap. */
export class Calendar {
  readonly #format: Intl.DateTimeFormat;
  readonly #days = new Map<number, string>();

  /** `timeZone`: an IANA name. Throws a `RangeError` when there is no such zone. */
  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      calendar: 'iso8601',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  }

  /** `YYYY-MM-DD` of a time in ms since the epoch. */
  dayOf(at: number): string {
    const quarter = Math.floor(at / QUARTER_MS);
    const known = this.#days.get(quarter);
    if (known !== undefined) return known;
    const day = this.#format.format(quarter * QUARTER_MS);
    this.#days.set(quarter, day);
    return day;
  }

  /** The first moment of a day, ms since the epoch; where midnight is left out, the first moment there is. */
  startOf(day: string): number {
    const noon = Date.parse(`${day}T12:00:00Z`);
    let low = Math.floor((noon - 2 * DAY_MS) / QUARTER_MS);
    let high = Math.ceil((noon + 2 * DAY_MS) / QUARTER_MS);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.dayOf(middle * QUARTER_MS) < day) low = middle + 1;
      else high = middle;
    }
    return low * QUARTER_MS;
  }
}

/** The day so many days after (or before) a day, both `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days of today's zones begin at a quarter of an hour, UTC; so no day changes within one. */
const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
