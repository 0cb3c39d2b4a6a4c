import { beforeEach, describe, expect, it } from 'vitest';
import type { HookEvent, HookEventQuery } from '../../ports/state-store.ts';
import { claudeTraces } from './hook-traces.ts';

let events: HookEvent[];
beforeEach(() => {
  events = [];
});

const matches =
  ({ agent, events: kinds, sessionId, from = -Infinity, to = Infinity }: HookEventQuery) =>
  (one: HookEvent) =>
    one.agent === agent &&
    kinds.includes(one.event) &&
    (sessionId === undefined || one.sessionId === sessionId) &&
    one.at >= from &&
    one.at < to;

const traces = claudeTraces({
  hookEvents: (id) => events.filter(({ sessionId }) => sessionId === id),
  findHookEvents: (query) => events.filter(matches(query)),
  sessionsWithHookEvent: (query) =>
    events.filter(matches(query)).map(({ sessionId }) => ({ sessionId, newest: events.length })),
});

function heard(sessionId: string, event: string, at: number, payload: Record<string, unknown>, pid = '7'): void {
  events.push({ name: `${events.length}`, agent: 'claude', sessionId, event, at, env: { CLAUDE_PID: pid }, payload });
}
const ended = (id: string, at: number, pid?: string) => heard(id, 'SessionEnd', at, { reason: 'clear' }, pid);
const began = (id: string, at: number, pid?: string) => heard(id, 'SessionStart', at, { source: 'clear' }, pid);
const of = (id: string) => traces.clears({ agent: 'claude', id });
const ref = (id: string) => ({ agent: 'claude', id });

describe('sessions that were cleared', () => {
  it('follow each other in one process', () => {
    ended('a', 1_000);
    began('b', 1_060);
    ended('b', 9_000);
    began('c', 9_060);
    expect([of('a'), of('b'), of('c')]).toEqual([
      { from: null, into: [ref('b')] },
      { from: ref('a'), into: [ref('c')] },
      { from: ref('b'), into: [] },
    ]);
    expect(traces.clears({ agent: 'codex', id: 'b' })).toEqual({ from: null, into: [] });
  });

  it('are not those of another process, of another time, or that ended and began in another way', () => {
    ended('a', 1_000, '8');
    began('b', 1_060);
    ended('c', 20_000);
    began('d', 22_000);
    heard('e', 'SessionEnd', 30_000, { reason: 'other' });
    began('f', 30_060);
    heard('g', 'SessionEnd', 40_000, { reason: 'clear' });
    heard('h', 'SessionStart', 40_060, { source: 'startup' });
    for (const id of 'abcdefgh') expect([id, of(id)]).toEqual([id, { from: null, into: [] }]);
  });

  it('are the nearest in time, where it was cleared twice in a moment', () => {
    ended('a', 1_000);
    began('b', 1_060);
    ended('b', 1_300);
    began('c', 1_360);
    expect([of('b').from, of('c').from]).toEqual([ref('a'), ref('b')]);
  });
});

it('sessions that may have waited are those that asked', () => {
  heard('a', 'PermissionRequest', 5, { tool_name: 'Bash' });
  heard('b', 'Stop', 5, {});
  expect(traces.waiting({ from: null, to: 9 })).toEqual([{ ref: ref('a'), newest: 2 }]);
  expect(traces.waitMarks({ agent: 'claude', id: 'a' })).toMatchObject([{ at: 5, mark: 'asked', label: 'Bash' }]);
  expect(traces.waitMarks({ agent: 'codex', id: 'a' })).toEqual([]);
});
