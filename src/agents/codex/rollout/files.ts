import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bornAt } from '../thread-id.ts';

/** A rollout file: the record of one thread. */
export interface RolloutFile {
  threadId: string;
  path: string;
  /** It goes on from a point of an older file of the same thread, which was taken back to there. */
  continues: boolean;
}

export interface SeenRollout extends RolloutFile {
  /** ms since the epoch. */
  changedAt: number;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** A thread that was taken back goes on in a new file, with an id of its own behind the thread's. */
const NAME = new RegExp(
  `^rollout-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d-(${UUID})(_${UUID})?\\.jsonl(\\.zst)?$`,
  'i',
);
const DAY_MS = 24 * 60 * 60_000;

/** What the name of a rollout says; null: no rollout. */
export function rolloutName(path: string): { threadId: string; continues: boolean; compressed: boolean } | null {
  const [, threadId, suffix, zst] = NAME.exec(basename(path)) ?? [];
  if (threadId === undefined) return null;
  return { threadId: threadId.toLowerCase(), continues: suffix !== undefined, compressed: zst !== undefined };
}

/** The thread a rollout that can be followed belongs to, by its name alone. Ids are compared whole, never in part. */
export function threadOf(path: string): string | null {
  const name = rolloutName(path);
  return name === null || name.compressed ? null : name.threadId;
}

/** The rollouts in the newest `days` folders that exist. Older sessions go on in their old folder: those are known. */
export async function newestRollouts({ codexHome, days }: { codexHome: string; days: number }): Promise<RolloutFile[]> {
  const found: RolloutFile[] = [];
  let left = days;
  const root = join(codexHome, 'sessions');
  for (const year of await numbersIn(root)) {
    for (const month of await numbersIn(join(root, year))) {
      for (const day of await numbersIn(join(root, year, month))) {
        found.push(...(await rolloutsIn(join(root, year, month, day))));
        left -= 1;
        if (left === 0) return found;
      }
    }
  }
  return found;
}

/** Where rollouts that begin at a time are put: folders are named by local time. */
export function dayFolder(codexHome: string, at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return join(codexHome, 'sessions', String(date.getFullYear()), two(date.getMonth() + 1), two(date.getDate()));
}

/** Every file of one thread, newest first: in the folder of its day, else anywhere, else archived. */
export async function findRollouts({
  codexHome,
  threadId,
}: {
  codexHome: string;
  threadId: string;
}): Promise<SeenRollout[]> {
  const wanted = threadId.toLowerCase();
  const born = bornAt(threadId);
  const near =
    born === null ? [] : [-DAY_MS, 0, DAY_MS].map((shift) => join(codexHome, 'sessions', ...dayOf(born + shift)));
  const quick = await filesOf(wanted, near);
  const archived = await filesOf(wanted, [join(codexHome, 'archived_sessions')]);
  const found = quick.length > 0 ? quick : await filesOf(wanted, await dayFolders(codexHome));
  return [...found, ...archived].sort((a, b) => b.changedAt - a.changedAt);
}

/** When a file was last written, ms since the epoch; null when it is not there. */
export async function changedAt(path: string): Promise<number | null> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}

async function filesOf(threadId: string, folders: readonly string[]): Promise<SeenRollout[]> {
  const found: SeenRollout[] = [];
  for (const folder of folders) {
    for (const file of await rolloutsIn(folder)) {
      const at = file.threadId === threadId ? await changedAt(file.path) : null;
      if (at !== null) found.push({ ...file, changedAt: at });
    }
  }
  return found;
}

async function rolloutsIn(folder: string): Promise<RolloutFile[]> {
  const names = await namesIn(folder);
  return names.flatMap((name) => {
    const rollout = rolloutName(name);
    if (rollout === null || rollout.compressed) return [];
    const { threadId, continues } = rollout;
    return [{ threadId, continues, path: join(folder, name) }];
  });
}

async function dayFolders(codexHome: string): Promise<string[]> {
  const folders: string[] = [];
  const root = join(codexHome, 'sessions');
  for (const year of await numbersIn(root)) {
    for (const month of await numbersIn(join(root, year))) {
      for (const day of await numbersIn(join(root, year, month))) folders.push(join(root, year, month, day));
    }
  }
  return folders;
}

/** Folders are named by local time; a day more on both sides makes up for any zone. */
function dayOf(at: number): [string, string, string] {
  const [year = '', month = '', day = ''] = new Date(at).toISOString().slice(0, 10).split('-');
  return [year, month, day];
}

/** Names that are numbers, highest first. */
async function numbersIn(folder: string): Promise<string[]> {
  const names = await namesIn(folder);
  return names.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a));
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
