import type { SessionKey } from './session.ts';

/** `<agent>:<agent's own session id>`. */
export const SESSION_KEY = /^[a-z]+:.+$/s;

/** Whether a text can be a session's key, for those who have no schema at hand. */
export function isSessionKey(text: string): text is SessionKey {
  return SESSION_KEY.test(text);
}
