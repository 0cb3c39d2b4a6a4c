import type { SearchRole } from '../../contract/search.ts';
import type { Found } from './find.ts';
import { isError, roleOf } from './item-text.ts';
import type { Match } from './match.ts';

/** What people wrote, and what was told to them, before what ran. */
const ROLE: Readonly<Record<SearchRole, number>> = {
  prompt: 4,
  reply: 3,
  note: 2,
  thinking: 1.5,
  tool: 1,
  output: 0,
};
const ALONE = 6;
const ADJACENT = 3;
const NEAR_CHARACTERS = 200;
const WEEK_MS = 7 * 86_400_000;

/**
 * How well a message matches; more is better. In this order of weight: everything in one message, who said it, the
 * terms close together, how often, how new (at most as much as one step of who said it).
 */
export function scoreOf(match: Match, now: number): number {
  const { item, places, alone } = match;
  const age = Math.max(0, now - (item.at ?? 0));
  return (
    (alone ? ALONE : 0) +
    ROLE[roleOf(item)] +
    (isError(item) ? 0.5 : 0) +
    closeness(places) +
    oftenness(places) +
    1 / (1 + age / WEEK_MS)
  );
}

/** Terms in one place, in the order typed, are likely what was meant. */
function closeness(places: readonly (readonly Found[])[]): number {
  if (places.length < 2) return 0;
  const gap = smallestSpread(places);
  return gap === null ? 0 : ADJACENT / (1 + gap / NEAR_CHARACTERS);
}

/** Characters between the terms where they stand closest behind the first; null when one is not there. */
function smallestSpread(places: readonly (readonly Found[])[]): number | null {
  const [first = [], ...others] = places;
  const spreads = first.map((start) => {
    let end = start.to;
    let spread = 0;
    for (const other of others) {
      const near = other.toSorted((a, b) => distance(a, end) - distance(b, end))[0];
      if (near === undefined) return null;
      spread += Math.max(0, distance(near, end) - 1);
      end = near.to;
    }
    return spread;
  });
  const known = spreads.filter((spread) => spread !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** What stands before is as far as twice the way. */
function distance({ from, to }: Found, end: number): number {
  return from >= end ? from - end : 2 * Math.abs(end - to);
}

function oftenness(places: readonly (readonly Found[])[]): number {
  const counts = places.map((found) => Math.log2(1 + Math.min(found.length, 8)) / 3);
  return counts.length === 0 ? 0 : counts.reduce((sum, count) => sum + count, 0) / counts.length;
}
