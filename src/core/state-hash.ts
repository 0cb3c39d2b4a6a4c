import type { Command } from '../contract/command.ts';
import type { Session } from '../contract/session.ts';

/** As many of the newest commands as every reader is sure to have. */
const COMMANDS = 100;

/** 64 bits in two halves: JavaScript multiplies no longer ones exactly. */
type Halves = readonly [number, number];

const known = new WeakMap<object, Halves>();

/**
 * A short proof of what a board shows: sessions with their requests, and the newest commands with their deliveries. Two
 * boards of one hash show the same, whatever order their parts came in. What did not change is not looked at again:
 * sessions and commands are never edited, always replaced.
 */
export function stateHash({
  sessions,
  commands,
}: {
  sessions: Iterable<Session>;
  commands: Iterable<Command>;
}): string {
  const newest = [...commands].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)).slice(0, COMMANDS);
  let [high, low] = [0, 0];
  for (const part of [...sessions, ...newest]) {
    const [partHigh, partLow] = hashOf(part);
    high = (high + partHigh) >>> 0;
    low = (low + partLow) >>> 0;
  }
  return hex(high) + hex(low);
}

function hashOf(part: object): Halves {
  const before = known.get(part);
  if (before !== undefined) return before;
  const hash = hashText(canonicalJson(part));
  known.set(part, hash);
  return hash;
}

/** JSON with sorted names and without what is undefined: the same text on both sides of a wire. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** FNV-1a twice, from different beginnings, each mixed at the end as Murmur3 does. No protection against malice. */
function hashText(text: string): Halves {
  let [high, low] = [0x811c9dc5, 0x01000193];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x5bd1e995);
  }
  return [mixed(high), mixed(low)];
}

function mixed(value: number): number {
  const first = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second ^ (second >>> 16)) >>> 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
