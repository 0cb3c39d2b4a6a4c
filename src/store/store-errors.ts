import { AmcError, EnvironmentError } from '../contract/errors.ts';
import { messageOf } from '../lib/message-of.ts';

/** Primary result codes: https://sqlite.org/rescode.html */
const SQLITE = { BUSY: 5, LOCKED: 6, READONLY: 8, IOERR: 10, CORRUPT: 11, FULL: 13, CANTOPEN: 14, NOTADB: 26 } as const;

/** Runs `work` and turns what SQLite throws into an error that says what to do. `path` is the database file. */
export function withStoreErrors<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeError(path, error);
  }
}

/** Whether another connection holds what was asked for. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === SQLITE.BUSY || code === SQLITE.LOCKED;
}

/** The error for a database whose content is not what SQLite wrote. */
export function damaged(path: string, cause: unknown): EnvironmentError {
  return new EnvironmentError({
    code: 'state_damaged',
    message: `${path} is damaged: ${messageOf(cause)}.`,
    next:
      `Stop AMC, move ${path} (with its -wal and -shm) away and start again. ` +
      'What is lost: the list of commands given through AMC and which sessions were dismissed. Agents lose nothing.',
    cause,
  });
}

function storeError(path: string, error: unknown): unknown {
  if (error instanceof AmcError) return error;
  const trouble = { path, cause: error };
  switch (primaryCode(error)) {
    case SQLITE.CORRUPT:
    case SQLITE.NOTADB:
      return damaged(path, error);
    case SQLITE.FULL:
      return unusable({
        ...trouble,
        code: 'disk_full',
        what: 'cannot grow: the disk is full',
        next: 'Free some space.',
      });
    case SQLITE.READONLY:
    case SQLITE.CANTOPEN:
    case SQLITE.IOERR:
      return unusable({
        ...trouble,
        code: 'state_unusable',
        what: `cannot be read or written: ${messageOf(error)}`,
        next: 'Look at the permissions of the folder and whether its disk works.',
      });
    case SQLITE.BUSY:
    case SQLITE.LOCKED:
      return unusable({
        ...trouble,
        code: 'state_busy',
        what: 'is in use by another program',
        next: 'Close whatever has it open, e.g. a database browser.',
      });
    default:
      return error;
  }
}

function unusable(trouble: {
  path: string;
  cause: unknown;
  code: string;
  what: string;
  next: string;
}): EnvironmentError {
  const { path, cause, code, what, next } = trouble;
  return new EnvironmentError({ code, message: `${path} ${what}.`, next, cause });
}

/** What SQLite says to the codes above, https://sqlite.org/c3ref/errcode.html: one driver's `all` tells only that. */
const SAID: Readonly<Record<string, number>> = {
  'database is locked': SQLITE.BUSY,
  'database table is locked': SQLITE.LOCKED,
  'attempt to write a readonly database': SQLITE.READONLY,
  'disk I/O error': SQLITE.IOERR,
  'database disk image is malformed': SQLITE.CORRUPT,
  'database or disk is full': SQLITE.FULL,
  'unable to open database file': SQLITE.CANTOPEN,
  'file is not a database': SQLITE.NOTADB,
};

/** What the system says to a call of ours beside SQLite (`chmod`, `rename`), as the same trouble. */
const SYSTEM: Readonly<Record<string, number>> = {
  EACCES: SQLITE.CANTOPEN,
  EDQUOT: SQLITE.FULL,
  EFBIG: SQLITE.FULL,
  EIO: SQLITE.IOERR,
  EMFILE: SQLITE.CANTOPEN,
  ENFILE: SQLITE.CANTOPEN,
  ENOSPC: SQLITE.FULL,
  EPERM: SQLITE.READONLY,
  EROFS: SQLITE.READONLY,
};

/** Both drivers put the extended code into `errcode`, if anywhere; its low byte is the primary one. */
function primaryCode(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  if ('syscall' in error && 'code' in error) return SYSTEM[String(error.code)] ?? null;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  return 'code' in error && error.code === 'ERR_SQLITE_ERROR' ? (SAID[error.message] ?? null) : null;
}
