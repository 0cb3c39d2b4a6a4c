import type { ReactNode } from 'react';
import { clockTime, span, stopwatch, timeOfDay } from '../lib/time.ts';
import { useNow } from '../state/clock.ts';

/** How long something has lasted, to the second. */
export function Stopwatch({ since }: { since: number }): ReactNode {
  return <time>{stopwatch(useNow('second') - since)}</time>;
}

/** How long ago something was, by its largest unit. */
export function Ago({ at }: { at: number }): ReactNode {
  return <time>{span(useNow('coarse') - at)}</time>;
}

export function TimeOfDay({ at }: { at: number }): ReactNode {
  return <time dateTime={new Date(at).toISOString()}>{timeOfDay(at, useNow('coarse'))}</time>;
}

/** Its time, where the day stands above it. */
export function ClockTime({ at }: { at: number }): ReactNode {
  return <time dateTime={new Date(at).toISOString()}>{clockTime(at)}</time>;
}
