import { setImmediate } from 'node:timers/promises';
import type { Span } from '../../contract/usage.ts';
import { sessionKey } from '../../contract/session.ts';
import { boundedWaits, waitsOf } from '../../core/usage/waits.ts';
import type { HistoryStore } from '../../ports/history-store.ts';
import type { HookTraces } from '../../ports/hook-traces.ts';
import type { UsageRequest } from '../../ports/transcript-index.ts';
import { keysOf } from './waited.ts';

/** Sessions whose waits are remembered. */
const MAX_KNOWN = 1_000;

interface Waits {
  newest: number;
  spans: readonly Span[];
}

/** How long sessions waited for permissions, by their hook events. Reads those of a session again only when it has new ones. */
export class PermissionWaits {
  readonly #store: Pick<HistoryStore, 'spans' | 'list'>;
  readonly #traces: Pick<HookTraces, 'waiting' | 'waitMarks'>;
  readonly #known = new Map<string, Waits>();

  constructor(options: {
    store: Pick<HistoryStore, 'spans' | 'list'>;
    traces: Pick<HookTraces, 'waiting' | 'waitMarks'>;
  }) {
    this.#store = options.store;
    this.#traces = options.traces;
  }

  /** Of each session that was asked about; spans may begin before and end after the period. */
  async of({ from, to, project, sessionKey: only }: UsageRequest): Promise<Span[][]> {
    const keys = project === undefined ? null : new Set(keysOf(this.#store, project));
    const all: Span[][] = [];
    for (const { ref, newest } of this.#traces.waiting({ from, to })) {
      const key = sessionKey(ref);
      if ((only !== undefined && only !== key) || keys?.has(key) === false) continue;
      let waits = this.#known.get(key);
      if (waits?.newest !== newest) {
        waits = { newest, spans: waitsOf(this.#traces.waitMarks(ref)) };
        this.#remember(key, waits);
        // Others have their turn between two sessions.
        await setImmediate();
      }
      all.push(boundedWaits(this.#store.spans(key), waits.spans));
    }
    return all;
  }

  #remember(key: string, waits: Waits): void {
    this.#known.delete(key);
    this.#known.set(key, waits);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_KNOWN) return;
      this.#known.delete(oldest);
    }
  }
}
