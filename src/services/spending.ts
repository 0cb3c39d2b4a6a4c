import type { IndexProgress } from '../contract/history.ts';
import type { Vitals } from '../contract/session.ts';
import type { UsageSummary } from './usage/run.ts';
import type { UsageRequest } from '../ports/transcript-index.ts';

/** One session is asked about at most so often, ms. */
const EVERY_MS = 5_000;

export interface SpendingOptions {
  usage: (request: UsageRequest) => Promise<Pick<UsageSummary, 'total'>>;
  /** The keys of the sessions that run. */
  running: () => readonly string[];
  changed: (sessionKey: string) => void;
}

type Spent = Pick<Vitals, 'cost' | 'tokens'>;

/**
 * What the sessions that run have cost so far, as the index knows it. Asked anew only when a conversation has grown and
 * the index has read on since, one session after the other; nothing is asked while nothing happens.
 */
export class Spending {
  readonly #options: SpendingOptions;
  readonly #spent = new Map<string, Spent>();
  readonly #grown = new Set<string>();
  readonly #askedAt = new Map<string, number>();
  #state: IndexProgress['state'] | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isAsking = false;
  #disposed = false;

  constructor(options: SpendingOptions) {
    this.#options = options;
  }

  of(sessionKey: string): Spent {
    return this.#spent.get(sessionKey) ?? {};
  }

  /** Its conversation has grown: the index will tell when it has read it. */
  grew(sessionKey: string): void {
    this.#grown.add(sessionKey);
  }

  /** The index has read on. */
  indexed({ state }: IndexProgress): void {
    if (state === 'ready' && this.#state !== 'ready') for (const key of this.#options.running()) this.grew(key);
    this.#state = state;
    if (state === 'ready' || state === 'indexing') void this.#ask();
  }

  forget(sessionKey: string): void {
    this.#spent.delete(sessionKey);
    this.#grown.delete(sessionKey);
    this.#askedAt.delete(sessionKey);
  }

  dispose(): void {
    this.#disposed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    for (let key = this.#next(); key !== null && !this.#disposed; key = this.#next()) await this.#askOf(key);
    this.#isAsking = false;
    if (!this.#disposed && this.#grown.size > 0) this.#askLater();
  }

  /** Those that were asked about a moment ago are asked about once more, when their time has come. */
  #askLater(): void {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#ask();
    }, EVERY_MS).unref();
  }

  #next(): string | null {
    const now = performance.now();
    const running = new Set(this.#options.running());
    for (const key of this.#grown) {
      if (!running.has(key)) this.#grown.delete(key);
      else if (now - (this.#askedAt.get(key) ?? -Infinity) >= EVERY_MS) return key;
    }
    return null;
  }

  async #askOf(key: string): Promise<void> {
    this.#grown.delete(key);
    this.#askedAt.set(key, performance.now());
    const request = { by: ['agent'], from: null, to: null, timeZone: 'UTC', sessionKey: key } as const;
    const total = await this.#options.usage(request).then(
      (report) => report.total,
      () => null,
    );
    if (total === null || this.#disposed) return;
    const { input, output, cacheRead, cacheWrite } = total.tokens;
    const tokens = input + output + cacheRead + cacheWrite;
    const before = this.of(key);
    if (tokens === 0 || (before.tokens === tokens && before.cost === (total.cost ?? undefined))) return;
    this.#spent.set(key, { tokens, ...(total.cost === null ? {} : { cost: total.cost }) });
    this.#options.changed(key);
  }
}
