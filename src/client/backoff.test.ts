import { describe, expect, it } from 'vitest';
import { backoffMs, pause } from './backoff.ts';

describe('backoffMs', () => {
  it('doubles to its limit and spreads downwards only', () => {
    expect([1, 2, 3, 4, 5, 6, 60].map((failures) => backoffMs(failures, 3_000, () => 0))).toEqual([
      200, 400, 800, 1_600, 3_000, 3_000, 3_000,
    ]);
    expect(backoffMs(3, 3_000, () => 1)).toBe(533);
  });
});

describe('pause', () => {
  it('ends at once when woken or already aborted', async () => {
    const woken = pause(60_000, new AbortController().signal);
    woken.wake();
    await expect(woken.over).resolves.toBeUndefined();
    await expect(pause(60_000, AbortSignal.abort()).over).resolves.toBeUndefined();
  });
});
