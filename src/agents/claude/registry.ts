import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceHealth } from '../../contract/health.ts';
import type { ProcessId } from '../../core/observation.ts';
import type { FolderWatch, FolderWatcher } from '../../ports/log-reader.ts';
import type { ProcessTable } from '../../ports/process-table.ts';
import type { Clock } from '../../ports/clock.ts';
import { isSameStart, RegistryEntry } from './registry-entry.ts';

/** A live entry: its process is proven to be the one that wrote it. */
export interface LiveEntry {
  entry: RegistryEntry;
  process: ProcessId;
  configDir: string;
}

export interface RegistryOptions {
  configDir: string;
  watcher: FolderWatcher;
  processTable: ProcessTable;
  clock: Clock;
  /** A live entry is there or changed; null: it is gone, or its process is. */
  onEntry: (file: string, live: LiveEntry | null) => void;
}

/** Only these; what else lies beside them (`*.key`) are secrets that are never opened. */
const ENTRY_FILE = /^\d+\.json$/;
/** The files are not written atomically: half a file is read again after this, so often. */
const RETRY_MS = 25;
const RETRIES = 8;
const COALESCE_MS = 3;

/** Claude Code's own list of its running sessions, one small file per process. */
export class Registry {
  readonly #options: RegistryOptions;
  readonly #folder: string;
  readonly #watch: FolderWatch;
  readonly #live = new Map<string, { live: LiveEntry; text: string }>();
  /** Files to look at; null: all of them. */
  #dirty: Set<string> | null = new Set();
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> = Promise.resolve();
  #stopped = false;
  #health: Pick<SourceHealth, 'state' | 'detail'> = { state: 'absent', detail: 'not looked at yet' };
  readonly #unreadable = new Set<string>();

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#folder = join(options.configDir, 'sessions');
    this.#watch = options.watcher.watch(this.#folder, (name) => this.#mark(name));
  }

  /** Looks at every file. */
  async scan(): Promise<void> {
    this.#watch.recheck();
    this.#dirty = null;
    await this.#run();
  }

  /** Looks whether the processes of the live entries are still there. */
  async checkProcesses(): Promise<void> {
    for (const [file, { live }] of this.#live) {
      if (!(await this.#isRunning(live.process))) this.#drop(file);
    }
  }

  health(): SourceHealth {
    const name = 'claude registry';
    const at = this.#options.clock();
    if (this.#unreadable.size === 0) return { name, ...this.#health, at };
    return { name, state: 'degraded', detail: `cannot read ${[...this.#unreadable].join(', ')}`, at };
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#watch.stop();
  }

  #mark(name: string | null): void {
    if (this.#stopped || (name !== null && !ENTRY_FILE.test(name))) return;
    if (name === null) this.#dirty = null;
    else this.#dirty?.add(name);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.#run();
    }, COALESCE_MS);
  }

  /** One run after the other, so that an older look never overwrites a newer one. */
  #run(): Promise<void> {
    this.#working = this.#working.then(async () => {
      if (this.#stopped) return;
      const dirty = this.#dirty;
      this.#dirty = new Set();
      const files = dirty === null ? await this.#allFiles() : [...dirty];
      await Promise.all(files.map((file) => this.#look(file)));
    });
    return this.#working;
  }

  async #allFiles(): Promise<string[]> {
    try {
      const files = (await readdir(this.#folder)).filter((name) => ENTRY_FILE.test(name));
      this.#health = { state: 'ok', detail: `${files.length} in ${this.#folder}` };
      return [...new Set([...files, ...this.#live.keys()])];
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      this.#health = isMissing
        ? { state: 'absent', detail: `${this.#folder} does not exist: Claude Code has not run here yet` }
        : { state: 'failed', detail: `${this.#folder} cannot be read: ${String(error)}` };
      // Only a missing folder means that the files are gone; one that cannot be read says nothing.
      return isMissing ? [...this.#live.keys()] : [];
    }
  }

  async #look(file: string): Promise<void> {
    for (let attempt = 0; attempt < RETRIES && !this.#stopped; attempt += 1) {
      const text = await readFile(join(this.#folder, file), 'utf8').catch(() => null);
      if (text === null) {
        this.#unreadable.delete(file);
        this.#drop(file);
        return;
      }
      if (this.#live.get(file)?.text === text) return;
      const entry = parseEntry(text);
      if (entry !== null) {
        this.#unreadable.delete(file);
        await this.#accept(file, text, entry);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
    this.#unreadable.add(file);
  }

  async #accept(file: string, text: string, entry: RegistryEntry): Promise<void> {
    const process = { pid: entry.pid, startTime: entry.procStart };
    const info = file === `${entry.pid}.json` ? await this.#options.processTable.get(entry.pid) : null;
    if (info === null || !isSameStart(info.startTime, entry.procStart)) {
      this.#drop(file);
      return;
    }
    const live = { entry, process: { ...process, startTime: info.startTime }, configDir: this.#options.configDir };
    this.#live.set(file, { live, text });
    if (!this.#stopped) this.#options.onEntry(file, live);
  }

  async #isRunning({ pid, startTime }: ProcessId): Promise<boolean> {
    const info = await this.#options.processTable.get(pid);
    return info !== null && info.startTime === startTime;
  }

  #drop(file: string): void {
    if (this.#live.delete(file) && !this.#stopped) this.#options.onEntry(file, null);
  }
}

function parseEntry(text: string): RegistryEntry | null {
  try {
    const parsed = RegistryEntry.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
