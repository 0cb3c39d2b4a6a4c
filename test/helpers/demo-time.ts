import type { DemoTime } from '../../src/demo/simulator.ts';

/** A clock that a test turns. */
export class TestTime implements DemoTime {
  #now: number;
  readonly #alarms = new Set<{ at: number; callback: () => void }>();

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  wake(at: number, callback: () => void): () => void {
    const alarm = { at, callback };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** Turns it on, waking whoever is to be woken on the way. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(end); next !== null; next = this.#next(end)) {
      this.#alarms.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = end;
  }

  #next(end: number): { at: number; callback: () => void } | null {
    const due = [...this.#alarms].filter(({ at }) => at <= end);
    return due.sort((a, b) => a.at - b.at)[0] ?? null;
  }
}
