import { scaleLinear } from 'd3-scale';
import type { Span } from '../../../../contract/usage.ts';

/** A quiet time longer than this is shown this long, unless the band is true to time. */
const QUIET_MS = 60_000;
/** Of the time that is not quiet, how much each quiet time may take at most. */
const QUIET_SHARE = 0.03;

export interface TimeScale {
  /** Where a time stands, px. */
  x: (at: number) => number;
  /** Whether some quiet time is shown shorter than it was. */
  isFolded: boolean;
}

/** Time as a width. Nights and lunches would leave no room for the work: they are shown short where `folds`. */
export function timeScale(
  spans: readonly Span[],
  { to, width, folds }: { to: number; width: number; folds: boolean },
): TimeScale {
  const from = spans[0]?.from ?? 0;
  const quiet = spans.filter((span) => span.kind === 'idle' && endOf(span, to) - span.from > QUIET_MS);
  const quietMs = sum(quiet.map((span) => endOf(span, to) - span.from));
  const busyMs = Math.max(1, to - from - quietMs);
  const most = Math.max(QUIET_MS, busyMs * QUIET_SHARE);
  const isFoldable = quiet.some((span) => endOf(span, to) - span.from > most);
  if (!folds || !isFoldable) return { x: scaleLinear([from, Math.max(from + 1, to)], [0, width]), isFolded: false };
  const times = [from];
  const places = [0];
  const pass = (until: number, length: number): void => {
    if (until <= (times.at(-1) ?? from)) return;
    times.push(until);
    places.push((places.at(-1) ?? 0) + length);
  };
  for (const span of quiet) {
    pass(span.from, span.from - (times.at(-1) ?? from));
    pass(endOf(span, to), Math.min(most, endOf(span, to) - span.from));
  }
  pass(to, to - (times.at(-1) ?? from));
  const whole = Math.max(1, places.at(-1) ?? 1);
  return {
    x: scaleLinear(
      times,
      places.map((place) => (place / whole) * width),
    ).clamp(true),
    isFolded: true,
  };
}

export function endOf(span: Span, now: number): number {
  return span.to ?? Math.max(now, span.from);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
