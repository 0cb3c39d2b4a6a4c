import { lstat, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../ports/clock.ts';
import { LegacyScanner, type LegacyRecord } from './legacy-scan.ts';

const HOUR_MS = 3_600_000;
/** The original's rules. */
const ORPHAN_LOG_MS = 24 * HOUR_MS;
const STARTING_MS = HOUR_MS;

export interface LegacyJanitorOptions {
  dataDir: string;
  clock: Clock;
  /** Names of the Zellij sessions that run now (no EXITED ones); null: it cannot be asked, so nobody is gone. */
  liveZellijSessions: () => Promise<ReadonlySet<string> | null>;
  /** Ids of every session AMC knows, from whatever source. */
  knownSessionIds: () => ReadonlySet<string>;
}

/** Paths that were removed. */
export interface CleanUp {
  sessions: readonly string[];
  events: readonly string[];
}

/**
 * The original's clean-up of its own folders: `starting` sessions after an hour or when their multiplexer session is
 * gone, event logs that belong to nobody after 24 hours. Runs on a timer of its owner, never on a request.
 */
export async function cleanUpLegacy(options: LegacyJanitorOptions): Promise<CleanUp> {
  const { dataDir, clock } = options;
  // The source that shows these files tells their problems.
  const scanner = new LegacyScanner({ folder: join(dataDir, 'sessions'), clock, onProblem: () => undefined });
  const records = await scanner.scan();
  if (records === null) return { sessions: [], events: [] };
  const sessions = await removeStarting(records, options);
  const kept = records.filter(({ path }) => !sessions.includes(path));
  return { sessions, events: await removeOrphanLogs(kept, options) };
}

async function removeStarting(records: readonly LegacyRecord[], options: LegacyJanitorOptions): Promise<string[]> {
  const starting = records.filter(({ session }) => session?.status === 'starting');
  if (starting.length === 0) return [];
  // Asked after the files were read: a session that is in a file but not in this list is really gone.
  const live = await options.liveZellijSessions();
  const now = options.clock();
  const removed: string[] = [];
  for (const record of starting) {
    const zellijSession = record.session?.zellijSession ?? null;
    const isOld = now - record.mtimeMs > STARTING_MS;
    const isGone = live !== null && zellijSession !== null && !live.has(zellijSession);
    if ((isOld || isGone) && (await removeUnchanged(record.path, record.mtimeMs))) removed.push(record.path);
  }
  return removed;
}

async function removeOrphanLogs(records: readonly LegacyRecord[], options: LegacyJanitorOptions): Promise<string[]> {
  const folder = join(options.dataDir, 'events');
  const owned = ownedIds(records);
  const known = options.knownSessionIds();
  const removed: string[] = [];
  for (const name of await listLogs(folder)) {
    const id = name.slice(0, -'.jsonl'.length);
    if (owned.has(id) || known.has(id)) continue;
    const path = join(folder, name);
    const mtimeMs = await plainFileMtimeMs(path);
    const isOld = mtimeMs !== null && options.clock() - mtimeMs > ORPHAN_LOG_MS;
    if (isOld && (await removeUnchanged(path, mtimeMs))) removed.push(path);
  }
  return removed;
}

/** A file that cannot be read owns the log of its own name. */
function ownedIds(records: readonly LegacyRecord[]): ReadonlySet<string> {
  return new Set(
    records.flatMap(({ path, session }) => {
      const stem = path.slice(path.lastIndexOf('/') + 1, -'.json'.length);
      return session === null ? [stem] : [stem, session.ref.id];
    }),
  );
}

async function listLogs(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
  } catch {
    return [];
  }
}

/** Looked at again just before: whoever has written to it meanwhile still needs it. */
async function removeUnchanged(path: string, mtimeMs: number): Promise<boolean> {
  if ((await plainFileMtimeMs(path)) !== mtimeMs) return false;
  try {
    await unlink(path);
    return true;
  } catch {
    return false;
  }
}

async function plainFileMtimeMs(path: string): Promise<number | null> {
  try {
    const stat = await lstat(path);
    return stat.isFile() ? stat.mtimeMs : null;
  } catch {
    return null;
  }
}
