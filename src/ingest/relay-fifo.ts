import { constants, type BigIntStats } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';

export type OpenedFifo =
  | { state: 'open'; handle: FileHandle; inode: bigint }
  /** It is there, and nobody reads it. */
  | { state: 'no_reader' }
  | { state: 'missing' };

/** Never waits for a reader, never follows a link, never makes the file. */
const FLAGS = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/**
 * Opens a FIFO for writing, which succeeds only while somebody has it open for reading (fifo(7)): that makes opening
 * also the test whether somebody is there. Anything that is no FIFO of this user counts as missing.
 */
export async function openFifo(path: string): Promise<OpenedFifo> {
  const before = await lstatIfThere(path);
  if (before === null || !isOwnFifo(before)) return { state: 'missing' };
  try {
    const handle = await open(path, FLAGS);
    const stats = await handle.stat({ bigint: true });
    if (isOwnFifo(stats)) return { state: 'open', handle, inode: stats.ino };
    await handle.close();
    return { state: 'missing' };
  } catch (error) {
    return { state: errnoOf(error) === 'ENXIO' ? 'no_reader' : 'missing' };
  }
}

/** Whether this FIFO, and not another one of the same name, has a reader. */
export async function hasReader({ path, inode }: { path: string; inode: bigint }): Promise<boolean> {
  const probe = await openFifo(path);
  if (probe.state !== 'open') return false;
  await probe.handle.close();
  return probe.inode === inode;
}

/** When the FIFO was made, ns; null when it is not there. Call before anything is written: that changes the ctime. */
export async function madeNs(path: string): Promise<bigint | null> {
  const stats = await lstatIfThere(path);
  if (stats === null) return null;
  // Where a file system keeps no birth time, Node gives 0 or the ctime.
  return stats.birthtimeNs > 0n && stats.birthtimeNs < stats.ctimeNs ? stats.birthtimeNs : stats.ctimeNs;
}

/** Whether this FIFO, and not another one of the same name, is still there. */
export async function isThere(path: string, inode: bigint): Promise<boolean> {
  return (await lstatIfThere(path))?.ino === inode;
}

function isOwnFifo(stats: BigIntStats): boolean {
  return stats.isFIFO() && (process.getuid === undefined || stats.uid === BigInt(process.getuid()));
}

async function lstatIfThere(path: string): Promise<BigIntStats | null> {
  return lstat(path, { bigint: true }).catch(() => null);
}

function errnoOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
