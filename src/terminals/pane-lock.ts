import { createHash } from 'node:crypto';
import type { ProcessTable } from '../ports/process-table.ts';
import type { PaneRef } from '../ports/terminal.ts';
import { acquireFileLock } from './file-lock.ts';

export type LockOutcome<T> =
  | { locked: true; value: T }
  | { locked: false; code: 'busy' | 'lock_unavailable'; reason: string };

export interface PaneLocks {
  /** Runs `work` while nobody else writes to the pane: not in this process, and not in another that uses the same folder. */
  hold<T>(ref: PaneRef, work: () => Promise<T>): Promise<LockOutcome<T>>;
}

export interface PaneLocksOptions {
  /** Folder of the lock files, shared by all AMC processes of a user; made when missing. Without it only this process is serialised. */
  dir?: string | undefined;
  /** Tells whether the owner of a lock file still lives. */
  processTable?: Pick<ProcessTable, 'get'> | undefined;
  /** How long another process may keep a lock before `hold` gives up. */
  waitMs?: number;
}

export function createPaneLocks({ dir, processTable, waitMs = 10_000 }: PaneLocksOptions): PaneLocks {
  const tails = new Map<string, Promise<unknown>>();

  return {
    hold(ref, work) {
      const key = keyOf(ref);
      const turn = (tails.get(key) ?? Promise.resolve()).then(() => underFileLock(key, work));
      const tail = turn.catch(() => undefined);
      tails.set(key, tail);
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      return turn;
    },
  };

  async function underFileLock<T>(key: string, work: () => Promise<T>): Promise<LockOutcome<T>> {
    if (dir === undefined) return { locked: true, value: await work() };
    const lock = await acquireFileLock({ dir, name: `pane-${key}`, processTable, waitMs });
    if (!lock.ok) return { locked: false, code: lock.code, reason: lock.reason };
    try {
      return { locked: true, value: await work() };
    } finally {
      await lock.release();
    }
  }
}

/** The epoch is left out: a restarted server's pane with the same id is refused elsewhere, not locked apart. */
function keyOf(ref: PaneRef): string {
  const place = [ref.terminal, ref.server, ref.terminal === 'zellij' ? ref.session : '', ref.pane];
  return createHash('sha256').update(place.join('\0')).digest('hex').slice(0, 32);
}
