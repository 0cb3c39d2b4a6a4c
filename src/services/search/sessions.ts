import type { HistoryDetail } from '../../contract/history.ts';
import { endsLineNow } from '../../ingest/transcript-records.ts';
import type { BlockRef, HistoryStore } from '../../ports/history-store.ts';
import { layoutOf } from '../history/layout.ts';

const PAGE = 1000;

/** What one search needs to know of sessions; asked once each. */
export class Sessions {
  readonly #store: HistoryStore;
  readonly #details = new Map<string, HistoryDetail | null>();
  #deleted: ReadonlySet<string> | null = null;

  constructor(store: HistoryStore) {
    this.#store = store;
  }

  of(block: BlockRef): HistoryDetail | null {
    const key = keyOf(block);
    const known = this.#details.get(key);
    if (known !== undefined) return known;
    const found = this.#store.session(key);
    this.#details.set(key, found);
    return found;
  }

  /** Where a block's file begins in its conversation, which may lie in several files: what its offsets are told from. */
  beginOf({ session, generation }: BlockRef): number {
    const { agent, id, agentId } = session;
    const files = this.#store.generationsOf(`${agent}:${id}`, agentId);
    const [newest] = files;
    if (newest === undefined || files.every(({ base }) => base === undefined)) return 0;
    const { segments } = layoutOf(newest, { store: this.#store, endsLine: endsLineNow });
    return segments.find(({ part }) => part.id === generation)?.at ?? 0;
  }

  isDeleted(block: BlockRef): boolean {
    this.#deleted ??= this.#deletedKeys();
    return this.#deleted.has(keyOf(block));
  }

  /** The key that was typed whole, with or without its agent; null: it is at most the beginning of one. */
  wholeKey(typed: string, agents: readonly string[]): string | null {
    const keys = typed.includes(':') ? [typed] : agents.map((agent) => `${agent}:${typed}`);
    return keys.find((key) => this.#store.session(key) !== null) ?? null;
  }

  #deletedKeys(): ReadonlySet<string> {
    const keys = new Set<string>();
    for (let cursor: string | null = null; ;) {
      const page = this.#store.list({ filter: { sourceDeleted: true }, cursor, limit: PAGE });
      for (const { key } of page.sessions) keys.add(key);
      if (page.next === null) return keys;
      cursor = page.next;
    }
  }
}

export function keyOf({ session }: BlockRef): string {
  return `${session.agent}:${session.id}`;
}
