/** A stretch of time in ms since the epoch, `to` not included. */
export interface Interval {
  from: number;
  to: number;
}

/** The same time, every moment once, in order. What is empty or no number is left out. */
export function union(intervals: Iterable<Interval>): Interval[] {
  const sorted = [...intervals].filter(isReal).sort((a, b) => a.from - b.from);
  const merged: Interval[] = [];
  for (const { from, to } of sorted) {
    const last = merged.at(-1);
    if (last === undefined || from > last.to) merged.push({ from, to });
    else last.to = Math.max(last.to, to);
  }
  return merged;
}

/** What of `whole` is in none of `cuts`. */
export function without(whole: Interval, cuts: Iterable<Interval>): Interval[] {
  const left: Interval[] = [];
  let from = whole.from;
  for (const cut of union(cuts)) {
    if (cut.to <= from) continue;
    if (cut.from >= whole.to) break;
    if (cut.from > from) left.push({ from, to: cut.from });
    from = cut.to;
  }
  if (from < whole.to) left.push({ from, to: whole.to });
  return left;
}

/** How long, every moment counted once, ms. */
export function lengthOf(intervals: Iterable<Interval>): number {
  return union(intervals).reduce((sum, { from, to }) => sum + to - from, 0);
}

/** The part within `[from, to)`; null: open; null when nothing is left. */
export function clip(interval: Interval, from: number | null, to: number | null): Interval | null {
  const clipped = { from: Math.max(interval.from, from ?? -Infinity), to: Math.min(interval.to, to ?? Infinity) };
  return isReal(clipped) ? clipped : null;
}

function isReal({ from, to }: Interval): boolean {
  return Number.isFinite(from) && Number.isFinite(to) && to > from;
}
