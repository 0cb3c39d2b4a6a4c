import type { Client } from '../../../client/client.ts';
import type { ConversationPage } from '../../../contract/conversation.ts';
import type { SessionKey } from '../../../contract/session.ts';
import { isLast, PAGE, stretchOf, trimmed, withEarlier, withLater, type Stretch } from './conversation-state.ts';

export interface Ready {
  phase: 'ready';
  stretch: Stretch;
  /** Where it is reading on because somebody asked. */
  loading: 'earlier' | 'later' | null;
  error: Error | null;
  /** Items that came at the end while it was open. */
  arrived: number;
}
export type FeedState = { phase: 'loading' } | Ready | { phase: 'failed'; error: Error };

export interface FeedOptions {
  client: Client;
  key: SessionKey;
  agentId?: string | null;
  branches?: 'live' | 'all';
  /** Byte offset to open around; null: at the newest. */
  at?: number | null;
}

/** What was read: somebody went up or down for it, or it came by itself. */
export type Added = 'earlier' | 'later' | 'arrived';

/** The end that is far from the eye; null: neither is. */
export type FarEnd = (added: Added) => 'earliest' | 'latest' | null;

/** Shows what was read. The caller may measure before and after. */
type Apply = (show: () => void) => void;
type Cursor = { before?: number; after?: number; around?: number };

/**
 * Reads one conversation: the newest page first, or the one around a place; what comes after when told so, what lies before
 * and after when asked. Holds a few pages at a time.
 */
export class ConversationFeed {
  readonly #options: FeedOptions;
  readonly #listeners = new Set<() => void>();
  #state: FeedState = { phase: 'loading' };
  /** What the session says, and up to where that was read. */
  #rev: number | null = null;
  #read: number | null = null;
  /** The reads that are under way; new ones after every `activate`. */
  #controller = new AbortController();
  #reading = false;
  #farEnd: FarEnd = () => null;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** Begins to read when next told to; the returned function ends it. What was read stays. */
  activate(): () => void {
    const controller = new AbortController();
    this.#controller = controller;
    this.#read = null;
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
    this.#rev = rev;
    if (this.#reading) return;
    this.#reading = true;
    const { signal } = this.#controller;
    try {
      while (this.#read !== this.#rev && this.#follows() && !signal.aborted) {
        const goal = this.#rev;
        await this.#readNewest(signal);
        this.#read = goal;
      }
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    } finally {
      if (signal === this.#controller.signal) this.#reading = false;
    }
  }

  /** After a break: what is read may not be all, whatever is counted from now on. */
  doubt(): void {
    this.#read = null;
  }

  /** How to know which end can go when too much is held. Asked whenever something was added. */
  keepNear(farEnd: FarEnd): void {
    this.#farEnd = farEnd;
  }

  /** After a failure: as if nothing had been tried. */
  retry(): void {
    this.#read = null;
    if (this.#state.phase === 'failed') this.#set({ phase: 'loading' });
    void this.catchUp(this.#rev ?? 0);
  }

  readEarlier(apply: Apply): Promise<void> {
    const before = this.#state.phase === 'ready' ? this.#state.stretch.before : null;
    if (before === null) return Promise.resolve();
    return this.#readOn('earlier', { before }, apply);
  }

  /** Towards the newest; from there on it follows. */
  async readLater(apply: Apply): Promise<void> {
    if (this.#state.phase !== 'ready' || this.#state.stretch.newest) return;
    const goal = this.#rev;
    await this.#readOn('later', { after: this.#state.stretch.after }, apply);
    if (!this.#follows()) return;
    this.#read = goal;
    await this.catchUp(this.#rev ?? 0);
  }

  /** Lets go of what is held and reads the newest page. */
  async toNewest(): Promise<void> {
    if (this.#state.phase !== 'ready' || this.#state.stretch.newest) return;
    const goal = this.#rev;
    const { signal } = this.#controller;
    try {
      const page = await this.#page({}, signal);
      this.#update((ready) => ({ ...ready, stretch: stretchOf(page, true), loading: null, error: null }));
      this.#read = goal;
      await this.catchUp(this.#rev ?? 0);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  /** Reads what it is asked for next to what is held. */
  async #readOn(loading: 'earlier' | 'later', cursor: Cursor, apply: Apply): Promise<void> {
    const state = this.#state;
    if (state.phase !== 'ready' || state.loading !== null) return;
    const { signal } = this.#controller;
    this.#set({ ...state, loading });
    try {
      const page = await this.#page(cursor, signal);
      apply(() =>
        this.#update((ready) => this.#added({ ...ready, loading: null, error: null }, loading, cursor, page)),
      );
    } catch (error) {
      this.#update((ready) => ({ ...ready, loading: null, error: signal.aborted ? null : asError(error) }));
    }
  }

  async #readNewest(signal: AbortSignal): Promise<void> {
    if (this.#state.phase !== 'ready') {
      const at = this.#options.at ?? null;
      const page = await this.#page(at === null ? {} : { around: at }, signal);
      const stretch = stretchOf(page, at === null);
      return this.#set({ phase: 'ready', stretch, loading: null, error: null, arrived: 0 });
    }
    for (;;) {
      const { after } = this.#state.stretch;
      const page = await this.#page({ after }, signal);
      this.#update((ready) => ({
        ...this.#added(ready, 'arrived', { after }, page),
        error: null,
        arrived: ready.arrived + page.items.length,
      }));
      if (isLast(page) || this.#state.stretch.after !== page.after) return;
    }
  }

  /** With the page that `cursor` asked for, unless what is held ends elsewhere by now: then it would leave a gap. */
  #added(ready: Ready, what: Added, { before, after }: Cursor, page: ConversationPage): Ready {
    const earlier = what === 'earlier';
    if (earlier ? ready.stretch.before !== before : ready.stretch.after !== after) return ready;
    const stretch = earlier ? withEarlier(ready.stretch, page) : withLater(ready.stretch, page);
    const end = this.#farEnd(what);
    return { ...ready, stretch: end === null ? stretch : trimmed(stretch, end) };
  }

  /** New items belong at the end of what is held; or nothing is held yet. */
  #follows(): boolean {
    return this.#state.phase !== 'ready' || this.#state.stretch.newest;
  }

  #page(cursor: Cursor, signal: AbortSignal): Promise<ConversationPage> {
    const { client, key, agentId, branches = 'live' } = this.#options;
    const query = {
      ...cursor,
      limit: PAGE,
      ...(agentId == null ? {} : { agentId }),
      ...(branches === 'live' ? {} : { branches }),
    };
    return client.call('conversation', { params: { key }, query, signal });
  }

  #update(change: (ready: Ready) => Ready): void {
    if (this.#state.phase === 'ready') this.#set(change(this.#state));
  }

  #fail(error: unknown): void {
    if (this.#state.phase === 'ready') this.#set({ ...this.#state, loading: null, error: asError(error) });
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
