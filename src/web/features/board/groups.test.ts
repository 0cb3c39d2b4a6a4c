import { describe, expect, it } from 'vitest';
import type { Request } from '../../../contract/request.ts';
import { sessionKey, type Session, type StatusValue } from '../../../contract/session.ts';
import { gist, group, groupOf, headline, matches, needOf } from './groups.ts';

const evidence = { source: 'registry', at: 0, detail: 'x' } as const;
const ask = (id: string, openedAt: number): Request => ({
  id,
  kind: 'permission',
  openedAt,
  evidence,
  answer: { channel: 'structured', via: 'claude-relay' },
  tool: 'Bash',
  title: 'Run',
  command: `npm ${id}`,
  choices: [],
});
const session = (id: string, value: StatusValue, since: number, extra: Partial<Session> = {}): Session => ({
  key: sessionKey({ agent: 'claude', id }),
  agent: 'claude',
  id,
  title: id,
  project: { name: 'app', dir: '/home/me/app' },
  status: { value, since, evidence },
  lastActivityAt: since,
  prompt: { channel: 'none', reason: 'x' },
  interrupt: { channel: 'none', reason: 'x' },
  offers: [],
  requests: [],
  problems: [],
  conversationRev: 0,
  ...extra,
});
const ids = (sessions: Session[]): string[] => sessions.map(({ id }) => id);

describe('group', () => {
  it('puts an open request first, unless the session is over', () => {
    expect(groupOf(session('a', 'working', 0, { requests: [ask('r', 1)] }))).toBe('needs');
    expect(groupOf(session('a', 'needs_attention', 0))).toBe('needs');
    expect(groupOf(session('a', 'ended', 0, { requests: [ask('r', 1)] }))).toBe('ended');
  });

  it('has the longest wait first, elsewhere the newest change, and never reorders by activity', () => {
    const sessions = [
      session('late', 'needs_attention', 1, { requests: [ask('r', 90)] }),
      session('early', 'needs_attention', 50, { requests: [ask('r', 80), ask('s', 10)] }),
      session('w1', 'working', 10, { lastActivityAt: 999 }),
      session('w2', 'working', 20),
      session('w3', 'working', 20),
      session('u', 'unknown', 5),
      session('n', 'starting', 6),
    ];
    for (const order of [sessions, sessions.toReversed()]) {
      const grouped = group(order);
      expect(ids(grouped.needs)).toEqual(['early', 'late']);
      expect(ids(grouped.working)).toEqual(['w2', 'w3', 'w1']);
      expect(ids(grouped.unsure)).toEqual(['n', 'u']);
    }
  });
});

describe('what people put on sessions', () => {
  it('pinned ones come first in their group, whatever the rest of the order says', () => {
    const sessions = [
      session('a', 'idle', 30),
      session('b', 'idle', 20, { marks: { pinned: true } }),
      session('c', 'idle', 10, { marks: { pinned: true } }),
    ];
    expect(ids(group(sessions).idle)).toEqual(['b', 'c', 'a']);
  });

  it('snoozed ones are out of the way, the next to return first; what has ended has ended', () => {
    const sessions = [
      session('late', 'working', 0, { marks: { snoozedUntil: 20 } }),
      session('soon', 'needs_attention', 0, { requests: [ask('r', 1)], marks: { snoozedUntil: 10, pinned: true } }),
      session('over', 'ended', 0, { marks: { snoozedUntil: 10 } }),
    ];
    const grouped = group(sessions);
    expect([ids(grouped.snoozed), ids(grouped.needs), ids(grouped.ended)]).toEqual([['soon', 'late'], [], ['over']]);
    expect(sessions.map(needOf)).toEqual(['working', 'needs', 'ended']);
  });
});

describe('matches', () => {
  it('wants every word somewhere, requests included', () => {
    const asking = session('Publish', 'needs_attention', 0, { requests: [ask('publish', 0)], model: 'opus' });
    expect(matches(asking, '')).toBe(true);
    expect(matches(asking, 'NPM opus')).toBe(true);
    expect(matches(asking, 'npm codex')).toBe(false);
    expect(matches({ ...asking, marks: { name: 'Release day' } }, 'day publish')).toBe(true);
  });
});

describe('gist', () => {
  it('finds the headline of a plan', () => {
    expect(headline('---\n\n## **Move** to Postgres\n')).toBe('Move to Postgres');
    expect(headline('')).toBe('');
    expect(gist(ask('x', 0))).toBe('npm x');
  });
});
