import { constants, type BigIntStats } from 'node:fs';
import { lstat, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { eventName, parseEventFile, parsePartFile, type SpoolName } from './spool-name.ts';
import { isAlive } from './spool-process.ts';

/** A whole event as it lies in the spool. */
export interface SpoolFile extends SpoolName {
  file: string;
  /** For good: see `eventName`. */
  name: string;
  writtenNs: bigint;
  sizeBytes: number;
}

/** Something that is called like an event and cannot be one. */
export interface StrangeFile {
  file: string;
  reason: string;
}

export interface SpoolListing {
  /** Oldest first. */
  events: SpoolFile[];
  strange: StrangeFile[];
  parts: string[];
}

const MAX_BYTES = 64 * 1024 * 1024;
/** An event that is still being written after this belongs to a hook that was killed, ms. */
const STALE_PART_MS = 60 * 60 * 1000;
const LOOKS_AT_ONCE = 64;

/** Sorts out what lies in the spool. Files that vanish meanwhile are left out. */
export async function listSpool(dir: string, files: readonly string[]): Promise<SpoolListing> {
  const listing: SpoolListing = {
    events: [],
    strange: [],
    parts: files.filter((file) => parsePartFile(file) !== null),
  };
  const named = files.filter((file) => file.endsWith('.event'));
  for (let from = 0; from < named.length; from += LOOKS_AT_ONCE) {
    const looks = named.slice(from, from + LOOKS_AT_ONCE).map((file) => lookAt(dir, file));
    for (const look of await Promise.all(looks)) {
      if (look === null) continue;
      if ('reason' in look) listing.strange.push(look);
      else listing.events.push(look);
    }
  }
  listing.events.sort(byAge);
  return listing;
}

async function lookAt(dir: string, file: string): Promise<SpoolFile | StrangeFile | null> {
  const stats = await statIfThere(join(dir, file));
  if (stats === null) return null;
  if (!stats.isFile()) return { file, reason: 'is no regular file' };
  const name = parseEventFile(file);
  if (name === null) return { file, reason: 'has a name that no hook gives' };
  if (stats.size > MAX_BYTES) return { file, reason: `is too large: ${stats.size} bytes` };
  return {
    ...name,
    file,
    name: eventName(name.stem, stats.mtimeNs),
    writtenNs: stats.mtimeNs,
    sizeBytes: Number(stats.size),
  };
}

function byAge(a: SpoolFile, b: SpoolFile): number {
  if (a.writtenNs !== b.writtenNs) return a.writtenNs < b.writtenNs ? -1 : 1;
  return a.pid - b.pid || a.n - b.n;
}

/** Reads what was listed, and only if it still is that file: never follows a link. */
export async function readSpoolFile(dir: string, { file }: SpoolFile): Promise<Buffer> {
  const handle = await open(join(dir, file), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Removes unfinished events of hooks that were killed. */
export async function removeStaleParts({
  dir,
  parts,
  now,
}: {
  dir: string;
  parts: readonly string[];
  now: number;
}): Promise<void> {
  for (const part of parts) {
    const stats = await statIfThere(join(dir, part));
    const pid = parsePartFile(part)?.pid;
    if (stats === null || pid === undefined) continue;
    if (now - Number(stats.mtimeMs) > STALE_PART_MS && !isAlive(pid))
      await unlink(join(dir, part)).catch(() => undefined);
  }
}

async function statIfThere(path: string): Promise<BigIntStats | null> {
  return lstat(path, { bigint: true }).catch(() => null);
}
