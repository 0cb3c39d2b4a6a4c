import { lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const KEPT = 100;
const KEPT_BYTES = 64 * 1024 * 1024;
const WHY = '.why';

/** Sets a file aside that is no event, with the reason beside it. Returns where it lies now; throws when it cannot. */
export async function setAside({
  dir,
  file,
  name,
  reason,
}: {
  dir: string;
  file: string;
  name: string;
  reason: string;
}): Promise<string> {
  const bad = badFolder(dir);
  await mkdir(bad, { recursive: true, mode: 0o700 });
  const path = join(bad, name);
  await rename(join(dir, file), path);
  await writeFile(`${path}${WHY}`, `${reason}\n`, { mode: 0o600 });
  return path;
}

/** Keeps only the newest of what was set aside, so that it cannot fill the spool. */
export async function keepNewestBad(dir: string): Promise<void> {
  const bad = badFolder(dir);
  const names = (await readdir(bad)).filter((name) => !name.endsWith(WHY));
  const found = await Promise.all(names.map((name) => lookAt(bad, name)));
  let bytes = 0;
  for (const [index, { name, sizeBytes }] of found.toSorted(newestFirst).entries()) {
    bytes += sizeBytes;
    if (index < KEPT && bytes <= KEPT_BYTES) continue;
    await rm(join(bad, name), { recursive: true, force: true });
    if (index >= KEPT) await rm(join(bad, `${name}${WHY}`), { force: true });
  }
}

function badFolder(dir: string): string {
  return join(dir, 'bad');
}

interface BadFile {
  name: string;
  /** When it was set aside: renaming changes the inode's ctime. */
  changedNs: bigint;
  sizeBytes: number;
}

async function lookAt(bad: string, name: string): Promise<BadFile> {
  const stats = await lstat(join(bad, name), { bigint: true }).catch(() => null);
  return { name, changedNs: stats?.ctimeNs ?? 0n, sizeBytes: Number(stats?.size ?? 0) };
}

function newestFirst(a: BadFile, b: BadFile): number {
  return a.changedNs > b.changedNs ? -1 : 1;
}
