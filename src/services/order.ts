import type { Session, StatusValue } from '../contract/session.ts';

const NEED: Record<StatusValue, number> = {
  needs_attention: 0,
  working: 1,
  starting: 2,
  unknown: 3,
  idle: 4,
  ended: 5,
};

/** Those that need you first; among equals the newest activity first, then the key, so that the order is total. */
export function inOrderOfNeed(a: Session, b: Session): number {
  return (
    NEED[a.status.value] - NEED[b.status.value] ||
    b.lastActivityAt - a.lastActivityAt ||
    (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  );
}
