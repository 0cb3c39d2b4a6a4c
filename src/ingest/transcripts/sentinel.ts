import type { Clock } from '../../ports/clock.ts';
import type { FolderWatcher } from '../../ports/log-reader.ts';
import type { TranscriptFormat } from '../../ports/transcripts.ts';
import type { SeenFile } from './engine.ts';
import { type ListedFolder, listAll, sliceListing } from './lister.ts';
import { Lookout, type Sign } from './lookout.ts';
import { isSame } from './source.ts';
import { titleFilesOf, watchTitles } from './titles.ts';
import { TUNING } from './tuning.ts';

export interface SentinelOptions {
  formats: readonly TranscriptFormat[];
  watcher: FolderWatcher;
  clock: Clock;
  /** Everything as it was when it was read last. */
  seen: readonly SeenFile[];
  /** Something is new. Called once; the sentinel has stopped then. */
  onChange: () => void;
  rescanMs?: number;
  tickMs?: number;
}

/**
 * Stands guard while no engine runs: compares what is there with what was read, by stat only, and says when somebody
 * has to read again. The first comparison is made at once, for what happened between the engine's end and now.
 */
export class Sentinel {
  readonly #options: SentinelOptions;
  readonly #seen: ReadonlyMap<string, SeenFile>;
  readonly #lookout: Lookout;
  readonly #unwatchTitles: () => void;
  #folders: ReadonlyMap<string, ListedFolder> = new Map();
  #comparing = false;
  #again = false;
  #stopped = false;

  constructor(options: SentinelOptions) {
    this.#options = options;
    const { watcher, clock, rescanMs = TUNING.rescanMs, tickMs = TUNING.tickMs } = options;
    this.#seen = new Map(options.seen.map((file) => [file.path, file]));
    const onSign = (sign: Sign) => this.#onSign(sign);
    this.#lookout = new Lookout({ watcher, clock, maxWatches: TUNING.maxWatches, rescanMs, tickMs, onSign });
    this.#lookout.start();
    this.#unwatchTitles = watchTitles(options.formats, watcher, () => void this.#compare());
    void this.#compare();
  }

  stop(): void {
    this.#stopped = true;
    this.#lookout.stop();
    this.#unwatchTitles();
  }

  #onSign(sign: Sign): void {
    if (sign.type === 'entry' && this.#isTranscript(sign.path)) return this.#tell();
    // Another entry may be a new folder with a transcript in it; what else is written there is none of ours.
    if (sign.type === 'entry' && !this.#isParent(sign.folder)) return;
    void this.#compare();
  }

  async #compare(): Promise<void> {
    this.#again = true;
    if (this.#comparing) return;
    this.#comparing = true;
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        await this.#compareOnce();
      }
    } finally {
      this.#comparing = false;
    }
  }

  async #compareOnce(): Promise<void> {
    const { formats } = this.#options;
    const began = performance.now();
    const { files, folders } = await sliceListing(listAll({ formats, before: this.#folders }));
    if (this.#stopped) return;
    this.#folders = folders;
    const there = [...files.values(), ...titleFilesOf(formats)];
    const isNew = there.length !== this.#seen.size || there.some(({ path, stat }) => !this.#wasSeen(path, stat));
    if (isNew) return this.#tell();
    const roots = formats.flatMap((format) => format.roots().map(({ dir }) => ({ path: dir, mtimeMs: Infinity })));
    this.#lookout.watch([...roots, ...folders.values()]);
    this.#lookout.rescanned(performance.now() - began);
  }

  #wasSeen(path: string, stat: Omit<SeenFile, 'path'>): boolean {
    const seen = this.#seen.get(path);
    return seen !== undefined && isSame(seen, stat);
  }

  #isTranscript(path: string): boolean {
    return this.#options.formats.some((format) => format.identify(path) !== null);
  }

  #isParent(folder: string): boolean {
    const depth = this.#folders.get(folder)?.depth;
    return depth === undefined || depth > 0;
  }

  #tell(): void {
    if (this.#stopped) return;
    this.stop();
    this.#options.onChange();
  }
}
