/** At most one flush in this time, ms, if nothing else is said: fast enough for eyes, slow enough for a burst of lines. */
const MIN_INTERVAL_MS = 25;

/** Collects what changed and tells it in one go: at once when it was quiet, else at the end of the interval. */
export class Coalescer {
  readonly #flush: (keys: readonly string[]) => void;
  #marked = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  readonly #intervalMs: number;
  #last = -Infinity;

  constructor(flush: (keys: readonly string[]) => void, intervalMs = MIN_INTERVAL_MS) {
    this.#flush = flush;
    this.#intervalMs = intervalMs;
  }

  mark(key: string): void {
    this.#marked.add(key);
    if (this.#timer !== null) return;
    const wait = Math.max(0, this.#last + this.#intervalMs - performance.now());
    this.#timer = setTimeout(() => this.now(), wait);
  }

  /** Tells what is marked, without waiting. */
  now(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#marked.size === 0) return;
    const keys = [...this.#marked];
    this.#marked = new Set();
    this.#last = performance.now();
    this.#flush(keys);
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
