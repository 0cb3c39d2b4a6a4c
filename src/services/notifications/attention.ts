import type { Clock } from '../../ports/clock.ts';

/** A page that is closed or loses its machine tells nothing more. */
const HOLDS_MS = 90_000;
/** More pages than that nobody has. */
const PAGES = 100;

/** Whether somebody looks at AMC, by the word of its pages. */
export class Attention {
  readonly #clock: Clock;
  readonly #looking = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(page: string, looking: boolean): void {
    this.#looking.delete(page);
    if (looking) this.#looking.set(page, this.#clock());
    const [oldest] = this.#looking.keys();
    if (this.#looking.size > PAGES && oldest !== undefined) this.#looking.delete(oldest);
  }

  somebodyLooks(): boolean {
    const now = this.#clock();
    return [...this.#looking.values()].some((at) => now - at < HOLDS_MS);
  }
}
