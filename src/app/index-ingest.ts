import type { IndexFault } from '../contract/history.ts';
import { createFolderWatcher } from '../ingest/folder-watcher.ts';
import { type IngestEngine, type SeenFile, startIngest } from '../ingest/transcripts/engine.ts';
import type { StretchHelper } from '../ingest/transcripts/helper.ts';
import { ThreadHost } from '../platform/thread-host.ts';
import { type Role, workerThreads } from '../platform/threads.ts';
import { serveCalls, type Wire } from '../platform/worker-rpc.ts';
import { openHistoryStore } from '../store/index/history-store.ts';
import { type GroupingIndexWriter, openIndexWriter } from '../store/index/index-writer.ts';
import { packItems } from '../store/index/pack.ts';
import { createFormats } from './formats.ts';
import { type IndexRole, indexPath, type IngestEvent, type IngestMethods, type ReadMethods } from './index-roles.ts';

/** The thread that writes the index: owns the writer and the engine over it. Throws when the index cannot be opened. */
export async function serveIngest(wire: Wire, role: IndexRole): Promise<Role> {
  const path = indexPath(role.dataDir);
  return new IngestThread(wire, role, await openIndexWriter({ path }));
}

class IngestThread implements Role, IngestMethods {
  readonly running: Promise<never>;
  readonly #role: IndexRole;
  readonly #path: string;
  readonly #watcher = createFolderWatcher();
  readonly #tell: (event: IngestEvent) => void;
  #fail: (reason: Error) => void = () => undefined;
  #writer: GroupingIndexWriter;
  #engine: IngestEngine;
  #stopping: Promise<void> | null = null;

  constructor(wire: Wire, role: IndexRole, writer: GroupingIndexWriter) {
    this.#role = role;
    this.#path = indexPath(role.dataDir);
    this.running = new Promise<never>((_resolve, reject) => (this.#fail = reject));
    this.running.catch(() => this.stop());
    this.#tell = serveCalls<IngestMethods, IngestEvent>(wire, {
      hint: (path) => this.hint(path),
      settle: () => this.settle(),
      verify: () => this.verify(),
      rebuild: () => this.rebuild(),
      forgetDeleted: (session) => this.forgetDeleted(session),
      restingSince: (idleMs) => this.restingSince(idleMs),
      stop: () => this.stop(),
    });
    this.#writer = writer;
    this.#engine = this.#begin(writer);
  }

  hint(path: string): void {
    this.#engine.hint(path);
  }

  settle(): Promise<void> {
    return this.#engine.settle();
  }

  async verify(): Promise<readonly IndexFault[]> {
    const store = await openHistoryStore({ path: this.#path });
    try {
      return [...store.verify(), ...(await this.#engine.verify(store))];
    } finally {
      store.close();
    }
  }

  async rebuild(): Promise<void> {
    try {
      await this.#engine.dispose();
      this.#writer.close();
      this.#writer = await openIndexWriter({ path: this.#path, anew: true });
      this.#engine = this.#begin(this.#writer);
    } catch (error) {
      // Nothing runs any more; whoever started this thread starts another one.
      this.#fail(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
    await this.#engine.settle();
  }

  forgetDeleted(session: { agent: string; id: string } | null): Promise<number> {
    return this.#engine.exclusive(() => this.#writer.forgetDeleted(session ?? undefined));
  }

  restingSince(idleMs: number): SeenFile[] | null {
    const since = this.#engine.idleSince();
    return since === null || performance.now() - since < idleMs ? null : this.#engine.seen();
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#stop());
  }

  async #stop(): Promise<void> {
    await this.#engine.dispose();
    this.#watcher.dispose();
    this.#writer.close();
  }

  #begin(writer: GroupingIndexWriter): IngestEngine {
    const { env, entry } = this.#role;
    return startIngest({
      formats: createFormats(env),
      writer,
      pack: packItems,
      watcher: this.#watcher,
      clock: Date.now,
      helper: entry === null || env.AMC_INDEX_THREADS === '1' ? null : () => startHelper(this.#role, entry),
      onProblem: (problem) => this.#tell({ type: 'problem', problem }),
      onProgress: (progress) => {
        this.#tell({ type: 'progress', progress });
        // A bug of ours: the thread ends, and is started anew with a clean mind.
        if (progress.state === 'failed') this.#fail(new Error(progress.problem ?? 'reading failed'));
      },
    });
  }
}

/** A thread of the reader's own. */
function startHelper(role: IndexRole, entry: string): StretchHelper {
  const host = new ThreadHost<ReadMethods>({
    name: 'The second reader of transcripts',
    start: workerThreads(entry),
    role: { ...role, role: 'read' } satisfies IndexRole,
  });
  return { read: (job) => host.call('read', job), dispose: () => host.end() };
}
