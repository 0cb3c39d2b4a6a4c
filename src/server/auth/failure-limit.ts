import type { Clock } from '../../ports/clock.ts';

const WINDOW_MS = 60_000;
const MAX_FAILURES = 10;

/**
 * Counts wrong credentials. All loopback addresses are one peer. Right credentials are checked before this is asked, so
 * the limit never locks out who holds them.
 */
export class FailureLimit {
  readonly #clock: Clock;
  #failures: number[] = [];

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  /** Counts one; the seconds to wait when there were too many in the last minute, else null. */
  count(): { retryAfterS: number } | null {
    const now = this.#clock();
    const recent = this.#failures.filter((at) => at > now - WINDOW_MS && at <= now);
    this.#failures = [...recent, now].slice(-MAX_FAILURES - 1);
    const oldest = this.#failures[0];
    if (this.#failures.length <= MAX_FAILURES || oldest === undefined) return null;
    return { retryAfterS: Math.max(1, Math.ceil((oldest + WINDOW_MS - now) / 1000)) };
  }
}
