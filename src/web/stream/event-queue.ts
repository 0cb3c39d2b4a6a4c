import type { Arrived } from './live-stream.ts';

/** Eyes follow ten changes a second at best; what comes faster is shown together. */
const APART_MS = 100;

/**
 * Hands events on: at once when it was quiet, else together with all that come within the interval, so that three hundred
 * busy sessions do not draw the page anew for each of their changes.
 */
export class EventQueue {
  readonly #take: (arrived: readonly Arrived[]) => void;
  #waiting: Arrived[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = -Infinity;

  constructor(take: (arrived: readonly Arrived[]) => void) {
    this.#take = take;
  }

  add(arrived: Arrived): void {
    this.#waiting.push(arrived);
    const left = this.#last + APART_MS - performance.now();
    if (left <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), left);
  }

  /** Hands on what waits, now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const arrived = this.#waiting;
    this.#waiting = [];
    this.#last = performance.now();
    this.#take(arrived);
  }

  /** What waits belongs to a stream that is not followed any more. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
  }
}
