import { describe, expect, it } from 'vitest';
import type { SearchHit } from '../../../contract/search.ts';
import { sessionKey } from '../../../contract/session.ts';
import { grouped } from './groups.ts';

const hit = (session: string, itemId: string, agentId?: string): SearchHit => ({
  session: sessionKey({ agent: 'claude', id: session }),
  agent: 'claude',
  title: session,
  project: 'p',
  ...(agentId === undefined ? {} : { agentId }),
  itemId,
  offset: 0,
  role: 'reply',
  snippet: { text: '', marks: [] },
  sourceDeleted: false,
});
const drawn = (hits: SearchHit[]): string[] =>
  grouped(hits).map(({ first, hits: own }) => `${first.title}: ${own.map(({ itemId }) => itemId).join(' ')}`);

describe('grouped', () => {
  it('puts neighbours of one conversation together and keeps the order', () => {
    expect(drawn([hit('a', '1'), hit('a', '2'), hit('b', '3'), hit('a', '4'), hit('a', '5', 'sub')])).toEqual([
      'a: 1 2',
      'b: 3',
      'a: 4',
      'a: 5',
    ]);
  });

  it('shows a message once', () => {
    expect(drawn([hit('a', '1'), hit('b', '2'), hit('a', '1')])).toEqual(['a: 1', 'b: 2']);
  });

  it('does not take one key for the beginning of another', () => {
    expect(drawn([hit('a', '1'), hit('a b', '2')])).toEqual(['a: 1', 'a b: 2']);
  });

  it('gives every group an id of its own', () => {
    const groups = grouped([hit('a', '1'), hit('b', '2'), hit('a', '3')]);
    expect(new Set(groups.map(({ id }) => id)).size).toBe(3);
  });
});
