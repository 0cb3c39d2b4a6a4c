import type { SessionKey } from '../../../contract/session.ts';

/** Where the unsent text of a session is kept. */
export function draftName(key: SessionKey): string {
  return `draft.${key}`;
}
