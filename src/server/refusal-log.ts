import type { Clock } from '../ports/clock.ts';
import type { RequestFacts } from './guard/facts.ts';
import type { ServerLog } from './log.ts';
import type { Refusal } from './refusal.ts';

const LINES_PER_MINUTE = 60;

/** Writes down why requests were refused, and no more than a bounded number of lines: a hostile page can ask for ever. */
export class RefusalLog {
  readonly #clock: Clock;
  readonly #log: ServerLog;
  #minute = 0;
  #lines = 0;

  constructor({ clock, log }: { clock: Clock; log: ServerLog }) {
    this.#clock = clock;
    this.#log = log;
  }

  note({ code, status }: Refusal, { method }: RequestFacts): void {
    const minute = Math.floor(this.#clock() / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#lines = 0;
    }
    this.#lines += 1;
    if (this.#lines > LINES_PER_MINUTE) return;
    this.#log.warn('request refused', { code, status, method });
    if (this.#lines === LINES_PER_MINUTE) this.#log.warn('more refusals in this minute are not written down');
  }
}
