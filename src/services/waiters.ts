/** Promises that wait for a named thing to happen, or for a time to pass. */
export class Waiters<T> {
  readonly #waiting = new Map<string, Set<(value: T | null) => void>>();

  /** The value when `resolve(name, value)` is called within `waitMs`, else null. */
  wait(name: string, waitMs: number): Promise<T | null> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(name) ?? new Set();
      const done = (value: T | null): void => {
        clearTimeout(timer);
        waiting.delete(done);
        if (waiting.size === 0) this.#waiting.delete(name);
        resolve(value);
      };
      const timer = setTimeout(() => done(null), waitMs);
      waiting.add(done);
      this.#waiting.set(name, waiting);
    });
  }

  resolve(name: string, value: T): void {
    for (const done of this.#waiting.get(name) ?? []) done(value);
  }

  dispose(): void {
    for (const waiting of this.#waiting.values()) for (const done of waiting) done(null);
  }
}
