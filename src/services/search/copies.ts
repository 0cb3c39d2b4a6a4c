import type { RankedMatch } from './block-search.ts';
import { keyOf, type Sessions } from './sessions.ts';

const COMPARED = 200;

/**
 * The same for a message and its copies: a fork begins with the records of the session it was made from, their ids and
 * times too. An id alone can be a mere place in a file.
 */
export function copyKey({ match: { item, text }, ref }: RankedMatch): string {
  return [ref.session.agent, item.id, item.at, text.length, text.slice(0, COMPARED)].join('\0');
}

/** Of a message that is in several sessions only the one in the session where it was written, as far as that is known. */
export function withoutCopies(matches: readonly RankedMatch[], sessions: Sessions): RankedMatch[] {
  const kept = new Map<string, RankedMatch>();
  for (const match of matches) {
    const key = copyKey(match);
    const other = kept.get(key);
    if (other === undefined || isFork(other, match, sessions)) kept.set(key, match);
  }
  return [...kept.values()];
}

/** Whether the one's session was made from the other's. */
function isFork(one: RankedMatch, other: RankedMatch, sessions: Sessions): boolean {
  const links = sessions.of(one.ref)?.links ?? [];
  return links.some(({ type, key }) => type === 'forked_from' && key === keyOf(other.ref));
}
