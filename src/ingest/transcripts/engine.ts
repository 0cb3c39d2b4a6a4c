import { AmcError, EnvironmentError } from '../../contract/errors.ts';
import type { IndexFault, IndexProgress } from '../../contract/history.ts';
import type { Problem } from '../../contract/session.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FolderWatcher } from '../../ports/log-reader.ts';
import type { TranscriptFormat } from '../../ports/transcripts.ts';
import type { PackItems } from './blocks.ts';
import { Catalog, isGone, isUnder } from './catalog.ts';
import { FileTurns } from './file-turn.ts';
import { HelperDesk } from './helper-desk.ts';
import type { StretchHelper } from './helper.ts';
import { type GroupingWriter, Ledger } from './ledger.ts';
import { listAll, sliceListing } from './lister.ts';
import { lookAt } from './look.ts';
import { Lookout, type Sign } from './lookout.ts';
import { ProgressMeter } from './progress.ts';
import { follow } from './signs.ts';
import { Tickets } from './tickets.ts';
import { Titles, watchTitles } from './titles.ts';
import { type IngestTuning, TUNING } from './tuning.ts';
import { type KeptItems, verifyFiles } from './verify.ts';
import { Work } from './work.ts';
import { messageOf } from '../../lib/message-of.ts';

export interface IngestOptions {
  formats: readonly TranscriptFormat[];
  /** Stays the caller's; closed after `dispose`. */
  writer: GroupingWriter;
  pack: PackItems;
  watcher: FolderWatcher;
  clock: Clock;
  /** Starts a second thread that reads; null: everything is read in this one. */
  helper?: (() => StretchHelper) | null;
  onProgress?: (progress: IndexProgress) => void;
  onProblem?: (problem: Problem) => void;
  tuning?: Partial<IngestTuning>;
}

/** A file as it was when everything in it was read: what a look for changes compares with. */
export interface SeenFile {
  path: string;
  size: number;
  mtimeMs: number;
  ctimeMs: number;
  inode: string;
}

/** Reads everything agents write into an index. File calls are synchronous: it wants a thread of its own. */
export interface IngestEngine {
  progress(): IndexProgress;
  /** A transcript was written to: it is read soon, before all others. */
  hint(path: string): void;
  /** Lists everything anew; resolves when all that was there is in the index. Rejects when reading is paused or fails. */
  settle(): Promise<void>;
  /** Everything against the files; reading waits meanwhile. `kept`: the same index, read. */
  verify(kept: KeptItems): Promise<IndexFault[]>;
  /** Runs between two transactions of the engine; what it changes in the writer is taken over. */
  exclusive<T>(work: () => T): Promise<T>;
  /** Monotonic ms since when there was nothing to do; null while there is. */
  idleSince(): number | null;
  seen(): SeenFile[];
  dispose(): Promise<void>;
}

/** Starts reading at once. */
export function startIngest(options: IngestOptions): IngestEngine {
  return new Engine(options);
}

interface Job {
  run: () => Promise<void>;
  cancel: (reason: Error) => void;
}

/** So much unread is worth being called "indexing" again after everything was read once. */
const MUCH_BYTES = 16 * 1024 * 1024;

class Engine implements IngestEngine {
  readonly #options: IngestOptions;
  readonly #tuning: IngestTuning;
  readonly #ledger: Ledger;
  readonly #catalog: Catalog;
  readonly #turns: FileTurns;
  readonly #tickets = new Tickets();
  readonly #meter: ProgressMeter;
  readonly #desk: HelperDesk;
  readonly #work: Work;
  readonly #lookout: Lookout;
  readonly #titles: Titles;
  readonly #unwatchTitles: () => void;
  readonly #signs: Sign[] = [];
  readonly #jobs: Job[] = [];
  #listWanted = true;
  #titlesWanted = false;
  #wake: (() => void) | null = null;
  #stopped = false;
  #failure: AmcError | null = null;
  #untidy = false;
  #idleSince: number | null = null;
  #sliceEnds = 0;
  readonly #running: Promise<void>;

