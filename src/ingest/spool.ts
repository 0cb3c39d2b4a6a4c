import { mkdir, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceHealth } from '../contract/health.ts';
import type { Problem } from '../contract/session.ts';
import type { Clock } from '../ports/clock.ts';
import type { HookSource } from '../ports/hooks.ts';
import type { FolderWatch } from '../ports/log-reader.ts';
import type { HookEvent, StateStore } from '../ports/state-store.ts';
import { createFolderWatcher } from './folder-watcher.ts';
import { keepNewestBad, setAside } from './spool-bad.ts';
import { parseSpoolEvent } from './spool-event.ts';
import { listSpool, readSpoolFile, removeStaleParts, type SpoolFile } from './spool-files.ts';
import { messageOf } from '../lib/message-of.ts';
import { SpoolProblems } from './spool-problems.ts';
import { storedPayload, toldPayload } from './spool-trim.ts';

export interface SpoolReaderOptions {
  /** `<data folder>/spool`. */
  dir: string;
  store: Pick<StateStore, 'addHookEvents' | 'hookEventsSince'>;
  /** Broken events and everything else that keeps events from arriving. */
  onProblem: (problem: Problem) => void;
  clock: Clock;
}

/** Reads what hooks write: durable in the store first, then out of the spool, then told. Start it after subscribing. */
export interface SpoolReader extends HookSource {
  /** Resolves when everything that lay in the spool has been told. */
  start(): Promise<void>;
  /** Resolves when everything that lay in the spool at the call has been told, or reported as a problem. */
  drain(): Promise<void>;
  health(): SourceHealth;
  dispose(): Promise<void>;
}

/** For what the watcher misses. */
const RECONCILE_MS = 5_000;
/** One transaction holds at most this much. */
const BATCH_FILES = 128;
const BATCH_BYTES = 16 * 1024 * 1024;
const FULL = '.full';

export function createSpoolReader(options: SpoolReaderOptions): SpoolReader {
  return new Spool(options);
}

interface ReadEvent {
  file: SpoolFile;
  told: HookEvent;
  stored: HookEvent;
}

class Spool implements SpoolReader {
  readonly #options: SpoolReaderOptions;
  readonly #listeners = new Map<string, Set<(event: HookEvent) => void>>();
  readonly #watcher = createFolderWatcher();
  #watch: FolderWatch | null = null;
  #timer: NodeJS.Timeout | null = null;
  #disposed = false;
  /** The look that goes on now, and the one that begins after it. */
  #current: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  /** What cannot be moved or removed: told once, not again at each look. */
  readonly #stuck = new Set<string>();
  #hasNewBad = false;
  #lastEventAt: number | null = null;
  readonly #problems: SpoolProblems;

  constructor(options: SpoolReaderOptions) {
    this.#options = options;
    this.#problems = new SpoolProblems(options);
  }

