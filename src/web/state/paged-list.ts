export interface PageOf<T, E> {
  items: readonly T[];
  /** Cursor for more; null: that was all. */
  next: string | null;
  extra: E;
}

export interface PagedState<T, E> {
  phase: 'loading' | 'ready' | 'failed';
  items: readonly T[];
  next: string | null;
  /** Of the newest page that was read. */
  extra: E | null;
  loadingMore: boolean;
  error: Error | null;
}

export interface ReadPage<T, E> {
  (options: { cursor: string | null; limit: number; signal: AbortSignal }): Promise<PageOf<T, E>>;
}

const PAGE = 100;
const KEPT = 8;
const lists = new Map<string, PagedList<unknown, unknown>>();

/** The list of a name: the same one when it is gone back to. Names say everything the answers depend on. */
export function pagedList<T, E>(name: string, read: ReadPage<T, E>): PagedList<T, E> {
  const known = lists.get(name) as PagedList<T, E> | undefined;
  const list = known ?? new PagedList(read);
  lists.delete(name);
  lists.set(name, list as PagedList<unknown, unknown>);
  const [oldest] = lists.keys();
  if (lists.size > KEPT && oldest !== undefined) lists.delete(oldest);
  return list;
}

/** A list that is read page by page, as far as somebody cared to read. */
export class PagedList<T, E> {
  readonly #read: ReadPage<T, E>;
  readonly #listeners = new Set<() => void>();
  #state: PagedState<T, E> = {
    phase: 'loading',
    items: [],
    next: null,
    extra: null,
    loadingMore: false,
    error: null,
  };
  #controller = new AbortController();
  /** Reading anew, as long as it is under way. */
  #refreshing: Promise<void> | null = null;

  constructor(read: ReadPage<T, E>) {
    this.#read = read;
  }

  state = (): PagedState<T, E> => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  };

  /** Reads anew what is shown, at least a page. What is there stays until it is read. */
  async refresh(): Promise<void> {
    const limit = Math.max(PAGE, this.#state.items.length);
    const refreshing = this.#load({ cursor: null, limit }, []);
    this.#refreshing = refreshing;
    await refreshing;
    if (this.#refreshing === refreshing) this.#refreshing = null;
  }

  /** The next page, behind what is read anew at the moment. */
  async more(): Promise<void> {
    if (this.#refreshing !== null) await this.#refreshing;
    const { next, loadingMore, items } = this.#state;
    if (next === null || loadingMore) return;
    this.#set({ ...this.#state, loadingMore: true });
    await this.#load({ cursor: next, limit: PAGE }, items);
  }

  async #load(page: { cursor: string | null; limit: number }, before: readonly T[]): Promise<void> {
    this.#controller.abort();
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    try {
      const { items, next, extra } = await this.#read({ ...page, signal });
      if (signal.aborted) return;
      this.#set({ phase: 'ready', items: [...before, ...items], next, extra, loadingMore: false, error: null });
    } catch (error) {
      if (signal.aborted) return;
      const failure = error instanceof Error ? error : new Error(String(error));
      this.#set({ ...this.#state, phase: 'failed', loadingMore: false, error: failure });
    }
  }

  #stop(): void {
    this.#controller.abort();
    this.#state = { ...this.#state, loadingMore: false };
  }

  #set(state: PagedState<T, E>): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
