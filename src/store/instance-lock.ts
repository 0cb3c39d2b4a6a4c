import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject, parseJsonObject } from '../lib/json.ts';
import { prepareDataDir } from './data-dir.ts';
import { type Database, loadDriver } from './driver.ts';
import { isBusy, withStoreErrors } from './store-errors.ts';

export type InstanceLock =
  | { held: true; release: () => void }
  /** Another AMC has the folder; `heldBy` is what its `server.json` says, null while it is still starting. */
  | { held: false; heldBy: JsonObject | null };

/**
 * One AMC a data folder: an exclusive transaction on `lock.db`, which the system ends with the process, however that
 * ends. Nothing else in this process may open and close that file: that would give the lock away (POSIX locks).
 */
export async function acquireInstanceLock(dataDir: string): Promise<InstanceLock> {
  prepareDataDir(dataDir);
  const path = join(dataDir, 'lock.db');
  const open = await loadDriver();
  const database = withStoreErrors(path, () => open(path));
  if (isLocked(database, path)) return { held: true, release: () => release(database) };
  database.close();
  return { held: false, heldBy: readServerFile(join(dataDir, 'server.json')) };
}

/** The timeout is for two that start at once: without it both could see the other's first step and give up. */
function isLocked(database: Database, path: string): boolean {
  return withStoreErrors(path, () => {
    try {
      chmodSync(path, 0o600);
      database.exec('PRAGMA busy_timeout = 200; BEGIN EXCLUSIVE');
      return true;
    } catch (error) {
      if (isBusy(error)) return false;
      database.close();
      throw error;
    }
  });
}

function release(database: Database): void {
  database.exec('ROLLBACK');
  database.close();
}

function readServerFile(path: string): JsonObject | null {
  try {
    const parsed = parseJsonObject(readFileSync(path, 'utf8'));
    return parsed.ok ? parsed.value : null;
  } catch {
    return null;
  }
}
