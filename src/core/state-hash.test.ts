import { describe, expect, it } from 'vitest';
import { makeSession, permission } from '../../test/helpers/make-session.ts';
import { canonicalJson, stateHash } from './state-hash.ts';

const a = makeSession({ id: 'a', requests: [permission({ id: 'r', command: 'make' })] });
const b = makeSession({ id: 'b' });
const hash = (...sessions: (typeof a)[]): string => stateHash({ sessions, commands: [] });

describe('stateHash', () => {
  it('is of what is there, not of the order it came in, nor of the way it travelled', () => {
    expect(hash(a, b)).toBe(hash(b, a));
    const travelled = JSON.parse(JSON.stringify({ ...a, paneNote: undefined })) as typeof a;
    expect(hash(travelled)).toBe(hash(a));
    const { key, ...rest } = a;
    expect(hash({ ...rest, key })).toBe(hash(a));
  });

  it('sees every small difference', () => {
    const others = [
      [],
      [a],
      [a, a],
      [a, b],
      [{ ...a, requests: [] }, b],
      [{ ...a, title: `${a.title} ` }, b],
      [{ ...a, status: { ...a.status, since: a.status.since + 1 } }, b],
      [{ ...a, conversationRev: 2 }, b],
    ].map((sessions) => hash(...sessions));
    expect(new Set(others).size).toBe(others.length);
  });

  it('is the same for everybody who has the newest commands, however many older ones', () => {
    const command = (n: number) => ({
      id: `c${n}`,
      sessionKey: a.key,
      action: { type: 'interrupt' as const },
      createdAt: Math.floor(n / 3),
      delivery: { state: 'queued' as const, steps: [] },
    });
    const all = Array.from({ length: 300 }, (_, n) => command(n));
    const some = all.slice(-150).toReversed();
    const of = (commands: typeof all): string => stateHash({ sessions: [], commands });
    expect(of(some)).toBe(of(all));
    expect(of(all.slice(0, -1))).not.toBe(of(all));
  });
});

describe('canonicalJson', () => {
  it('sorts names at every depth and leaves lists alone', () => {
    expect(canonicalJson({ b: [{ d: 1, c: undefined }, 2], a: null })).toBe('{"a":null,"b":[{"d":1},2]}');
  });
});
