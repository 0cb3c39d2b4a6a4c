import { AmcError } from '../../contract/errors.ts';
import type { Problem } from '../../contract/session.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Generation } from '../../ports/history-store.ts';
import type { Catalog } from './catalog.ts';
import type { FileTurns, TurnResult } from './file-turn.ts';
import type { Answered, HelperDesk } from './helper-desk.ts';
import type { StretchJob } from './helper.ts';
import type { KnownFile } from './known-file.ts';
import type { Ledger } from './ledger.ts';
import type { ProgressMeter } from './progress.ts';
import { Scheduler } from './scheduler.ts';
import type { Tickets } from './tickets.ts';

/** New files that become known in one transaction. */
const INTRODUCED_AT_ONCE = 16;

type Lane = 'live' | 'backlog';

export interface WorkOptions {
  catalog: Catalog;
  ledger: Ledger;
  turns: FileTurns;
  tickets: Tickets;
  meter: ProgressMeter;
  desk: HelperDesk;
  clock: Clock;
  /** A file that is written to all the time is read once in so long. */
  paceMs: number;
  /** The helper is asked while more than this is to be read. */
  helperBytes: number;
  onProblem: (problem: Problem) => void;
  /** There is something to do. */
  onWork: () => void;
}

/** What is to be read, whose turn it is, and what becomes of each turn. */
export class Work {
  readonly #options: WorkOptions;
  readonly #scheduler = new Scheduler<KnownFile>();
  /** Files whose sessions are not in the list yet, newest last. */
  #strangers: KnownFile[] = [];
  /** Files whose next turn waits a moment. */
  readonly #paced = new Map<KnownFile, NodeJS.Timeout>();
  #step = 0;
  #unread = 0;

  constructor(options: WorkOptions) {
    this.#options = options;
  }

  /** Whether some sessions are not in the list yet. */
  get hasStrangers(): boolean {
    return this.#strangers.length > 0;
  }

  get isIdle(): boolean {
    return !this.hasWork && this.#paced.size === 0 && !this.#options.desk.isBusy;
  }

  /** Whether `step` would do something. */
  get hasWork(): boolean {
    const waiting = this.#scheduler.live + this.#scheduler.backlog + this.#strangers.length;
    return waiting > 0 || this.#options.desk.peek() !== null;
  }

  /** Whether a file is still to be read, or just being read. */
  has(file: KnownFile): boolean {
    return file.busy || this.#scheduler.has(file);
  }

  get hasBacklog(): boolean {
    return this.#scheduler.backlog > 0 || this.#options.desk.isBusy;
  }

  /** About how many bytes wait to be read; counted at each listing. */
  get unread(): number {
    return this.#unread;
  }