  async start(): Promise<void> {
    const { dir } = this.#options;
    await makeFolder(dir);
    this.#watch = this.#watcher.watch(dir, (name) => {
      if (name === null || name.endsWith('.event')) void this.drain();
    });
    this.#timer = setInterval(() => this.#reconcile(), RECONCILE_MS);
    this.#timer.unref();
    await this.drain();
  }

  drain(): Promise<void> {
    this.#next ??= this.#current.then(() => {
      this.#next = null;
      this.#current = this.#look();
      return this.#current;
    });
    return this.#next;
  }

  subscribe(agent: string, listener: (event: HookEvent) => void): () => void {
    const own = (event: HookEvent) => listener(event);
    const listeners = this.#listeners.get(agent) ?? new Set();
    this.#listeners.set(agent, listeners.add(own));
    return () => listeners.delete(own);
  }

  since(agent: string, at: number): readonly HookEvent[] {
    return this.#options.store.hookEventsSince(at).filter((event) => event.agent === agent);
  }

  health(): SourceHealth {
    const at = this.#options.clock();
    const { obstacle } = this.#problems;
    if (obstacle !== null) return { name: 'hook spool', state: 'failed', detail: obstacle, at };
    const last =
      this.#lastEventAt === null ? 'no event yet' : `last event at ${new Date(this.#lastEventAt).toISOString()}`;
    return { name: 'hook spool', state: 'ok', detail: last, at };
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#watch?.stop();
    this.#watcher.dispose();
    await (this.#next ?? this.#current);
  }

  #reconcile(): void {
    this.#watch?.recheck();
    void this.drain();
  }

  /** Never rejects: what goes wrong is told and tried again at the next look. */
  async #look(): Promise<void> {
    if (this.#disposed) return;
    this.#problems.beginLook();
    try {
      await this.#takeAll();
    } catch (error) {
      this.#problems.obstruct(`Hook events cannot be taken in: ${messageOf(error)}`, this.#options.dir);
    }
    this.#problems.endLook();
  }

  async #takeAll(): Promise<void> {
    const { dir, clock } = this.#options;
    await makeFolder(dir);
    const files = await readdir(dir);
    const { events, strange, parts } = await listSpool(dir, files);
    const waiting = events.filter(({ name }) => !this.#stuck.has(name));
    for (const batch of batches(waiting)) await this.#take(batch);
    for (const { file, reason } of strange) {
      if (!this.#stuck.has(file)) await this.#setAside({ file, name: file, offset: 0, reason });
    }
    if (this.#hasNewBad) await keepNewestBad(dir);
    this.#hasNewBad = false;
    await removeStaleParts({ dir, parts, now: clock() });
    if (files.includes(FULL)) await this.#open();
  }

  /** Stored, then removed, then told. Whatever is interrupted is taken again: the store knows what it has. */
  async #take(batch: readonly SpoolFile[]): Promise<void> {
    const { store, dir } = this.#options;
    const read = (await Promise.all(batch.map((file) => this.#read(file)))).filter((event) => event !== null);
    const added = new Set(store.addHookEvents(read.map(({ stored }) => stored)).map(({ name }) => name));
    await Promise.all(read.map(({ file }) => this.#remove(join(dir, file.file), file.name)));
    for (const { told } of read) if (added.has(told.name)) this.#tell(told);
  }

  async #read(file: SpoolFile): Promise<ReadEvent | null> {
    const { name, sizeBytes, writtenNs } = file;
    const bytes = await this.#bytes(file);
    if (bytes === null) return null;
    const parsed = parseSpoolEvent({ bytes, name, at: Number(writtenNs / 1_000_000n) });
    if (!parsed.ok) {
      await this.#setAside({ ...parsed, file: file.file, name });
      return null;
    }
    const { event } = parsed;
    const told = { ...event, payload: toldPayload(event.payload, sizeBytes) };
    return { file, told, stored: { ...event, payload: storedPayload(event.payload, sizeBytes) } };
  }

  async #bytes(file: SpoolFile): Promise<Buffer | null> {
    try {
      return await readSpoolFile(this.#options.dir, file);
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return null;
      if (isErrno(error, 'EACCES'))
        await this.#setAside({ ...file, offset: 0, reason: `cannot be read: ${messageOf(error)}` });
      else
        this.#problems.obstruct(`A hook event cannot be read: ${messageOf(error)}`, join(this.#options.dir, file.file));
      return null;
    }
  }

  async #remove(path: string, name: string): Promise<void> {
    try {
      await unlink(path);
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return;
      this.#stuck.add(name);
      this.#problems.report(
        'spool_event_stuck',
        `A hook event was read but cannot be removed: ${messageOf(error)}.`,
        path,
      );
    }
  }

  #tell(event: HookEvent): void {
    this.#lastEventAt = Math.max(this.#lastEventAt ?? 0, event.at);
    for (const listener of this.#listeners.get(event.agent) ?? []) {
      try {
        listener(event);
      } catch (error) {
        this.#problems.report(
          'hook_listener_failed',
          `A hook event was not handled, which is a bug in AMC: ${messageOf(error)}.`,
          event.name,
        );
      }
    }
  }

  async #setAside({
    file,
    name,
    offset,
    reason,
  }: {
    file: string;
    name: string;
    offset: number;
    reason: string;
  }): Promise<void> {
    const { dir } = this.#options;
    const message = `A hook event was left out: it ${reason}.`;
    try {
      const path = await setAside({ dir, file, name, reason: `At byte ${offset}: it ${reason}.` });
      this.#hasNewBad = true;
      this.#problems.report('spool_event_broken', message, `${path}:${offset}`);
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return;
      this.#stuck.add(name);
      this.#problems.report(
        'spool_event_broken',
        `${message} It cannot be moved away: ${messageOf(error)}.`,
        `${join(dir, file)}:${offset}`,
      );
    }
  }

  /** Hooks stop writing when `.full` is there; now there is room again. */
  async #open(): Promise<void> {
    const path = join(this.#options.dir, FULL);
    const since = await stat(path).catch(() => null);
    await unlink(path);
    const when = since === null ? '' : ` since ${since.mtime.toISOString()}`;
    this.#problems.report(
      'spool_was_full',
      `Hook events${when} are missing: the spool was full while AMC was away.`,
      path,
    );
  }
}

/** Also when somebody removed it while AMC runs: without it hooks write nothing. */
async function makeFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
}

function* batches(files: readonly SpoolFile[]): Generator<readonly SpoolFile[]> {
  let batch: SpoolFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (batch.length > 0 && (batch.length >= BATCH_FILES || bytes + file.sizeBytes > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(file);
    bytes += file.sizeBytes;
  }
  if (batch.length > 0) yield batch;
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
