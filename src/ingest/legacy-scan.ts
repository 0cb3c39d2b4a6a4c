import { closeSync, constants, openSync, readFileSync, statSync, type Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Problem } from '../contract/session.ts';
import type { Clock } from '../ports/clock.ts';
import { parseLegacySession, type LegacySession, type ParsedLegacy } from './legacy-session.ts';

const MAX_BYTES = 1024 * 1024;
/** Longest time the event loop is kept busy in one go. Small files are read ten times faster so than one by one. */
const SLICE_MS = 4;
const SETTLED_MS = 1_000;
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

export interface LegacyRecord {
  path: string;
  mtimeMs: number;
  /** Changes with the content and with the permissions. */
  ctimeMs: number;
  /** Read so soon after it was written that a second write may bear the same time: it is read again. */
  isSettled: boolean;
  /** Why it could not be used when it was read last. */
  problem: string | null;
  /** What it said last; null when it never said anything usable. */
  session: LegacySession | null;
}

export interface LegacyScannerOptions {
  folder: string;
  clock: Clock;
  onProblem: (problem: Problem) => void;
}

/** Reads the original's session files; at each scan only those that have changed since the one before. */
export class LegacyScanner {
  readonly #options: LegacyScannerOptions;
  #records: ReadonlyMap<string, LegacyRecord> = new Map();
  #folderProblem: string | null = null;

  constructor(options: LegacyScannerOptions) {
    this.#options = options;
  }

  /** Every file there is now. `null`: the folder cannot be read, nothing is known. */
  async scan(): Promise<readonly LegacyRecord[] | null> {
    const names = await this.#list();
    if (names === null) return null;
    const found = await inSlices(names, (name) => this.#read(name));
    const records = found.filter((record) => record !== null);
    this.#records = new Map(records.map((record) => [record.path, record]));
    return records;
  }

  async #list(): Promise<readonly string[] | null> {
    const { folder } = this.#options;
    try {
      const entries = await readdir(folder, { withFileTypes: true });
      this.#folderProblem = null;
      return entries.filter((entry) => entry.isFile() && entry.name.endsWith('.json')).map(({ name }) => name);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      if (this.#folderProblem !== codeOf(error))
        this.#tell('legacy_folder_unreadable', `cannot be read (${codeOf(error)})`, folder);
      this.#folderProblem = codeOf(error);
      return null;
    }
  }

  /** null: removed since the listing. */
  #read(name: string): LegacyRecord | null {
    const path = join(this.#options.folder, name);
    const known = this.#records.get(path);
    const stat = statIfThere(path);
    if (stat === null || stat === 'unreadable') return stat === null ? null : (known ?? null);
    const { mtimeMs, ctimeMs, size } = stat;
    if (known?.isSettled === true && known.ctimeMs === ctimeMs) return known;
    const now = this.#options.clock();
    const parsed = readSession(path, { name, mtimeMs, size, now });
    const problem = parsed.ok ? null : parsed.reason;
    const isNews = known?.problem !== problem || known.ctimeMs !== ctimeMs;
    if (problem !== null && isNews) this.#tell('legacy_unusable', problem, path);
    // The original does not write in one piece: half a file is not the end of its session.
    const session = parsed.ok ? parsed.session : (known?.session ?? null);
    return { path, mtimeMs, ctimeMs, isSettled: now - ctimeMs > SETTLED_MS, problem, session };
  }

  #tell(code: string, reason: string, place: string): void {
    this.#options.onProblem({
      code,
      message: `This session file of the original ${reason}.`,
      place,
      at: this.#options.clock(),
    });
  }
}

function readSession(
  path: string,
  { name, mtimeMs, size, now }: { name: string; mtimeMs: number; size: number; now: number },
): ParsedLegacy {
  if (size > MAX_BYTES) return { ok: false, reason: `is larger than ${MAX_BYTES} bytes` };
  try {
    return parseLegacySession({ bytes: readBytes(path), stem: name.slice(0, -'.json'.length), mtimeMs }, now);
  } catch (error) {
    return { ok: false, reason: `cannot be read (${codeOf(error)})` };
  }
}

function readBytes(path: string): Uint8Array {
  const fd = openSync(path, OPEN_FLAGS);
  try {
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

function statIfThere(path: string): Stats | 'unreadable' | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return 'unreadable';
  }
}

/** Works on one after the other, and lets others have their turn every few milliseconds. */
async function inSlices<T, R>(items: readonly T[], work: (item: T) => R): Promise<R[]> {
  const results: R[] = [];
  let sliceStart = performance.now();
  for (const item of items) {
    results.push(work(item));
    if (performance.now() - sliceStart < SLICE_MS) continue;
    await setImmediate();
    sliceStart = performance.now();
  }
  return results;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
