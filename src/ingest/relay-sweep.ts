import { lstat, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openFifo } from './relay-fifo.ts';
import { isAlive } from './spool-process.ts';

/** A hook reads its FIFO within milliseconds after making it. */
const YOUNG_MS = 60_000;
const OURS = /^(?<stem>(?<pid>\d{1,10})\.\d{1,9})(?:\.answer(?:\.new)?)?$/;

/** Removes what hooks left behind that were killed. */
export async function sweepRelays(dir: string): Promise<void> {
  for (const file of await readdir(dir)) {
    const { stem, pid } = OURS.exec(file)?.groups ?? {};
    if (stem === undefined) continue;
    const path = join(dir, stem);
    if (!isAlive(Number(pid)) || (await isAbandoned(path))) await removeRelay(path);
  }
}

/** Process ids come again: what nobody reads for so long belongs to nobody. */
async function isAbandoned(path: string): Promise<boolean> {
  const stats = await lstat(path).catch(() => null);
  if (stats === null) return true;
  if (Date.now() - stats.ctimeMs < YOUNG_MS) return false;
  const opened = await openFifo(path);
  if (opened.state === 'open') await opened.handle.close();
  return opened.state !== 'open';
}

/** Removes a relay's FIFO and answer. */
export async function removeRelay(path: string): Promise<void> {
  for (const file of [path, `${path}.answer`, `${path}.answer.new`]) await unlink(file).catch(() => undefined);
}
