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
import { Strangers } from './strangers.ts';
import type { Tickets } from './tickets.ts';

/** Turns in one transaction: at most so many, with so much read. */
const TURNS_AT_ONCE = 128;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

type Lane = 'live' | 'backlog';

interface Turn {
  file: KnownFile;
  lane: Lane;
  /** Turns it had before. */
  had: number;
  result: TurnResult;
}

/** Of a turn that was not taken. */
const UNDONE: TurnResult = { kind: 'done', bytes: 0 };

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
  readonly #strangers: Strangers;
  /** Files whose next turn waits a moment. */
  readonly #paced = new Map<KnownFile, NodeJS.Timeout>();
  #step = 0;
  #unread = 0;

  constructor(options: WorkOptions) {
    this.#options = options;
    this.#strangers = new Strangers(options);
  }

  /** Whether some sessions are not in the list yet. */
  get hasStrangers(): boolean {
    return this.#strangers.size > 0;
  }

  get isIdle(): boolean {
    return !this.hasWork && this.#paced.size === 0 && !this.#options.desk.isBusy;
  }

  /** Whether `step` would do something. */
  get hasWork(): boolean {
    const waiting = this.#scheduler.live + this.#scheduler.backlog + this.#strangers.size;
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
    this.#strangers.add(files);
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
    const turns = this.#takeTurns(liveFirst);
    const left = [...turns];
    this.#orRequeue(left, () => {
      for (const { file, result, lane, had } of turns) {
        this.#after(file, result, lane, had);
        left.shift();
      }
    });
    return turns.length > 0;
  }

  /** Small turns go into one transaction, for it costs more than they do. */
  #takeTurns(liveOnly: boolean): Turn[] {
    const { ledger } = this.#options;
    const taken: Turn[] = [];
    this.#orRequeue(taken, () =>
      ledger.together(() => {
        let bytes = 0;
        while (taken.length < TURNS_AT_ONCE && bytes < BYTES_AT_ONCE) {
          const next = liveOnly ? this.#scheduler.nextOf('live') : this.#scheduler.next();
          if (next === null) return;
          const turn: Turn = { file: next.task, lane: next.lane, had: next.turns, result: UNDONE };
          taken.push(turn);
          turn.result = this.#turnOf(turn);
          if ('bytes' in turn.result) bytes += turn.result.bytes;
        }
      }),
    );
    return taken.filter(({ result }) => result !== UNDONE);
  }

  #turnOf({ file, lane }: Turn): TurnResult {
    if (!file.busy) return this.#options.turns.read(file, { keepOpen: lane === 'live' });
    // The helper's answer takes it up again.
    file.touched = true;
    return UNDONE;
  }

  /** It is not there any more; what was read of it stays. */
  vanish(file: KnownFile): void {
    const { catalog, ledger, turns, tickets, meter } = this.#options;
    const standing = ledger.at(file.path);
    if (standing !== null) ledger.lost(standing, 'gone');
    catalog.remove(file);
    meter.changed();
    this.forget(file);
    turns.close(file);
    tickets.read(file);
  }

  /** It cannot be read now. Told once; every listing tries again. */
  hide(file: KnownFile, message: string): void {
    const { ledger, tickets, onProblem, clock, meter } = this.#options;
    if (file.problem !== message) meter.changed();
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
    const introduced = this.#strangers.introduce();
    if (introduced === null) return false;
    for (const file of introduced.known) this.#scheduler.add(file, 'backlog');
    for (const file of introduced.gone) this.vanish(file);
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
      if (file.busy) {
        file.touched = true;
        continue;
      }
      if (file.unaided || file.listed.file.encoding !== 'plain') {
        kept.push({ file, had });
        continue;
      }
      const result = this.#orRequeue([{ file, lane: 'backlog', had }], () => turns.introduce(file));
      const standing = ledger.at(file.path);
      if (result.kind === 'more' && standing !== null) desk.give(file, had, jobOf(file, standing, ledger));
      else this.#after(file, result, 'backlog', had);
    }
    for (const { file, had } of kept) this.#scheduler.add(file, 'backlog', had);
  }

  #commit({ file, turns, answer }: Answered): void {
    const { ledger } = this.#options;
    // It changed since it was given away: that was not all.
    const again = file.touched || this.#scheduler.has(file);
    file.touched = false;
    if (answer.kind !== 'batch') {
      // What went wrong there is looked at again here.
      if (answer.kind === 'failed') file.unaided = true;
      const done = answer.kind === 'end' && !again;
      return this.#after(file, { kind: done ? 'done' : 'more', bytes: 0, stale: true }, 'backlog', turns);
    }
    const { batch, more } = answer;
    const standing = ledger.get(batch.generation);
    const fits = standing !== null && standing.state !== 'superseded' && standing.read === batch.from;
    if (fits) ledger.commit(batch);
    const bytes = fits ? batch.to - batch.from : 0;
    const stale = again || !fits;
    this.#after(file, { kind: more || stale ? 'more' : 'done', bytes, stale }, 'backlog', turns);
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
        if (result.stale !== true) tickets.read(file, this.#readOf(file));
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

  /** `turns`: those that are to be taken again when the index fails; the list may change while `work` goes on. */
  #orRequeue<T>(turns: readonly Omit<Turn, 'result'>[], work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof AmcError) for (const { file, lane, had } of turns) this.#scheduler.add(file, lane, had);
      throw error;
    }
  }
}

function jobOf(file: KnownFile, standing: Generation, ledger: Ledger): StretchJob {
  return { path: file.listed.real, generation: { ...standing }, memory: ledger.memory(standing) };
}
