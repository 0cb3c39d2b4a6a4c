import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sessionKey, type Problem } from '../contract/session.ts';
import type { Observation, ObservationSink } from '../core/observation.ts';
import type { Clock } from '../ports/clock.ts';
import { readLegacyEvents, type LegacyEvent } from './legacy-events.ts';
import { isLegacyFresh, legacyGone, legacyObservations } from './legacy-observations.ts';
import { LegacyScanner, type LegacyRecord } from './legacy-scan.ts';
import type { LegacySession } from './legacy-session.ts';

const TICK_MS = 10_000;
/** A file that is rewritten in place does not touch its folder: every so many ticks all files are looked at. */
const FULL_SCAN_TICKS = 6;

export interface LegacySourceOptions {
  dataDir: string;
  sink: ObservationSink;
  clock: Clock;
  /** A file that cannot be used. Told once for each version of it. */
  onProblem: (problem: Problem) => void;
  /** How often the folder is looked at, ms. */
  tickMs?: number;
}

/** What the original AMC left, and goes on writing while its hook is installed: read, never changed. */
export interface LegacySource {
  /** Resolves when every file there is has been told. */
  start(): Promise<void>;
  /** Looks at all files now. */
  reconcile(): Promise<void>;
  /** The original's event log of exactly this session; [] when there is none. */
  legacyEvents(sessionId: string): readonly LegacyEvent[];
  dispose(): Promise<void>;
}

export function createLegacySource(options: LegacySourceOptions): LegacySource {
  return new Source(options);
}

class Source implements LegacySource {
  readonly #options: LegacySourceOptions;
  readonly #folder: string;
  readonly #scanner: LegacyScanner;
  /** What was told last, by session key and type of observation, so that only news is told. */
  readonly #told = new Map<string, string>();
  #sessions: ReadonlyMap<string, LegacySession> = new Map();
  #fresh: readonly LegacySession[] = [];
  #scanning: Promise<void> = Promise.resolve();
  #folderMtimeMs = 0;
  #ticks = 0;
  #timer: NodeJS.Timeout | null = null;
  #disposed = false;

  constructor(options: LegacySourceOptions) {
    const { dataDir, clock, onProblem } = options;
    this.#options = options;
    this.#folder = join(dataDir, 'sessions');
    this.#scanner = new LegacyScanner({ folder: this.#folder, clock, onProblem });
  }

  async start(): Promise<void> {
    await this.reconcile();
    this.#scheduleTick();
  }

  reconcile(): Promise<void> {
    this.#scanning = this.#scanning.then(() => this.#scan());
    return this.#scanning;
  }

  legacyEvents(sessionId: string): readonly LegacyEvent[] {
    return readLegacyEvents(this.#options.dataDir, sessionId);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#scanning;
  }

  #scheduleTick(): void {
    if (this.#disposed) return;
    this.#timer = setTimeout(
      () => void this.#tick().finally(() => this.#scheduleTick()),
      this.#options.tickMs ?? TICK_MS,
    );
    this.#timer.unref();
  }

  async #tick(): Promise<void> {
    this.#ticks += 1;
    const isFull = this.#ticks % FULL_SCAN_TICKS === 0;
    if (isFull || (await folderMtimeMs(this.#folder)) !== this.#folderMtimeMs) await this.reconcile();
    else this.#fresh = this.#tellAll(this.#fresh);
  }

  async #scan(): Promise<void> {
    if (this.#disposed) return;
    // Taken before: what changes during the scan is seen at the next tick.
    this.#folderMtimeMs = await folderMtimeMs(this.#folder);
    const records = await this.#scanner.scan();
    if (records === null || this.#disposed) return;
    const before = this.#sessions;
    this.#sessions = this.#newestOfEach(records);
    this.#fresh = this.#tellAll([...this.#sessions.values()]);
    for (const [key, session] of before) if (!this.#sessions.has(key)) this.#tell(legacyGone(session));
  }

  /** Tells what is news of them; those that are still fresh have to be told again when they grow old. */
  #tellAll(sessions: readonly LegacySession[]): readonly LegacySession[] {
    const now = this.#options.clock();
    for (const session of sessions) {
      for (const observation of legacyObservations(session, now)) this.#tell(observation);
    }
    return sessions.filter((session) => isLegacyFresh(session, now));
  }

  #newestOfEach(records: readonly LegacyRecord[]): ReadonlyMap<string, LegacySession> {
    const newest = new Map<string, LegacyRecord & { session: LegacySession }>();
    for (const record of records) {
      if (record.session === null) continue;
      const mine = { ...record, session: record.session };
      const key = sessionKey(record.session.ref);
      const other = newest.get(key);
      if (other === undefined) {
        newest.set(key, mine);
        continue;
      }
      const [kept, dropped] = isNewer(mine, other) ? [mine, other] : [other, mine];
      newest.set(key, kept);
      this.#tell(this.#duplicate(kept.session, dropped.path));
    }
    return new Map([...newest].map(([key, { session }]) => [key, session]));
  }

  #duplicate(session: LegacySession, droppedPath: string): Observation {
    const at = this.#options.clock();
    const message = 'Two files of the original have this session’s id; the newest is used.';
    return {
      session: session.ref,
      source: 'legacy',
      at: session.lastEventAt,
      type: 'problem',
      problem: { code: 'legacy_duplicate', message, place: droppedPath, at },
    };
  }

  #tell(observation: Observation): void {
    const place = observation.type === 'problem' ? observation.problem.place : '';
    const slot = `${sessionKey(observation.session)}\n${observation.type}\n${place}`;
    const news = JSON.stringify(observation.type === 'problem' ? observation.problem.code : observation);
    if (this.#told.get(slot) === news) return;
    this.#told.set(slot, news);
    this.#options.sink(observation);
  }
}

function isNewer(a: LegacyRecord & { session: LegacySession }, b: LegacyRecord & { session: LegacySession }): boolean {
  return a.session.lastEventAt === b.session.lastEventAt
    ? a.mtimeMs > b.mtimeMs
    : a.session.lastEventAt > b.session.lastEventAt;
}

async function folderMtimeMs(folder: string): Promise<number> {
  try {
    return (await stat(folder)).mtimeMs;
  } catch {
    return 0;
  }
}