  constructor(options: IngestOptions) {
    this.#options = options;
    const { formats, writer, pack, watcher, clock, helper = null, onProblem = () => undefined } = options;
    const tuning = (this.#tuning = { ...TUNING, ...options.tuning });
    const onWork = () => this.#wakeUp();
    const ledger = (this.#ledger = new Ledger(writer));
    const catalog = (this.#catalog = new Catalog(ledger));
    this.#turns = new FileTurns({ ledger, pack, limits: tuning, openFiles: tuning.openFiles });
    this.#meter = new ProgressMeter({ catalog, ledger, tell: (progress) => options.onProgress?.(progress) });
    const onFailure = (error: unknown) =>
      onProblem({ code: 'helper_failed', message: `The second reader failed: ${messageOf(error)}`, at: clock() });
    this.#desk = new HelperDesk({ start: helper, onAnswer: onWork, onFailure });
    const { paceMs, helperBytes, maxWatches, rescanMs, tickMs } = tuning;
    const shared = {
      catalog,
      ledger,
      turns: this.#turns,
      tickets: this.#tickets,
      meter: this.#meter,
      desk: this.#desk,
    };
    this.#work = new Work({ ...shared, clock, paceMs, helperBytes, onProblem, onWork });
    const onSign = (sign: Sign) => this.#noteSign(sign);
    this.#lookout = new Lookout({ watcher, clock, maxWatches, rescanMs, tickMs, onSign });
    this.#lookout.watch(rootsOf(formats));
    this.#lookout.start();
    const onTrouble = (message: string) => onProblem({ code: 'titles_unreadable', message, at: clock() });
    this.#titles = new Titles({ formats, writer, onTrouble });
    this.#unwatchTitles = watchTitles(formats, watcher, () => {
      this.#titlesWanted = true;
      this.#idleSince = null;
      this.#wakeUp();
    });
    this.#running = this.#run();
  }

  progress(): IndexProgress {
    return this.#meter.now();
  }

  hint(path: string): void {
    if (this.#stopped) return;
    const known = this.#catalog.find(path);
    if (known !== null) return this.#work.touch(known);
    const listed = lookAt(path, this.#options.formats);
    if (listed === null) return;
    const file = this.#catalog.find(listed.path, listed.real) ?? this.#catalog.add(listed);
    if (file !== null) this.#work.touch(file);
  }

  settle(): Promise<void> {
    if (this.#stopped) return Promise.reject(this.#failure ?? stopped());
    const settled = this.#tickets.take();
    this.#listWanted = true;
    this.#wakeUp();
    return settled;
  }

  async verify(kept: KeptItems): Promise<IndexFault[]> {
    await this.settle();
    return this.#job(async () => {
      const all = [...this.#ledger.all()].map((generation) => ({
        generation,
        memory: this.#ledger.memory(generation),
      }));
      const check = verifyFiles({ generations: all, formats: this.#options.formats, kept, limits: this.#tuning });
      for (;;) {
        const { done, value } = check.next();
        if (done === true) return value;
        await this.#breathe();
      }
    });
  }

  exclusive<T>(work: () => T): Promise<T> {
    return this.#job(() => {
      try {
        return work();
      } finally {
        this.#ledger.reload();
        this.#listWanted = true;
      }
    });
  }

  idleSince(): number | null {
    return this.#idleSince;
  }

  seen(): SeenFile[] {
    const transcripts = [...this.#catalog.files.values()].map(({ path, listed }) => ({ path, ...listed.stat }));
    return [...transcripts, ...this.#titles.seen().map(({ path, stat }) => ({ path, ...stat }))];
  }

  async dispose(): Promise<void> {
    this.#stop();
    this.#wakeUp();
    await this.#running;
    await this.#desk.end();
    this.#turns.closeAll();
    this.#cancel(this.#failure ?? stopped());
  }

  #stop(): void {
    this.#stopped = true;
    this.#lookout.stop();
    this.#unwatchTitles();
    this.#work.stop();
  }

  /** Whoever waits for something waits in vain. */
  #cancel(reason: Error): void {
    this.#tickets.reject(reason);
    for (const job of this.#jobs.splice(0)) job.cancel(reason);
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#round();
      } catch (error) {
        if (!(await this.#recover(error))) return;
      }
    }
  }

  /** One thing after the other, so that nothing has to be locked. */
  async #round(): Promise<void> {
    const job = this.#jobs.shift();
    if (job !== undefined) await job.run();
    else if (this.#listWanted) await this.#list();
    else if (this.#titlesWanted) this.#readTitles();
    else if (this.#followSigns() || this.#work.step()) {
      this.#untidy = true;
      this.#idleSince = null;
      this.#enterState();
      await this.#breathe();
    } else await this.#rest();
  }

  async #list(): Promise<void> {
    this.#listWanted = false;
    this.#idleSince = null;
    this.#tickets.listing();
    try {
      const began = performance.now();
      const listing = await sliceListing(listAll({ formats: this.#options.formats, before: this.#catalog.folders }));
      const took = performance.now() - began;
      if (listing.troubles.length !== this.#catalog.troubles.length) this.#meter.changed();
      const { changed, gone, hidden } = this.#catalog.update(listing);
      this.#work.queue(changed, this.#meter.state === 'ready' ? 'live' : 'backlog');
      this.#ledger.together(() => {
        for (const file of gone) this.#work.vanish(file);
        for (const file of hidden) this.#work.hide(file, this.#troubleOf(file.path));
        this.#dropOrphans();
      });
      this.#readTitles();
      this.#work.count();
      this.#tickets.listed([...this.#catalog.files.values()].filter((file) => this.#work.has(file)));
      this.#lookout.watch([...rootsOf(this.#options.formats), ...listing.folders.values()]);
      this.#lookout.rescanned(took);
    } catch (error) {
      this.#listWanted = true;
      throw error;
    }
    this.#enterState();
  }

  #readTitles(): void {
    this.#titlesWanted = false;
    this.#titles.read();
  }

  /** Files that were deleted while nobody looked. */
  #dropOrphans(): void {
    for (const generation of this.#catalog.orphans()) {
      const hidden = this.#catalog.troubles.some(({ path }) => isUnder(generation.path, path));
      this.#ledger.lost(generation, !hidden && isGone(generation.path) ? 'gone' : 'unreadable');
    }
  }

  #troubleOf(path: string): string {
    const trouble = this.#catalog.troubles.find((one) => isUnder(path, one.path));
    return trouble?.message ?? `${path} cannot be reached`;
  }

