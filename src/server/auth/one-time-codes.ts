import type { Clock } from '../../ports/clock.ts';
import { hashSecret, newSecret } from './secrets.ts';

const MAX_CODES = 100;

/** Codes that open one browser session each. Kept as hashes, in memory only. */
export class OneTimeCodes {
  readonly #clock: Clock;
  /** Hash to the time it expires, ms since the epoch. */
  readonly #codes = new Map<string, number>();

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  mint({ ttlMs }: { ttlMs: number }): string {
    this.#forgetExpired();
    const oldest = this.#codes.keys().next();
    if (this.#codes.size >= MAX_CODES && !oldest.done) this.#codes.delete(oldest.value);
    const code = newSecret();
    this.#codes.set(hashSecret(code), this.#clock() + ttlMs);
    return code;
  }

  /** True once for a code that was minted and has not expired. */
  redeem(code: string): boolean {
    const hash = hashSecret(code);
    const expiresAt = this.#codes.get(hash);
    this.#codes.delete(hash);
    return expiresAt !== undefined && this.#clock() <= expiresAt;
  }

  #forgetExpired(): void {
    const now = this.#clock();
    for (const [hash, expiresAt] of this.#codes) if (expiresAt < now) this.#codes.delete(hash);
  }
}
