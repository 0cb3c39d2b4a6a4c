import type { IndexBatch } from '../../ports/history-store.ts';
import type { RecordReading, TranscriptFile } from '../../ports/transcripts.ts';

/** What must be known of the records before. */
export interface UsageMemory {
  /** The newest model that a record named. */
  model: string;
  /** `cumulative` of the record with usage before. */
  cumulative: number | null;
  /** Where the file goes on from in an older one of its session; null: it does not. */
  base: number | null;
}

/** The responses of a stretch, each once; completes what their records leave to the ones before. */
export class UsageRows {
  readonly memory: UsageMemory;
  readonly #prefix: string;
  readonly #rows = new Map<string, IndexBatch['usage'][number]>();

  constructor(file: TranscriptFile, memory: UsageMemory) {
    this.memory = { ...memory };
    this.#prefix = file.agentId === undefined ? file.sessionId : `${file.sessionId}/${file.agentId}`;
  }

  add({ facts, usage, at }: RecordReading, offset: number): void {
    if (facts?.model !== undefined) this.memory.model = facts.model;
    if (facts?.base !== undefined) this.memory.base = facts.base.end;
    if (usage === undefined) return;
    const { cumulative } = usage;
    const again = cumulative !== undefined && cumulative === this.memory.cumulative;
    this.memory.cumulative = cumulative ?? null;
    if (again) return;
    const id = usage.id === '' ? this.#idAt(offset) : usage.id;
    const model = usage.model === '' ? this.memory.model : usage.model;
    this.#rows.set(id, Object.assign(usage, { id, model, at: at ?? null, offset }));
  }

  /** An older file of the session has a record at the same offset, too. */
  #idAt(offset: number): string {
    const { base } = this.memory;
    return base === null ? `${this.#prefix}:${offset}` : `${this.#prefix}:${base}+${offset}`;
  }

  take(): IndexBatch['usage'] {
    return [...this.#rows.values()];
  }
}