  /** Counts anew what waits to be read. */
  count(): void {
    this.#unread = 0;
    for (const file of this.#options.catalog.files.values()) {
      const left = file.listed.stat.size - (this.#options.ledger.at(file.path)?.read ?? 0);
      if (left > 0) this.#unread += left;
    }
  }

  /** Files of a listing. Those that are new are introduced first, all before anything is read. */
  queue(files: readonly KnownFile[], lane: Lane): void {
    const strangers = files.filter(({ path }) => this.#options.ledger.at(path) === null);
    if (strangers.length > 0)
      this.#strangers = [...new Set([...this.#strangers, ...strangers])].sort((a, b) => a.mtimeMs() - b.mtimeMs());
    for (const file of files) this.#scheduler.add(file, lane);
    this.#options.onWork();
  }

  /** It was written to: it is read soon, but not more often than its pace. */
  touch(file: KnownFile): void {
    if (this.#paced.has(file)) return;
    const wait = file.readAt + this.#options.paceMs - performance.now();
    if (wait <= 0) return this.queue([file], 'live');
    const timer = setTimeout(() => {
      this.#paced.delete(file);
      this.queue([file], 'live');
    }, wait);
    this.#paced.set(file, timer);
  }

  /** One turn of one file; false: nothing to do. Throws what the index's writer throws, and then nothing is forgotten. */
  step(): boolean {
    const { desk } = this.#options;
    const answered = desk.peek();
    if (answered !== null) {
      this.#commit(answered);
      desk.drop();
      return true;
    }
    // Only what is written to right now goes between the files that are not in the list yet.
    const liveFirst = this.#step++ % 2 === 0 && this.#scheduler.live > 0;
    if (!liveFirst && this.#introduce()) return true;
    this.#delegate();
    const next = liveFirst ? this.#scheduler.nextOf('live') : this.#scheduler.next();
    if (next === null) return false;
    const { task: file, lane, turns } = next;
    if (file.busy) {
      // The helper's answer takes it up again.
      file.touched = true;
      return true;
    }
    const result = this.#orRequeue(file, lane, turns, () =>
      this.#options.turns.read(file, { keepOpen: lane === 'live' }),
    );
    this.#after(file, result, lane, turns);
    return true;
  }

  /** It is not there any more; what was read of it stays. */
  vanish(file: KnownFile): void {
    const { catalog, ledger, turns, tickets } = this.#options;
    const standing = ledger.at(file.path);
    if (standing !== null) ledger.lost(standing, 'gone');
    catalog.remove(file);
    this.forget(file);
    turns.close(file);
    tickets.read(file);
  }

  /** It cannot be read now. Told once; every listing tries again. */
  hide(file: KnownFile, message: string): void {
    const { ledger, tickets, onProblem, clock } = this.#options;
    if (file.problem === null) onProblem({ code: 'transcript_unreadable', message, place: file.path, at: clock() });
    file.problem = message;
    const standing = ledger.at(file.path);
    if (standing !== null) ledger.lost(standing, 'unreadable');
    tickets.read(file);
  }

  forget(file: KnownFile): void {
    this.#scheduler.remove(file);
    clearTimeout(this.#paced.get(file));
    this.#paced.delete(file);
  }

  stop(): void {
    for (const timer of this.#paced.values()) clearTimeout(timer);
    this.#paced.clear();
  }

  /** Puts some new files into the list of sessions, the newest first. */
  #introduce(): boolean {
    if (this.#strangers.length === 0) return false;
    const { ledger, turns, catalog } = this.#options;
    const some = this.#strangers.slice(-INTRODUCED_AT_ONCE).toReversed();
    const gone: KnownFile[] = [];
    ledger.together(() => {
      for (const file of some) {
        if (ledger.at(file.path) !== null || catalog.files.get(file.path) !== file) continue;
        if (turns.introduce(file).kind === 'gone') gone.push(file);
      }
    });
    this.#strangers.length -= some.length;
    for (const file of gone) this.vanish(file);
    return true;
  }

  /** Gives the helper files from the backlog while there is enough for two. */
  #delegate(): void {
    const { desk, turns, ledger, helperBytes } = this.#options;
    if (this.hasStrangers || !desk.takesMore || this.#scheduler.backlog === 0) return;
    if (!desk.isBusy && this.#unread < helperBytes) return;
    const kept: { file: KnownFile; had: number }[] = [];
    while (desk.takesMore) {
      const next = this.#scheduler.nextOf('backlog');
      if (next === null) break;
      const { task: file, turns: had } = next;
      if (file.busy) continue;
      if (file.unaided || file.listed.file.encoding !== 'plain') {
        kept.push({ file, had });
        continue;
      }
      const result = this.#orRequeue(file, 'backlog', had, () => turns.introduce(file));
      const standing = ledger.at(file.path);
      if (result.kind === 'more' && standing !== null) desk.give(file, had, jobOf(file, standing, ledger));
      else this.#after(file, result, 'backlog', had);
    }
    for (const { file, had } of kept) this.#scheduler.add(file, 'backlog', had);
  }

  #commit({ file, turns, answer }: Answered): void {
    const { ledger } = this.#options;
    const again = file.touched;
    file.touched = false;
    if (answer.kind !== 'batch') {
      // What went wrong there is looked at again here.
      if (answer.kind !== 'end') file.unaided = true;
      const done = answer.kind === 'end' && !again;
      return this.#after(file, { kind: done ? 'done' : 'more', bytes: 0 }, 'backlog', turns);
    }
    const { batch, more } = answer;
    const standing = ledger.get(batch.generation);
    const fits = standing !== null && standing.state !== 'superseded' && standing.read === batch.from;
    if (fits) ledger.commit(batch);
    const bytes = fits ? batch.to - batch.from : 0;
    this.#after(file, { kind: more || again || !fits ? 'more' : 'done', bytes }, 'backlog', turns);
  }

  #after(file: KnownFile, result: TurnResult, lane: Lane, turns: number): void {
    const { tickets, meter } = this.#options;
    file.readAt = performance.now();
    if ('bytes' in result) {
      meter.add(result.bytes);
      this.#unread = Math.max(0, this.#unread - result.bytes);
    }
    switch (result.kind) {
      case 'gone':
        return this.vanish(file);
      case 'unreadable':
        return this.hide(file, result.message);
      case 'more':
        file.problem = null;
        this.#scheduler.add(file, lane, turns + 1);
        tickets.read(file, this.#readOf(file));
        break;
      case 'done':
        file.problem = null;
        tickets.read(file);
    }
  }

  /** How far the file that is at the path now was read; what was there before does not count. */
  #readOf({ path, listed }: KnownFile): number {
    const standing = this.#options.ledger.at(path);
    return standing !== null && standing.inode === listed.stat.inode ? standing.read : -1;
  }

  #orRequeue<T>(file: KnownFile, lane: Lane, turns: number, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof AmcError) this.#scheduler.add(file, lane, turns);
      throw error;
    }
  }
}

function jobOf(file: KnownFile, standing: Generation, ledger: Ledger): StretchJob {
  const { id, read, inode } = standing;
  const { real: path, file: kind } = file.listed;
  return { path, file: kind, generation: id, from: read, inode, memory: ledger.memory(standing) };
}
