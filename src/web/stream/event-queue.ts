import type { Arrived } from './live-stream.ts';

/** Eyes follow ten changes a second at best; what comes faster for long is shown together. */
const APART_MS = 100;
/** So many may come faster before that: what a person does brings three or four changes at once. */
const AT_ONCE = 4;

/**
 * Hands events on: at once as long as there are few, else together with all that come within the interval, so that three
 * hundred busy sessions do not draw the page anew for each of their changes.
 */
export class EventQueue {
  readonly #take: (arrived: readonly Arrived[]) => void;
  #waiting: Arrived[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When all that was handed on so far would be through, at one in `APART_MS`. */
  #through = -Infinity;

  constructor(take: (arrived: readonly Arrived[]) => void) {
    this.#take = take;
  }

  add(arrived: Arrived): void {
    this.#waiting.push(arrived);
    const left = this.#through - (AT_ONCE - 1) * APART_MS - performance.now();
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
    this.#through = Math.max(this.#through, performance.now()) + APART_MS;
    this.#take(arrived);
  }

  /** What waits belongs to a stream that is not followed any more. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
  }
}
