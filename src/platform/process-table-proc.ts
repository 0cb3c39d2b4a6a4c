import { readFileSync, statSync } from 'node:fs';
import { readFile, readdir, readlink, stat } from 'node:fs/promises';
import type { ProcessInfo, ProcessTable } from '../ports/process-table.ts';
import { parseProcStat } from './proc-stat.ts';
import { walkAncestors } from './process-ancestors.ts';

const deletedMark = ' (deleted)';
/** Few at a time: file calls share four threads with the rest of AMC. */
const batchSize = 32;

/** /proc of Linux. What may not be read, or is gone, reads as nothing. */
export function createProcTable(root = '/proc'): ProcessTable {
  return {
    get,
    environ,
    cwd,
    argv,
    list,
    ancestors: (pid) => walkAncestors(pid, async (of) => (await get(of))?.ppid),
    openFiles,
  };

  /** Read at once: the kernel makes these files in memory, and a detour through a thread costs ten times as much. */
  async function get(pid: number): Promise<ProcessInfo | null> {
    const line = orNullNow(() => readFileSync(`${root}/${pid}/stat`, 'utf8'));
    return line === null ? null : parseProcStat(line);
  }

  async function environ(pid: number): Promise<Readonly<Record<string, string>>> {
    const entries = (await zeroSeparated(`${root}/${pid}/environ`)).flatMap((entry): [string, string][] => {
      const at = entry.indexOf('=');
      return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)]] : [];
    });
    return Object.fromEntries(entries);
  }

  async function cwd(pid: number): Promise<string | null> {
    const path = await orNull(readlink(`${root}/${pid}/cwd`));
    return path?.endsWith(deletedMark) === true && (await orNull(stat(path))) === null
      ? path.slice(0, -deletedMark.length)
      : path;
  }

  function argv(pid: number): Promise<string[]> {
    return zeroSeparated(`${root}/${pid}/cmdline`);
  }

  async function list(): Promise<ProcessInfo[]> {
    const uid = process.getuid?.();
    const pids = (await readdir(root)).map(Number).filter(Number.isInteger);
    const found = await inBatches(pids, async (pid) => {
      const owner = orNullNow(() => statSync(`${root}/${pid}`));
      return owner !== null && owner.uid === uid ? get(pid) : null;
    });
    return found.filter((info) => info !== null);
  }

  async function openFiles(pid: number): Promise<string[]> {
    const descriptors = (await orNull(readdir(`${root}/${pid}/fd`))) ?? [];
    const paths = await inBatches(descriptors, async (descriptor) => {
      const path = await orNull(readlink(`${root}/${pid}/fd/${descriptor}`));
      if (path === null || !path.startsWith('/') || path.endsWith(deletedMark)) return null;
      return (await orNull(stat(`${root}/${pid}/fd/${descriptor}`)))?.isFile() === true ? path : null;
    });
    return [...new Set(paths.filter((path) => path !== null))];
  }
}

async function zeroSeparated(path: string): Promise<string[]> {
  const text = (await orNull(readFile(path, 'utf8'))) ?? '';
  const parts = text.split('\0');
  if (parts.at(-1) === '') parts.pop();
  return parts;
}

/** A process may end, or forbid itself to be read, between any two looks. */
async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch {
    return null;
  }
}

function orNullNow<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += batchSize) {
    results.push(...(await Promise.all(items.slice(at, at + batchSize).map(work))));
  }
  return results;
}
