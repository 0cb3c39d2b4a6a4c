import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SessionKey } from '../../contract/session.ts';
import { EventQueue } from './event-queue.ts';
import type { Arrived } from './live-stream.ts';

const removed = (n: number): Arrived => ({
  event: { type: 'session_removed', key: `claude:${n}` as SessionKey },
  id: `e-${n}`,
});

let taken: string[][];
let queue: EventQueue;
beforeEach(() => {
  vi.useFakeTimers();
  taken = [];
  queue = new EventQueue((arrived) => taken.push(arrived.map(({ id }) => id)));
});
afterEach(() => vi.useRealTimers());

test('what comes now and then is handed on at once', () => {
  for (let n = 0; n < 10; n += 1) {
    queue.add(removed(n));
    expect(taken.at(-1)).toEqual([`e-${n}`]);
    vi.advanceTimersByTime(100);
  }
});

test('so are the few that one deed brings', () => {
  for (let n = 0; n < 4; n += 1) queue.add(removed(n));
  expect(taken).toHaveLength(4);
});

test('what keeps coming is handed on together, ten times a second, in order and whole', () => {
  for (let n = 0; n < 200; n += 1) {
    queue.add(removed(n));
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(100);
  expect(taken.flat()).toEqual(Array.from({ length: 200 }, (_, n) => `e-${n}`));
  expect(taken.length).toBeGreaterThan(15);
  expect(taken.length).toBeLessThanOrEqual(2_000 / 100 + 4 + 1);
});

test('after a pause there is room again', () => {
  for (let n = 0; n < 50; n += 1) queue.add(removed(n));
  vi.advanceTimersByTime(1_000);
  taken.length = 0;
  queue.add(removed(50));
  expect(taken).toEqual([['e-50']]);
});

test('what was waiting is not handed on once the stream is left', () => {
  for (let n = 0; n < 6; n += 1) queue.add(removed(n));
  queue.clear();
  vi.advanceTimersByTime(1_000);
  expect(taken.flat()).not.toContain('e-5');
});
