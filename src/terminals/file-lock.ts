import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessTable } from '../ports/process-table.ts';
import { messageOf } from '../lib/message-of.ts';

export type FileLock =
  | { ok: true; release(): Promise<void> }
  | { ok: false; code: 'busy' | 'lock_unavailable'; reason: string };

interface Owner {
  pid: number;
  startTime: string;
  nonce: string;
}

interface FileLockOptions {
  dir: string;
  name: string;
  processTable: Pick<ProcessTable, 'get'> | undefined;
  waitMs: number;
}

const pollMs = 20;
/** A takeover is two file operations; one this old was left by a process that died in between. */
const abandonedClaimMs = 10_000;

/**
 * Takes a lock file that names its owner, waiting at most `waitMs`; the file of a process that is gone is taken over. Files
 * are touched at once, not through a thread: a handful of tiny ones, and somebody waits for what comes after.
 */
export async function acquireFileLock({ dir, name, processTable, waitMs }: FileLockOptions): Promise<FileLock> {
  const path = join(dir, `${name}.lock`);
  const nonce = randomUUID();
  const draft = join(dir, `${name}.${nonce}.draft`);
  const deadline = performance.now() + waitMs;
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const startTime = (await processTable?.get(process.pid))?.startTime ?? '';
    writeFileSync(draft, JSON.stringify({ pid: process.pid, startTime, nonce } satisfies Owner), {
      mode: 0o600,
      flag: 'wx',
    });
    for (;;) {
      if (linkExclusive(draft, path)) return { ok: true, release: async () => release(path, nonce) };
      const owner = readOwner(path);
      if (owner && !(await isAlive(owner, processTable)) && removeStale({ dir, name, path, owner })) continue;
      if (performance.now() >= deadline) return busy(owner);
      await delay(pollMs);
    }
  } catch (error) {
    const why = messageOf(error);
    return { ok: false, code: 'lock_unavailable', reason: `the pane cannot be locked against other writers (${why})` };
  } finally {
    removeQuietly(draft);
  }
}

/** A link is made whole or not at all: nobody ever reads a lock file without its owner. */
function linkExclusive(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** null: the file is gone, or not one of AMC's. */
function readOwner(path: string): Owner | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isOwner(value) ? value : null;
  } catch {
    return null;
  }
}

function isOwner(value: unknown): value is Owner {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'pid' in value &&
    typeof value.pid === 'number' &&
    'startTime' in value &&
    typeof value.startTime === 'string' &&
    'nonce' in value &&
    typeof value.nonce === 'string'
  );
}

async function isAlive(owner: Owner, processTable: Pick<ProcessTable, 'get'> | undefined): Promise<boolean> {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  if (!processTable) return true;
  const found = await processTable.get(owner.pid);
  return found !== null && (owner.startTime === '' || found.startTime === owner.startTime);
}

/**
 * Whoever makes the claim file named by the stale lock's nonce may remove that lock, and looks again first: a claim made
 * late finds another lock, or none, and leaves it alone.
 */
function removeStale({ dir, name, path, owner }: { dir: string; name: string; path: string; owner: Owner }): boolean {
  const claim = join(dir, `${name}.${owner.nonce}.claim`);
  try {
    writeFileSync(claim, '', { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const made = statSync(claim, { throwIfNoEntry: false });
    if (made && Date.now() - made.mtimeMs > abandonedClaimMs) rmSync(claim, { force: true });
    return false;
  }
  try {
    const now = readOwner(path);
    if (now?.nonce !== owner.nonce) return false;
    rmSync(path, { force: true });
    return true;
  } finally {
    rmSync(claim, { force: true });
  }
}

function release(path: string, nonce: string): void {
  if (readOwner(path)?.nonce === nonce) removeQuietly(path);
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It stays; the next one finds that its owner is gone.
  }
}

function busy(owner: Owner | null): FileLock {
  const who = owner ? `process ${owner.pid}` : 'another process';
  return { ok: false, code: 'busy', reason: `AMC in ${who} is typing into this pane; try again when it is done` };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
