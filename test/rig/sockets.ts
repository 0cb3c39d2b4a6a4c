import { readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import type { ProcessInfo } from './processes.ts';

/**
 * The Unix sockets that the processes listen on outside their HOME. Codex puts its own into a folder of the user's
 * under /tmp, whatever TMPDIR says, and leaves them behind when it is killed.
 */
export function socketsOutside(home: string, processes: ProcessInfo[]): string[] {
  const inodes = new Set(processes.flatMap(socketInodes));
  return readFileSync('/proc/net/unix', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , , , , inode]) => inode !== undefined && inodes.has(inode))
    .flatMap(([, , , , , , , path]) => (path?.startsWith('/') && !path.startsWith(`${home}/`) ? [path] : []));
}

export function removeSockets(paths: string[]): void {
  for (const path of paths) {
    rmSync(path, { force: true });
    rmSync(`${path}.lock`, { force: true });
  }
}

function socketInodes({ pid }: ProcessInfo): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => inodeOf(`/proc/${pid}/fd/${fd}`) ?? []);
  } catch {
    return [];
  }
}

function inodeOf(link: string): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(link))?.[1];
  } catch {
    return undefined;
  }
}
