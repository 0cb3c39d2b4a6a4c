import type { Client } from '../../../client/client.ts';
import type { SessionKey } from '../../../contract/session.ts';
import { stretchOf, withEarlier, withLater, type Stretch } from './conversation-state.ts';

export type FeedState =
  | { phase: 'loading' }
  | { phase: 'ready'; stretch: Stretch; loadingEarlier: boolean; error: Error | null }
  | { phase: 'failed'; error: Error };

const PAGE = 100;

/** Reads one conversation: the newest page first, what comes after it when told so, what came before it when asked. */
export class ConversationFeed {
  readonly #client: Client;
  readonly #key: SessionKey;
  readonly #listeners = new Set<() => void>();
  #state: FeedState = { phase: 'loading' };
  #rev: number | null = null;
  /** The read that is under way; a new one after every `activate`. */
  #controller = new AbortController();
  #reading = false;

  constructor({ client, key }: { client: Client; key: SessionKey }) {
    this.#client = client;
    this.#key = key;
  }

  /** Begins to read when next told to; the returned function ends it. What was read stays. */
  activate(): () => void {
    const controller = new AbortController();
    this.#controller = controller;
    this.#rev = null;
    this.#reading = false;
    return () => controller.abort();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  state = (): FeedState => this.#state;

  /** The conversation may have changed up to `rev`. Reads until it has caught up; calls meanwhile only move the goal. */
  async catchUp(rev: number): Promise<void> {
    const before = this.#rev;
    this.#rev = rev;
    if (this.#reading || rev === before) return;
    this.#reading = true;
    const { signal } = this.#controller;
    try {
      let read: number | null = null;
      while (read !== this.#rev && !signal.aborted) {
        read = this.#rev;
        await this.#readNewest(signal);
      }
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    } finally {
      if (signal === this.#controller.signal) this.#reading = false;
    }
  }

  /** After a failure: as if nothing had been tried. */
  retry(): void {
    const rev = this.#rev ?? 0;
    this.#rev = null;
    if (this.#state.phase === 'failed') this.#set({ phase: 'loading' });
    void this.catchUp(rev);
  }

  /** Reads the page above. `apply` runs just before it is shown, so that the caller can hold the scroll position. */
  async readEarlier(apply: (show: () => void) => void): Promise<void> {
    const state = this.#state;
    if (state.phase !== 'ready' || state.loadingEarlier || state.stretch.before === null) return;
    const { signal } = this.#controller;
    this.#set({ ...state, loadingEarlier: true });
    try {
      const page = await this.#page({ before: state.stretch.before }, signal);
      apply(() =>
        this.#update((ready) => ({
          ...ready,
          stretch: withEarlier(ready.stretch, page),
          loadingEarlier: false,
          error: null,
        })),
      );
    } catch (error) {
      this.#update((ready) => ({ ...ready, loadingEarlier: false, error: asError(error) }));
    }
  }

  async #readNewest(signal: AbortSignal): Promise<void> {
    const state = this.#state;
    if (state.phase !== 'ready') {
      const stretch = stretchOf(await this.#page({}, signal));
      return this.#set({ phase: 'ready', stretch, loadingEarlier: false, error: null });
    }
    let { after } = state.stretch;
    for (;;) {
      const page = await this.#page({ after }, signal);
      this.#update((ready) => ({ ...ready, stretch: withLater(ready.stretch, page), error: null }));
      if (page.items.length < PAGE || page.after <= after) return;
      after = page.after;
    }
  }

  #page(cursor: { before?: number; after?: number }, signal: AbortSignal) {
    return this.#client.call('conversation', { params: { key: this.#key }, query: { ...cursor, limit: PAGE }, signal });
  }

  #update(change: (ready: Extract<FeedState, { phase: 'ready' }>) => FeedState): void {
    if (this.#state.phase === 'ready') this.#set(change(this.#state));
  }

  #fail(error: unknown): void {
    this.#rev = null;
    if (this.#state.phase === 'ready') this.#set({ ...this.#state, error: asError(error) });
    else this.#set({ phase: 'failed', error: asError(error) });
  }

  #set(state: FeedState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
