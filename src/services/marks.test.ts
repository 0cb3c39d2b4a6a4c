import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ObservedRequest } from '../core/observation.ts';
import { decide, project } from '../core/session.ts';
import type { SessionState } from '../core/state.ts';
import type { KeptMarks } from '../ports/state-store.ts';
import { Marks } from './marks.ts';

const NOW = Date.UTC(2026, 0, 2, 12);
const KEY = 'claude:s1';
const HOUR = 3_600_000;
const ref = { agent: 'claude', id: 's1' } as const;

const ask = (id: string, openedAt = NOW): ObservedRequest => ({ id, kind: 'prose_question', openedAt, text: '?' });

/** A session that asks these, in a status of its own where one is named. */
function asking(requests: readonly ObservedRequest[], waitsSince?: number): SessionState {
  let state: SessionState | null = null;
  const tell = (observation: Parameters<typeof decide>[1]): void => {
    for (const event of decide(state, observation)) state = project(state, event);
  };
  tell({ session: ref, source: 'registry', at: NOW - HOUR, type: 'activity', activity: 'working', detail: 'busy' });
  if (waitsSince !== undefined)
    tell({ session: ref, source: 'registry', at: waitsSince, type: 'activity', activity: 'waiting', detail: 'waits' });
  for (const request of requests)
    tell({ session: ref, source: 'hook', at: request.openedAt, type: 'request_opened', request });
  if (state === null) throw new Error('Expected a session');
  return state;
}

let kept: Map<string, KeptMarks>;
let told: string[];
let marks: Marks;
let isFull = false;
let unwritten: unknown[] = [];

function start(): Marks {
  marks?.dispose();
  return new Marks({
    clock: Date.now,
    store: {
      marks: () => kept,
      setMarks: (key, value) => {
        if (isFull) throw new Error('disk full');
        void (value === null ? kept.delete(key) : kept.set(key, value));
      },
    },
    changed: (key) => void told.push(key),
    unwritten: (error) => void unwritten.push(error),
  });
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  kept = new Map();
  told = [];
  isFull = false;
  unwritten = [];
  marks = start();
});
afterEach(() => {
  marks.dispose();
  vi.useRealTimers();
});

describe('marks', () => {
  it('are put on and taken off one by one, and survive a restart', () => {
    const state = asking([]);
    expect(marks.of(state)).toBe(null);
    marks.change(state, { pinned: true, name: 'Mine' });
    marks.change(state, { colour: 'cyan' });
    expect(marks.of(state)).toEqual({ pinned: true, name: 'Mine', colour: 'cyan' });
    marks = start();
    marks.change(state, { pinned: false, name: null });
    expect(marks.of(state)).toEqual({ colour: 'cyan' });
    marks.change(state, { colour: null });
    expect([marks.of(state), kept.size]).toEqual([null, 0]);
    expect(told).toEqual([KEY, KEY, KEY, KEY]);
  });
});

describe('a snooze', () => {
  const snooze = (state: SessionState, ms = HOUR): void => marks.change(state, { snoozedUntil: NOW + ms });

  it('ends also where that cannot be written down: nobody who tells of a request is held up by it', () => {
    snooze(asking([]));
    isFull = true;
    marks.sessionChanged(asking([ask('new', NOW + 1)]));
    expect(marks.of(asking([]))).toBe(null);
    snoozeThen(() => vi.advanceTimersByTime(2 * HOUR));
    expect(unwritten).toHaveLength(2);
  });

  /** With a disk that is full only when it ends. */
  function snoozeThen(end: () => void): void {
    isFull = false;
    snooze(asking([]));
    isFull = true;
    end();
    expect(marks.of(asking([]))).toBe(null);
  }

  it('ends at its time, which everybody is told then; no timer runs where none is needed', () => {
    const state = asking([ask('r1')]);
    expect(vi.getTimerCount()).toBe(0);
    snooze(state);
    marks.change({ ...state, key: 'claude:s2' as SessionState['key'] }, { snoozedUntil: NOW + 2 * HOUR });
    expect([marks.of(state), vi.getTimerCount()]).toEqual([{ snoozedUntil: NOW + HOUR }, 1]);
    told = [];
    vi.advanceTimersByTime(HOUR);
    expect([marks.of(state), told]).toEqual([null, [KEY]]);
    vi.advanceTimersByTime(HOUR);
    expect([told, kept.size, vi.getTimerCount()]).toEqual([[KEY, 'claude:s2'], 0, 0]);
  });

  it('ends for good with a request that was not open then', () => {
    const before = asking([ask('r1')]);
    snooze(before);
    marks.sessionChanged(before);
    expect(marks.of(before)).not.toBe(null);
    marks.sessionChanged(asking([ask('r1'), ask('r2', NOW + 1)]));
    expect(marks.of(before)).toBe(null);
    expect([kept.size, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('ends when the session waits for something nobody can name', () => {
    snooze(asking([], NOW - 5));
    marks.sessionChanged(asking([], NOW - 5));
    expect(kept.size).toBe(1);
    marks.sessionChanged(asking([], NOW + 5));
    expect(kept.size).toBe(0);
  });

  it('is not ended by what was asked and answered before it, told once more after a restart; nor does it hide it', () => {
    snooze(asking([]));
    marks = start();
    const replayed = asking([ask('old', NOW - 500)]);
    marks.sessionChanged(replayed);
    expect(marks.of(replayed)).toBe(null);
    expect(marks.of(asking([]))).toEqual({ snoozedUntil: NOW + HOUR });
  });

  it('goes on after a restart, and is over at once when its time passed meanwhile', () => {
    const state = asking([ask('r1')]);
    snooze(state);
    marks = start();
    marks.sessionChanged(state);
    expect(marks.of(state)).toEqual({ snoozedUntil: NOW + HOUR });
    marks.dispose();
    vi.setSystemTime(NOW + 2 * HOUR);
    marks = start();
    expect(marks.of(state)).toBe(null);
    vi.advanceTimersByTime(0);
    expect(kept.size).toBe(0);
  });

  it('can be longer than a timer can be', () => {
    const state = asking([]);
    snooze(state, 40 * 24 * HOUR);
    vi.advanceTimersByTime(30 * 24 * HOUR);
    expect(marks.of(state)).not.toBe(null);
    vi.advanceTimersByTime(10 * 24 * HOUR);
    expect(kept.size).toBe(0);
  });

  it('into the past is none', () => {
    snooze(asking([]), -1);
    expect([kept.size, vi.getTimerCount()]).toEqual([0, 0]);
  });
});
