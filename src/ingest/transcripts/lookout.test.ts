import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Lookout, type Sign } from './lookout.ts';

const TICK_MS = 5_000;
let signs: Sign[];
let lookout: Lookout;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  signs = [];
  lookout = new Lookout({
    watcher: { watch: () => ({ recheck: () => undefined, stop: () => undefined }) },
    clock: Date.now,
    maxWatches: 1,
    rescanMs: 30_000,
    tickMs: TICK_MS,
    onSign: (sign) => signs.push(sign),
  });
  lookout.start();
});

afterEach(() => {
  lookout.stop();
  vi.useRealTimers();
});

it.each([
  ['little', 20, 30_000],
  ['long', 150, 60_000],
  ['for ever', 10_000, 120_000],
])('looks at everything again after a pause that is long beside the look: %s', (_what, tookMs, pauseMs) => {
  lookout.rescanned(tookMs);
  vi.advanceTimersByTime(pauseMs - TICK_MS);
  expect(signs).toEqual([]);
  vi.advanceTimersByTime(TICK_MS);
  expect(signs).toEqual([{ type: 'all', reason: 'timer' }]);
});
