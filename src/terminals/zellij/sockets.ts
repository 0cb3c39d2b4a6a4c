import { realpathSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Where sessions of Zellij ≥ 0.44 keep their sockets, below the socket directory. */
const contractDir = 'contract_version_1';

/** A session's socket. `key` stays the same when the session is renamed, and is another one when it is made anew. */
export interface SessionSocket {
  path: string;
  /** Directory the socket lies in, in its one form (macOS: /tmp is a link). */
  dir: string;
  session: string;
  key: string;
}

interface SocketDirEnv {
  ZELLIJ_SOCKET_DIR?: string | undefined;
  XDG_RUNTIME_DIR?: string | undefined;
  TMPDIR?: string | undefined;
}

/** Directories in which Zellij may keep its sockets, by its own rules; `uid` of this user. */
export function defaultSocketDirs(env: SocketDirEnv, uid: number): string[] {
  const dirs: (string | undefined)[] = [
    env.ZELLIJ_SOCKET_DIR,
    env.XDG_RUNTIME_DIR === undefined ? undefined : join(env.XDG_RUNTIME_DIR, 'zellij'),
    join(`/run/user/${uid}`, 'zellij'),
    join(env.TMPDIR ?? '/tmp', `zellij-${uid}`),
    join('/tmp', `zellij-${uid}`),
  ];
  return [...new Set(dirs.flatMap((dir) => (dir === undefined || dir === '' ? [] : [dir])))];
}

/** null: there is none, or it is another user's, who decides what is said there. */
export function readSocket(path: string): SessionSocket | null {
  try {
    const dir = realpathSync(dirname(path));
    const session = basename(path);
    const found = statSync(join(dir, session), { bigint: true });
    if (!found.isSocket() || (process.getuid !== undefined && Number(found.uid) !== process.getuid())) return null;
    return { path: join(dir, session), dir, session, key: `${found.dev}:${found.ino}:${found.mtimeNs}` };
  } catch {
    return null;
  }
}

/** Every socket in a directory; not all of them have a server behind them. */
export async function readSockets(dir: string): Promise<SessionSocket[]> {
  const names = await readdir(dir).catch(() => []);
  const sockets = names.filter((name) => name !== 'web_server_bus').map((name) => readSocket(join(dir, name)));
  return sockets.filter((socket) => socket !== null);
}

/** Whether the sockets of this directory speak the dialect of `wire.ts`; all others are left to the `zellij` program. */
export function speaksContract({ dir }: Pick<SessionSocket, 'dir'>): boolean {
  return basename(dir) === contractDir;
}

/** Sessions of 0.44 and newer, of whatever dialect; older ones are in folders like `0.43.1`. */
export function isContractDir(dir: string): boolean {
  return /^contract_version_\d+$/.test(basename(dir));
}

/** The folders of sockets below socket directories, each once. */
export async function contractDirs(socketDirs: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    socketDirs.map(async (dir) => {
      const names = await readdir(dir).catch(() => []);
      return names.map((name) => join(dir, name)).filter(isContractDir);
    }),
  );
  return [...new Set(found.flat())];
}
