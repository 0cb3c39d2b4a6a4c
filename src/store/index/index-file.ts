import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EnvironmentError } from '../../contract/errors.ts';
import type { OpenDatabase } from '../driver.ts';
import { IndexConnection } from './connection.ts';
import { isDamage, withIndexErrors } from './index-errors.ts';
import { makeTables, schemaVersion, VERSION, WRITER_PRAGMAS } from './schema.ts';
import { takeOver } from './take-over.ts';
import { UNACCOUNTED } from './verify.ts';
import { messageOf } from '../../lib/message-of.ts';

/** A larger file is not read through at each start; damage there shows when the damaged page is used. */
const CHECKED_BYTES = 8 * 1024 * 1024;
const SIDES = ['', '-wal', '-shm'];

/**
 * Opens `index.db` for writing, made if need be. A file of another version, a damaged one, one whose checkpoints do not
 * fit its rows, and any file when `anew` is set, is set aside as `index.db.old` and a new one begun. What only the old
 * file has, the text of deleted sources, is taken over in the transaction that makes the tables; then the old file is
 * deleted, or kept as `index.db.damaged` when not all of it could be read. A start that died in between begins again
 * from `index.db.old`.
 */
export function openIndexFile(path: string, options: { open: OpenDatabase; anew: boolean }): IndexConnection {
  makeFolder(path);
  return withIndexErrors(path, () => openOrBegin(path, options));
}

function openOrBegin(path: string, { open, anew }: { open: OpenDatabase; anew: boolean }): IndexConnection {
  const old = `${path}.old`;
  const usable = openUsable(path, open);
  if (usable !== null && !anew) {
    remove(old);
    return usable;
  }
  usable?.close();
  if (usable !== null || !existsSync(old)) move(path, old);
  else remove(path);
  return begin(path, { open, old });
}

function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new EnvironmentError({
      code: 'index_unusable',
      message: `The folder of ${path} cannot be made: ${messageOf(cause)}.`,
      next: 'Make the folder writable, or set XDG_DATA_HOME to another one.',
      cause,
    });
  }
}

/** Null when there is none, or none that can be used. Throws when the machine is at fault: that would not pass. */
function openUsable(path: string, open: OpenDatabase): IndexConnection | null {
  if (!existsSync(path)) return null;
  const connection = connect(path, open);
  try {
    if (isSound(connection) && schemaVersion(connection) === VERSION && isAccountedFor(connection)) {
      connection.exec(WRITER_PRAGMAS);
      return connection;
    }
  } catch (error) {
    connection.close();
    if (isDamage(error)) return null;
    throw error;
  }
  connection.close();
  return null;
}

function isSound(connection: IndexConnection): boolean {
  if (statSync(connection.path).size > CHECKED_BYTES) return true;
  const verdict = connection.get('PRAGMA quick_check(1)');
  return verdict !== null && Object.values(verdict)[0] === 'ok';
}

/** Whether every checkpoint is where its rows end (I1): another one would skip records, or read them twice. */
function isAccountedFor(connection: IndexConnection): boolean {
  return connection.get(`SELECT 1 FROM generation WHERE ${UNACCOUNTED} LIMIT 1`) === null;
}

/** Owner only, before the first write: SQLite gives its side files the permissions of the database. */
function connect(path: string, open: OpenDatabase): IndexConnection {
  return withIndexErrors(path, () => {
    const connection = new IndexConnection(open(path), path);
    chmodSync(path, 0o600);
    return connection;
  });
}

function begin(path: string, { open, old }: { open: OpenDatabase; old: string }): IndexConnection {
  const connection = connect(path, open);
  try {
    connection.exec(WRITER_PRAGMAS);
    const isWhole = fill(connection, { open, old });
    if (isWhole) remove(old);
    else move(old, `${path}.damaged`);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** The tables, and what is kept of the old index: all at once. */
function fill(connection: IndexConnection, { open, old }: { open: OpenDatabase; old: string }): boolean {
  const source = existsSync(old) ? connect(old, open) : null;
  try {
    return connection.transaction(() => {
      makeTables(connection);
      return source === null || takeOver(connection, source);
    });
  } finally {
    source?.close();
  }
}

function move(from: string, to: string): void {
  remove(to);
  for (const side of SIDES) if (existsSync(from + side)) renameSync(from + side, to + side);
}

function remove(path: string): void {
  for (const side of SIDES) rmSync(path + side, { force: true });
}
