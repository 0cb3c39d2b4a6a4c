/** What the demo waits with: the real clock, or one that a test turns. */
export interface DemoTime {
  /** ms since the epoch. */
  now(): number;
  /** Calls back at `at`, or a little later. */
  wake(at: number, callback: () => void): () => void;
}

/** Time as it passes. */
export const realTime: DemoTime = {
  now: () => Date.now(),
  wake: (at, callback) => {
    const timer = setTimeout(callback, Math.max(0, Math.min(at - Date.now(), 2_000_000_000)));
    return () => clearTimeout(timer);
  },
};

/** Time that stands still, for pictures: what happens at once happens, nothing else ever does. */
export function stillTime(at: number): DemoTime {
  return {
    now: () => at,
    wake: (due, callback) => {
      if (due > at) return () => {};
      const timer = setTimeout(callback, 0);
      return () => clearTimeout(timer);
    },
  };
}

interface Due {
  at: number;
  order: number;
  act: () => void;
}

/**
 * Everything that happens in the demo, in order of time. What lies before the first moment is played at once, so that
 * all agents have a past when somebody looks; from then on it goes with the time.
 */
export class Simulator {
  readonly #time: DemoTime;
  readonly #due: Due[] = [];
  #now: number;
  #order = 0;
  #isLive = false;
  #asleep: (() => void) | null = null;
  #disposed = false;

  /** `from`: the first moment of the past that is played. */
  constructor({ time, from }: { time: DemoTime; from: number }) {
    this.#time = time;
    this.#now = from;
  }

  now(): number {
    return this.#isLive ? Math.max(this.#now, this.#time.now()) : this.#now;
  }

  /** Whether the past is over and somebody may be looking. */
  get isLive(): boolean {
    return this.#isLive;
  }

  /** Calls back in `ms`; what is due at the same time comes in the order it was asked for. */
  after(ms: number, act: () => void): () => void {
    const due: Due = { at: this.now() + Math.max(0, ms), order: (this.#order += 1), act };
    const index = this.#due.findIndex((other) => other.at > due.at);
    this.#due.splice(index === -1 ? this.#due.length : index, 0, due);
    if (this.#isLive) this.#sleep();
    return () => {
      const at = this.#due.indexOf(due);
      if (at !== -1) this.#due.splice(at, 1);
    };
  }

  /** Plays the past until `now`, then goes on with the time. */
  goLive(): void {
    this.#runUntil(this.#time.now());
    this.#isLive = true;
    this.#sleep();
  }

  dispose(): void {
    this.#disposed = true;
    this.#asleep?.();
    this.#due.length = 0;
  }

  #runUntil(end: number): void {
    for (let next = this.#due[0]; next !== undefined && next.at <= end; next = this.#due[0]) {
      this.#due.shift();
      this.#now = Math.max(this.#now, next.at);
      next.act();
    }
    this.#now = Math.max(this.#now, end);
  }

  /** One timer at most, and none while nothing is due. */
  #sleep(): void {
    this.#asleep?.();
    this.#asleep = null;
    const next = this.#due[0];
    if (next === undefined || this.#disposed) return;
    this.#asleep = this.#time.wake(next.at, () => {
      this.#runUntil(this.#time.now());
      this.#sleep();
    });
  }
}
