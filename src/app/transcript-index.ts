import type { IndexProgress } from '../contract/history.ts';
import { createFolderWatcher } from '../ingest/folder-watcher.ts';
import type { SeenFile } from '../ingest/transcripts/engine.ts';
import { Sentinel } from '../ingest/transcripts/sentinel.ts';
import type { Log } from '../platform/log.ts';
import type { Env } from '../platform/paths.ts';
import { ThreadHost } from '../platform/thread-host.ts';
import { builtEntry, sameThread, type ServeRole, type StartThread, workerThreads } from '../platform/threads.ts';
import type { ArgumentOf, ResultOf } from '../platform/worker-rpc.ts';
import type { Clock } from '../ports/clock.ts';
import type { HistoryStore } from '../ports/history-store.ts';
import type { TranscriptIndex } from '../ports/transcript-index.ts';
import { openHistoryStore } from '../store/index/history-store.ts';
import { createFormats } from './formats.ts';
import {
  type IndexRole,
  indexPath,
  type IngestEvent,
  type IngestMethods,
  type QueryMethods,
  whereAgentsWrite,
} from './index-roles.ts';

export interface TranscriptIndexOptions {
  dataDir: string;
  env: Env;
  clock: Clock;
  log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** How threads are started; absent: as threads of the system where AMC is built, else in this one. */
  startThread?: StartThread;
  /** A thread that has nothing to do ends after so long. */
  idleMs?: number;
}

const IDLE_MS = 60_000;
const ENTRY = 'index-worker';

/** Loaded only where there are no threads: the code of the index is no part of what starts first. */
const serveHere: ServeRole = async (wire, role) => (await import('./index-worker.ts')).serveIndexRole(wire, role);

/** It can be asked at once for what was read before; reading begins with `start`, or when something needs it. */
export interface StartableIndex extends TranscriptIndex {
  start(): void;
}

/** Reads nothing yet: at a start of AMC who asks comes first. */
export async function createTranscriptIndex(options: TranscriptIndexOptions): Promise<StartableIndex> {
  const store = await openHistoryStore({ path: indexPath(options.dataDir) });
  return new ThreadedIndex(options, store);
}

class ThreadedIndex implements StartableIndex {
  readonly store: HistoryStore;
  readonly #options: TranscriptIndexOptions;
  readonly #ingest: ThreadHost<IngestMethods, IngestEvent>;
  readonly #query: ThreadHost<QueryMethods>;
  readonly #watcher = createFolderWatcher();
  readonly #listeners = new Set<(progress: IndexProgress) => void>();
  readonly #restTimer: NodeJS.Timeout;
  readonly #idleMs: number;
  #sentinel: Sentinel | null = null;
  #ending: Promise<void> | null = null;
  #disposed = false;
  #progress: IndexProgress = {
    state: 'listing',
    files: { known: 0, read: 0 },
    bytes: { known: 0, read: 0 },
    etaMs: null,
    unreadable: 0,
    problem: null,
  };

  constructor(options: TranscriptIndexOptions, store: HistoryStore) {
    this.#options = options;
    this.store = store;
    this.#idleMs = options.idleMs ?? IDLE_MS;
    const entry = builtEntry(ENTRY);
    const start = options.startThread ?? (entry === null ? sameThread(serveHere) : workerThreads(entry));
    const { dataDir, env } = options;
    const role = (name: IndexRole['role']): IndexRole => ({ role: name, dataDir, env: whereAgentsWrite(env), entry });
    this.#ingest = new ThreadHost<IngestMethods, IngestEvent>({
      name: 'The reader of transcripts',
      start,
      role: role('ingest'),
      restarts: true,
      onEvent: (event) => this.#onEvent(event),
      onDeath: (reason) => {
        options.log.error(reason.message);
        this.#tell({ ...this.#progress, state: 'failed', problem: `${reason.message} It is started again.` });
      },
    });
    this.#query = new ThreadHost<QueryMethods>({
      name: 'The thread for searches',
      start,
      role: role('query'),
      idleMs: this.#idleMs,
      onDeath: (reason) => options.log.error(reason.message),
    });
    this.#restTimer = setInterval(() => void this.#restIfIdle(), Math.max(20, this.#idleMs / 4));
    this.#restTimer.unref();
  }

  start(): void {
    if (!this.#disposed) this.#ingest.start();
  }

  progress(): IndexProgress {
    return this.#progress;
  }

  onProgress(listener: (progress: IndexProgress) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hint(path: string): void {
    // Without a reader nothing is lost: the next one lists everything.
    if (!this.#disposed) this.#ask('hint', path).catch(() => undefined);
  }

  settle(): Promise<void> {
    return this.#ask('settle', null);
  }

  async search(request: Parameters<TranscriptIndex['search']>[0]): ReturnType<TranscriptIndex['search']> {
    return { ...(await this.#query.call('search', request)), complete: this.#isComplete };
  }

  async usage(request: Parameters<TranscriptIndex['usage']>[0]): ReturnType<TranscriptIndex['usage']> {
    return { ...(await this.#query.call('usage', request)), complete: this.#isComplete };
  }

  /** By the reader's own word: a last line that is not whole yet is no reason to say "not yet". */
  get #isComplete(): boolean {
    return this.#progress.state === 'ready';
  }

  verify(): ReturnType<TranscriptIndex['verify']> {
    return this.#ask('verify', null);
  }

  rebuild(): Promise<void> {
    return this.#ask('rebuild', null);
  }

  forgetDeleted(session?: { agent: string; id: string }): Promise<number> {
    return this.#ask('forgetDeleted', session ?? null);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    clearInterval(this.#restTimer);
    this.#sentinel?.stop();
    await this.#ending;
    await Promise.all([this.#ingest.end('stop'), this.#query.end()]);
    this.#watcher.dispose();
    this.#listeners.clear();
    this.store.close();
  }

  /** Wakes the reader up if need be. */
  async #ask<K extends keyof IngestMethods>(
    method: K,
    argument: ArgumentOf<IngestMethods, K>,
  ): Promise<ResultOf<IngestMethods, K>> {
    await this.#ending;
    this.#sentinel?.stop();
    this.#sentinel = null;
    return this.#ingest.call(method, argument);
  }

  /** Ends the reader when nothing happens, and puts a sentinel in its place. */
  async #restIfIdle(): Promise<void> {
    if (this.#disposed || this.#ending !== null || !this.#ingest.isRunning) return;
    const seen = await this.#ingest.call('restingSince', this.#idleMs).catch(() => null);
    if (seen === null || this.#disposed || this.#ending !== null) return;
    this.#ending = this.#ingest.end('stop');
    await this.#ending;
    this.#ending = null;
    if (!this.#disposed && !this.#ingest.isRunning) this.#standGuard(seen);
  }

  #standGuard(seen: readonly SeenFile[]): void {
    const { env, clock } = this.#options;
    const onChange = () => {
      this.#sentinel = null;
      if (!this.#disposed) this.#ingest.start();
    };
    this.#sentinel = new Sentinel({ formats: createFormats(env), watcher: this.#watcher, clock, seen, onChange });
  }

  #onEvent(event: IngestEvent): void {
    if (event.type === 'progress') return this.#tell(event.progress);
    const { code, message, place } = event.problem;
    this.#options.log.warn(message, { code, place });
  }

  #tell(progress: IndexProgress): void {
    this.#progress = progress;
    for (const listener of this.#listeners) listener(progress);
  }
}
