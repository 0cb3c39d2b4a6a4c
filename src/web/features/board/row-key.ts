import { isSessionKey } from '../../../contract/session-key.ts';
import type { SessionKey } from '../../../contract/session.ts';

/** The session whose row an element is in; null: none. */
export function rowKeyOf(target: EventTarget | null): SessionKey | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  const key = row?.dataset['row'] ?? '';
  return isSessionKey(key) ? key : null;
}
