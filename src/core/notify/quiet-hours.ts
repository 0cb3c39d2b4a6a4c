/** `22:30` to `07:00`; over midnight when the end is the earlier one, never when both are the same. */
export interface QuietHours {
  from: string;
  to: string;
}

const MINUTE_MS = 60_000;
/** The longest stretch that can be quiet, and an hour more for a night in which clocks go back. */
const LONGEST_MINUTES = 25 * 60;

/** Whether it is quiet at a time, ms since the epoch, by the clocks of a zone (IANA name). */
export function isQuiet(quiet: QuietHours | null, at: number, zone: string): boolean {
  if (quiet === null) return false;
  const now = wallClock(at, zone);
  return quiet.from <= quiet.to ? quiet.from <= now && now < quiet.to : quiet.from <= now || now < quiet.to;
}

/**
 * The first moment from `at` on at which it is not quiet: `at` itself when it is not. Clocks that are put forward or back
 * meanwhile count as people see them.
 */
export function quietUntil(quiet: QuietHours | null, at: number, zone: string): number {
  if (!isQuiet(quiet, at, zone)) return at;
  const minute = Math.floor(at / MINUTE_MS);
  for (let later = 1; later <= LONGEST_MINUTES; later += 1) {
    const then = (minute + later) * MINUTE_MS;
    if (!isQuiet(quiet, then, zone)) return then;
  }
  return (minute + LONGEST_MINUTES) * MINUTE_MS;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** `07:05`. */
function wallClock(at: number, zone: string): string {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  clocks.set(zone, clock);
  return clock.format(at);
}
