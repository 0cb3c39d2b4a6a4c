import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EnvironmentError } from '../contract/errors.ts';

const MAX_BYTES = 1024 * 1024;
const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

export type PrivateRead = { state: 'read'; text: string } | { state: 'absent' } | { state: 'unsafe'; detail: string };

/**
 * Creates a folder that only this user may enter, or closes an existing one of this user to others.
 * @throws EnvironmentError `folder_unsafe` when it belongs to somebody else or is no folder.
 */
export function ensurePrivateFolder(path: string): void {
  const fd = openOwnFolder(path);
  try {
    fchmodSync(fd, 0o700);
  } finally {
    closeSync(fd);
  }
}

/**
 * Creates the folder when it is missing, and makes sure that nobody else can swap files in it.
 * @throws EnvironmentError `folder_unsafe`
 */
export function ensureOwnFolder(path: string): void {
  const fd = openOwnFolder(path);
  try {
    if ((fstatSync(fd).mode & 0o002) !== 0) {
      throw unsafeFolder(path, 'everybody may write to it', `Close it: chmod 700 ${path}`);
    }
  } finally {
    closeSync(fd);
  }
}

/**
 * Writes a file that only this user may read: the text is complete under a name nobody can guess or prepare
 * before it gets its own name, so that no reader ever sees a part of it and a link in its place is never followed.
 * @throws EnvironmentError `folder_unwritable`
 */
export function writePrivateFile(path: string, text: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(9).toString('hex')}`);
  try {
    createPrivateFile(temporary, text);
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw unwritable(path, error);
  }
}

/** Reads a file that must be this user's own, plain, and closed to everybody else. */
export function readPrivateFile(path: string): PrivateRead {
  let fd: number;
  try {
    fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    return errorCode(error) === 'ENOENT'
      ? { state: 'absent' }
      : { state: 'unsafe', detail: `${path} cannot be read (${errorCode(error)})` };
  }
  try {
    const detail = whyUnsafe(path, fd);
    return detail === null ? { state: 'read', text: readFileSync(fd, 'utf8') } : { state: 'unsafe', detail };
  } finally {
    closeSync(fd);
  }
}

function openOwnFolder(path: string): number {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unwritable(path, error);
  }
  if (!statSync(path).isDirectory()) throw unsafeFolder(path, 'it is no folder');
  const fd = openSync(path, O_RDONLY | O_DIRECTORY);
  if (fstatSync(fd).uid === process.getuid?.()) return fd;
  closeSync(fd);
  throw unsafeFolder(path, 'it belongs to another user');
}

function whyUnsafe(path: string, fd: number): string | null {
  const stat = fstatSync(fd);
  if (!stat.isFile()) return `${path} is no plain file`;
  if (stat.uid !== process.getuid?.()) return `${path} belongs to another user`;
  if ((stat.mode & 0o077) !== 0) return `${path} is open to other users`;
  if (stat.nlink !== 1) return `${path} has a second name`;
  return stat.size > MAX_BYTES ? `${path} is larger than ${MAX_BYTES} bytes` : null;
}

function createPrivateFile(path: string, text: string): void {
  const fd = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    writeAll(fd, Buffer.from(text));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

function syncFolder(path: string): void {
  const fd = openSync(path, O_RDONLY | O_DIRECTORY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function unsafeFolder(path: string, why: string, next?: string): EnvironmentError {
  return new EnvironmentError({
    code: 'folder_unsafe',
    message: `AMC will not keep secrets in ${path}: ${why}.`,
    next: next ?? 'Choose another data folder with XDG_DATA_HOME.',
  });
}

function unwritable(path: string, cause: unknown): EnvironmentError {
  return new EnvironmentError({
    code: 'folder_unwritable',
    message: `AMC cannot write ${path} (${errorCode(cause)}).`,
    next: 'Make the folder writable, or choose another one with XDG_DATA_HOME.',
    cause,
  });
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
