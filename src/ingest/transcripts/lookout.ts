import { join } from 'node:path';
import type { Clock } from '../../ports/clock.ts';
import type { FolderWatch, FolderWatcher } from '../../ports/log-reader.ts';

export interface LookoutOptions {
  watcher: FolderWatcher;
  clock: Clock;
  /** Folders watched at most; the others are looked at by the timer only. */
  maxWatches: number;
  /** How often everything is to be looked at anew, whatever the watches say; not so often where that takes long. */
  rescanMs: number;
  /** How often the clock is looked at. */
  tickMs: number;
  onSign: (sign: Sign) => void;
}

/** That something may have changed; never what it is now. */
export type Sign =
  | { type: 'entry'; folder: string; path: string }
  | { type: 'folder'; folder: string }
  /** The slow timer, a wake from sleep, or more pings at once than the system may have told all of. */
  | { type: 'all'; reason: 'timer' | 'woke' | 'flood' };

/** A tick that comes so much too late means that the machine slept. */
const SLEPT_MS = 10_000;
/** So many pings between two ticks may be less than all: the system's queue of them has an end and does not tell. */
const FLOOD = 4_096;

/** Where there are very many files, rescans come more slowly: each may take such a share of the time. */
const PAUSE_SHARE = 400;
const LONGEST_PAUSE_MS = 120_000;

/** Looks out for changes: watches as hints, timers for what watches miss. */
export class Lookout {
  readonly #options: LookoutOptions;
  readonly #watches = new Map<string, { watch: FolderWatch; content: object | null }>();
  #timer: NodeJS.Timeout | null = null;
  #lastTick: number;
  #rescanIn: number;
  #pings = 0;

  constructor(options: LookoutOptions) {
    this.#options = options;
    this.#lastTick = options.clock();
    this.#rescanIn = options.rescanMs;
  }

  start(): void {
    this.#lastTick = this.#options.clock();
    this.#timer = setInterval(() => this.#tick(), this.#options.tickMs);
    this.#timer.unref();
  }

  /** Watches these folders, the newest where they are too many. With the same `content` one is still the same. */
  watch(folders: Iterable<{ path: string; mtimeMs: number; content?: object | null }>): void {
    const newest = [...folders].sort((a, b) => b.mtimeMs - a.mtimeMs).slice(0, this.#options.maxWatches);
    const wanted = new Map(newest.map(({ path, content }) => [path, content ?? null]));
    for (const [path, { watch }] of this.#watches) {
      if (wanted.has(path)) continue;
      watch.stop();
      this.#watches.delete(path);
    }
    for (const [path, content] of wanted) {
      const known = this.#watches.get(path);
      if (known === undefined) {
        const watch = this.#options.watcher.watch(path, (name) => this.#ping(path, name));
        this.#watches.set(path, { watch, content });
        continue;
      }
      if (content === null || known.content !== content) known.watch.recheck();
      known.content = content;
    }
  }

  /** The time until the next rescan begins anew: one was just made, and took so long. */
  rescanned(tookMs = 0): void {
    this.#rescanIn = Math.max(this.#options.rescanMs, Math.min(LONGEST_PAUSE_MS, tookMs * PAUSE_SHARE));
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    for (const { watch } of this.#watches.values()) watch.stop();
    this.#watches.clear();
  }

  #ping(folder: string, name: string | null): void {
    this.#pings++;
    if (name === null) this.#options.onSign({ type: 'folder', folder });
    else this.#options.onSign({ type: 'entry', folder, path: join(folder, name) });
  }

  #tick(): void {
    const now = this.#options.clock();
    const passed = now - this.#lastTick;
    this.#lastTick = now;
    this.#rescanIn -= this.#options.tickMs;
    const flood = this.#pings >= FLOOD;
    this.#pings = 0;
    if (passed > this.#options.tickMs + SLEPT_MS) this.#rescan('woke');
    else if (flood) this.#rescan('flood');
    else if (this.#rescanIn <= 0) this.#rescan('timer');
  }

  #rescan(reason: 'timer' | 'woke' | 'flood'): void {
    this.rescanned();
    this.#options.onSign({ type: 'all', reason });
  }
}
