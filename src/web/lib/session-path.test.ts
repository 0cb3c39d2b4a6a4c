import { describe, expect, it } from 'vitest';
import { SessionKey } from '../../contract/session.ts';
import { placeOfSearch, sessionOfPath, sessionPath } from './session-path.ts';

const key = SessionKey.parse('claude:7f3c');

describe('sessionPath', () => {
  it('comes back as the same key, whatever is in it', () => {
    for (const text of ['claude:7f3c', 'codex:a/b?c#d', 'claude:100%25', 'claude:__proto__', 'claude:ä b']) {
      expect(sessionOfPath(sessionPath(SessionKey.parse(text)))).toBe(text);
    }
  });

  it('is nothing for other paths', () => {
    for (const path of ['/', '/s/', '/s/nokey', '/s/a%3Ab/c', '/s/%E0%A4%A', '/x/claude%3Aa'])
      expect(sessionOfPath(path)).toBeNull();
  });

  it('names a place in the conversation', () => {
    expect(sessionPath(key)).toBe('/s/claude%3A7f3c');
    const place = { agentId: 'a&b', at: 0, branches: 'all' } as const;
    expect(placeOfSearch(new URL(sessionPath(key, place), 'http://x').search)).toEqual(place);
  });
});

describe('placeOfSearch', () => {
  it('takes only what makes sense', () => {
    expect(placeOfSearch('at=-1&agent=&branches=some')).toEqual({ agentId: null, at: null, branches: 'live' });
    expect(placeOfSearch('at=1e9').at).toBeNull();
    expect(placeOfSearch('at=120').at).toBe(120);
  });
});
