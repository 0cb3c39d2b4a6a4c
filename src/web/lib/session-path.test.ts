import { describe, expect, it } from 'vitest';
import { SessionKey } from '../../contract/session.ts';
import { sessionOfPath, sessionPath } from './session-path.ts';

describe('sessionPath', () => {
  it('comes back as the same key, whatever is in it', () => {
    for (const key of ['claude:7f3c', 'codex:a/b?c#d', 'claude:100%25', 'claude:__proto__', 'claude:ä b']) {
      expect(sessionOfPath(sessionPath(SessionKey.parse(key)))).toBe(key);
    }
  });

  it('is nothing for other paths', () => {
    for (const path of ['/', '/s/', '/s/nokey', '/s/a%3Ab/c', '/s/%E0%A4%A', '/x/claude%3Aa'])
      expect(sessionOfPath(path)).toBeNull();
  });
});
