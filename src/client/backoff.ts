const FIRST_MS = 200;

/** Pause before try `failures + 1`: doubling from 200 ms, with up to a third of it by chance, so that many tabs spread out. */
export function backoffMs(failures: number, maxMs: number, random = Math.random): number {
  const full = Math.min(maxMs, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (1 - random() / 3));
}

/** A pause that ends early when woken or aborted. */
export function pause(ms: number, signal: AbortSignal): { over: Promise<void>; wake: () => void } {
  let wake = (): void => {};
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(() => wake(), ms);
    wake = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    signal.addEventListener('abort', wake);
    if (signal.aborted) wake();
  });
  return { over, wake: () => wake() };
}