  #noteSign(sign: Sign): void {
    if (sign.type === 'all') this.#listWanted = true;
    else if (sign.type === 'entry') {
      // The most frequent of all: a file that is known was written to.
      const known = this.#catalog.find(sign.path);
      if (known !== null) return this.#work.touch(known);
      this.#signs.push(sign);
    } else this.#signs.push(sign);
    this.#wakeUp();
  }

  #followSigns(): boolean {
    const sign = this.#signs.shift();
    if (sign === undefined) return false;
    const finding = follow(sign, this.#catalog, this.#options.formats);
    if (finding.type === 'list') this.#listWanted = true;
    else {
      for (const file of finding.files) this.#work.touch(file);
      if (finding.newFolders)
        this.#lookout.watch([...rootsOf(this.#options.formats), ...this.#catalog.folders.values()]);
    }
    return true;
  }

  #enterState(): void {
    const { state } = this.#meter;
    if (this.#work.hasStrangers && state === 'listing') return;
    if (!this.#work.hasBacklog) this.#meter.enter('ready');
    else if (state !== 'ready' || this.#work.unread > MUCH_BYTES) this.#meter.enter('indexing');
  }

  /** Waits for something to do. */
  async #rest(): Promise<void> {
    this.#enterState();
    if (this.#untidy && this.#work.isIdle) {
      this.#untidy = false;
      this.#options.writer.tidy();
      await this.#desk.end();
    }
    this.#meter.rest();
    if (this.#work.isIdle) this.#idleSince ??= performance.now();
    await this.#sleep(null);
  }

  /** True: goes on. What the index cannot take now it may take later; a bug of ours ends reading. */
  async #recover(error: unknown): Promise<boolean> {
    if (!(error instanceof AmcError)) return this.#fail(error);
    if (this.#meter.state !== 'paused') this.#tell(error);
    this.#meter.enter('paused', [error.message, error.next].filter(Boolean).join(' '));
    this.#tickets.reject(error);
    await this.#sleep(this.#tuning.retryMs);
    // What the writer took is the truth, also after an error in the midst of something.
    this.#ledger.reload();
    this.#listWanted = true;
    return true;
  }

  #fail(cause: unknown): false {
    const message = `Reading transcripts failed: ${messageOf(cause)}`;
    this.#failure = new AmcError({ code: 'ingest_failed', message, cause });
    this.#tell(this.#failure);
    this.#stop();
    this.#meter.enter('failed', message);
    this.#cancel(this.#failure);
    return false;
  }

  #tell({ code, message }: AmcError): void {
    this.#options.onProblem?.({ code, message, at: this.#options.clock() });
  }

  #job<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#stopped) return Promise.reject(this.#failure ?? stopped());
    return new Promise<T>((resolve, reject) => {
      const run = async () => {
        try {
          resolve(await work());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      this.#jobs.push({ run, cancel: reject });
      this.#wakeUp();
    });
  }

  async #breathe(): Promise<void> {
    if (performance.now() < this.#sliceEnds) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#sliceEnds = performance.now() + this.#tuning.sliceMs;
  }

  /** Until woken, or so long. */
  async #sleep(ms: number | null): Promise<void> {
    if (this.#stopped || (ms === null && this.#hasSomething())) return;
    let timer: NodeJS.Timeout | null = null;
    await new Promise<void>((resolve) => {
      this.#wake = ms === null ? resolve : () => this.#stopped && resolve();
      if (ms !== null) timer = setTimeout(resolve, ms);
    });
    if (timer !== null) clearTimeout(timer);
    this.#wake = null;
  }

  #hasSomething(): boolean {
    return (
      this.#listWanted || this.#titlesWanted || this.#signs.length > 0 || this.#jobs.length > 0 || this.#work.hasWork
    );
  }

  #wakeUp(): void {
    this.#wake?.();
  }
}

function rootsOf(formats: readonly TranscriptFormat[]): { path: string; mtimeMs: number }[] {
  return formats.flatMap((format) => format.roots().map(({ dir }) => ({ path: dir, mtimeMs: Infinity })));
}

function stopped(): EnvironmentError {
  return new EnvironmentError({ code: 'index_stopped', message: 'Reading transcripts was stopped.' });
}
