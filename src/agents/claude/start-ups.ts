import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SessionRef } from '../../contract/session.ts';
import type { ObservationSink, ProcessId } from '../../core/observation.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FolderWatch, FolderWatcher } from '../../ports/log-reader.ts';
import type { ProcessTable } from '../../ports/process-table.ts';

export interface StartUpsOptions {
  configDir: string;
  watcher: FolderWatcher;
  processTable: ProcessTable;
  clock: Clock;
  sink: ObservationSink;
  /** How long a start may take before it is told, ms. */
  patienceMs?: number;
}

/** Their names tell a pid; they are secrets and never opened. FORMAT.md, "Screen". */
const KEY_FILE = /^(\d+)\..+\.key$/;
/** A start without a dialog has its registry entry by then. */
const PATIENCE_MS = 1_500;
const COALESCE_MS = 20;

interface StartUp {
  ref: SessionRef;
  process: ProcessId;
  timer: NodeJS.Timeout | null;
}

/**
 * Claude Code before it has a session: while a dialog of its start stands (trust in the folder, an API key) there is no
 * registry entry, only the key file of its process. Such a process is told as a session of its own that is starting,
 * until it has one, or is gone.
 */
export class StartUps {
  readonly #options: StartUpsOptions;
  readonly #folder: string;
  readonly #watch: FolderWatch;
  readonly #open = new Map<number, StartUp>();
  /** Key files of processes that are gone, or have a session. */
  readonly #settled = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: StartUpsOptions) {
    this.#options = options;
    this.#folder = join(options.configDir, 'sessions');
    this.#watch = options.watcher.watch(this.#folder, (name) => {
      if (name === null || KEY_FILE.test(name)) this.#lookSoon();
    });
  }

  has(id: string): boolean {
    return [...this.#open.values()].some(({ ref, timer }) => ref.id === id && timer === null);
  }

  /** Looks at every key file. */
  async scan(): Promise<void> {
    this.#watch.recheck();
    const names = await readdir(this.#folder).catch(() => []);
    const files = new Set(names);
    for (const name of this.#settled) if (!files.has(name)) this.#settled.delete(name);
    for (const name of names) {
      const pid = Number(KEY_FILE.exec(name)?.[1] ?? 0);
      if (pid === 0 || this.#settled.has(name) || this.#open.has(pid)) continue;
      const process = files.has(`${pid}.json`) ? null : await this.#claudeAt(pid);
      if (process === null) this.#settled.add(name);
      else if (!this.#stopped) this.#begin(process);
    }
    await this.checkProcesses();
  }

  async checkProcesses(): Promise<void> {
    for (const [pid, { process }] of this.#open) {
      if ((await this.#claudeAt(pid))?.startTime !== process.startTime) this.#end(pid, null);
    }
  }

  /** Its registry entry came. */
  began(pid: number, sessionId: string): void {
    this.#end(pid, sessionId);
  }

  stop(): void {
    this.#stopped = true;
    this.#watch.stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const { timer } of this.#open.values()) if (timer !== null) clearTimeout(timer);
  }

  #lookSoon(): void {
    if (this.#stopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.scan();
    }, COALESCE_MS);
  }

  async #claudeAt(pid: number): Promise<ProcessId | null> {
    const { processTable } = this.#options;
    const info = await processTable.get(pid);
    if (info === null) return null;
    const argv = await processTable.argv(pid);
    const isClaude = argv.slice(0, 2).some((word) => /^claude\b/.test(basename(word)));
    return isClaude ? { pid, startTime: info.startTime } : null;
  }

  #begin(process: ProcessId): void {
    if (this.#open.has(process.pid)) return;
    const { patienceMs = PATIENCE_MS } = this.#options;
    const ref = { agent: 'claude', id: `starting-${process.pid}-${process.startTime}` } as const;
    const timer = setTimeout(() => void this.#tell(process), patienceMs).unref();
    this.#open.set(process.pid, { ref, process, timer });
  }

  async #tell(process: ProcessId): Promise<void> {
    const { clock, processTable, sink } = this.#options;
    const cwd = await processTable.cwd(process.pid);
    const startUp = this.#open.get(process.pid);
    if (startUp?.process !== process || this.#stopped) return;
    startUp.timer = null;
    const fact = { session: startUp.ref, source: 'process', at: clock() } as const;
    const detail = `pid ${process.pid} is Claude Code and has no session yet`;
    sink({ ...fact, type: 'process', process, detail });
    if (cwd !== null) sink({ ...fact, type: 'described', facts: { cwd, startedAt: fact.at } });
    sink({ ...fact, type: 'activity', activity: 'starting', detail });
  }

  #end(pid: number, sessionId: string | null): void {
    const startUp = this.#open.get(pid);
    if (startUp === undefined) return;
    this.#open.delete(pid);
    if (startUp.timer !== null) clearTimeout(startUp.timer);
    if (startUp.timer !== null || this.#stopped) return;
    const { clock, sink } = this.#options;
    const into = sessionId === null ? null : ({ agent: 'claude', id: sessionId } as const);
    const detail = into === null ? `process: pid ${pid} is gone` : `registry: pid ${pid} has begun its session`;
    const source = into === null ? 'process' : 'registry';
    sink({ session: startUp.ref, source, at: clock(), type: 'merged', into, detail });
  }
}
