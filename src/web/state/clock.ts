import { useSyncExternalStore } from 'react';
import { useApp } from './store.ts';

type Beat = 'second' | 'coarse';
const BEAT_MS = { second: 1_000, coarse: 10_000 } satisfies Record<Beat, number>;

/** One timer for all listeners of a beat, none when nobody listens or looks. */
function ticker(beatMs: number): { subscribe: (listener: () => void) => () => void; now: () => number } {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = Date.now();
  const tick = (): void => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  const adjust = (): void => {
    clearInterval(timer);
    timer = listeners.size > 0 && !document.hidden ? setInterval(tick, beatMs) : undefined;
    if (timer !== undefined) tick();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1) {
        document.addEventListener('visibilitychange', adjust);
        adjust();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        document.removeEventListener('visibilitychange', adjust);
        adjust();
      };
    },
    now: () => now,
  };
}

const tickers = { second: ticker(BEAT_MS.second), coarse: ticker(BEAT_MS.coarse) };

/** Now by the server's clock in ms, renewed every second, or every ten where seconds are not shown. */
export function useNow(beat: Beat = 'second'): number {
  const skewMs = useApp((state) => state.board.skewMs);
  return useSyncExternalStore(tickers[beat].subscribe, tickers[beat].now) + skewMs;
}
