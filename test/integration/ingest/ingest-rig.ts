import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IndexProgress } from '../../../src/contract/history.ts';
import type { Problem } from '../../../src/contract/session.ts';
import { createFolderWatcher } from '../../../src/ingest/folder-watcher.ts';
import { type IngestEngine, type IngestOptions, startIngest } from '../../../src/ingest/transcripts/engine.ts';
import { createStretchWorker, type StretchHelper } from '../../../src/ingest/transcripts/helper.ts';
import type { StretchLimits } from '../../../src/ingest/transcripts/stretch.ts';
import type { IndexBatch } from '../../../src/ports/history-store.ts';
import type { FolderWatcher } from '../../../src/ports/log-reader.ts';
import { openHistoryStore } from '../../../src/store/index/history-store.ts';
import { type GroupingIndexWriter, openIndexWriter } from '../../../src/store/index/index-writer.ts';
import { packItems } from '../../../src/store/index/pack.ts';
import { lineFormat } from './line-format.ts';

/** Watches nothing: what a network file system tells. */
export const blindWatcher: FolderWatcher = { watch: () => ({ recheck: () => undefined, stop: () => undefined }) };

type Store = Awaited<ReturnType<typeof openHistoryStore>>;

type RigOptions = Partial<IngestOptions> & {
  /** Commits through `commit`, or throws instead of it, or after it. */
  onCommit?: (commit: () => void) => void;
};

/** An engine over real files and a real index, that can be ended and begun again. */
export class IngestRig {
  readonly dir = mkdtempSync(join(tmpdir(), 'amc-ingest-'));
  readonly root = join(this.dir, 'agent');
  readonly db = join(this.dir, 'data', 'index.db');
  readonly problems: Problem[] = [];
  readonly progress: IndexProgress[] = [];
  readonly #options: Partial<IngestOptions>;
  readonly #watcher = createFolderWatcher();
  #running: { engine: IngestEngine; writer: IngestOptions['writer']; store: Store } | null = null;

  constructor(options: Partial<IngestOptions> = {}) {
    this.#options = options;
    mkdirSync(this.root);
  }

  get engine(): IngestEngine {
    return this.#now.engine;
  }

  get store(): Store {
    return this.#now.store;
  }

  /** Stands for the second thread: reads in this one, but later. */
  helper(limits: StretchLimits): () => StretchHelper {
    const read = createStretchWorker({ formats: [lineFormat(this.root)], pack: packItems, limits });
    return () => ({
      read: async (job) => {
        await new Promise((resolve) => setImmediate(resolve));
        return read(job);
      },
      dispose: async () => undefined,
    });
  }

  path(name: string): string {
    return join(this.root, name);
  }

  async start(more: RigOptions = {}): Promise<void> {
    const { onCommit = null, ...others } = more;
    const writer = await openIndexWriter({ path: this.db });
    const store = await openHistoryStore({ path: this.db });
    const engine = startIngest({
      formats: [lineFormat(this.root)],
      writer: onCommit === null ? writer : withCommits(writer, onCommit),
      pack: packItems,
      watcher: this.#watcher,
      clock: Date.now,
      onProblem: (problem) => this.problems.push(problem),
      onProgress: (progress) => this.progress.push(progress),
      ...this.#options,
      ...others,
    });
    this.#running = { engine, writer, store };
  }

  async stop(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    this.#running = null;
    await running.engine.dispose();
    running.store.close();
    running.writer.close();
  }

  async restart(more: RigOptions = {}): Promise<void> {
    await this.stop();
    await this.start(more);
    await this.engine.settle();
  }

  /** What is kept of a session's standing file, in file order. */
  texts(name: string): string[] {
    const generation = this.generations(name).find(({ state }) => state !== 'superseded');
    return generation === undefined ? [] : this.textsOf(generation.id);
  }

  textsOf(generation: number): string[] {
    return this.store.items(generation, 0, Number.MAX_SAFE_INTEGER).map((item) => ('text' in item ? item.text : ''));
  }

  generations(name: string) {
    return this.store.generationsOf(`claude:${name}`, null);
  }

  unreadable(name: string) {
    return this.store.session(`claude:${name}`)?.unreadable.map(({ from, to, reason }) => ({ from, to, reason })) ?? [];
  }

  /** What a check of everything finds. */
  async faults() {
    return [...this.store.verify(), ...(await this.engine.verify(this.store))];
  }

  async dispose(): Promise<void> {
    await this.stop();
    this.#watcher.dispose();
    rmSync(this.dir, { recursive: true, force: true });
  }

  get #now() {
    if (this.#running === null) throw new Error('The engine is not running.');
    return this.#running;
  }
}

function withCommits(writer: GroupingIndexWriter, onCommit: (commit: () => void) => void): GroupingIndexWriter {
  return new Proxy(writer, {
    get(target, name) {
      if (name === 'commit') return (batch: IndexBatch) => onCommit(() => target.commit(batch));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
