import { lstat, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type SocketLook = { state: 'absent' } | { state: 'refused'; reason: string } | { state: 'there'; path: string };

/** The folder whose changes announce a server. */
export function controlFolder(codexHome: string): string {
  return join(codexHome, 'app-server-control');
}

/**
 * Where the background server of a CODEX_HOME listens. The name in CODEX_HOME may be a link into /tmp (FORMAT.md §1),
 * where others could put a socket of theirs: it must belong to this user and lie in a folder nobody else can write.
 */
export async function findSocket(codexHome: string): Promise<SocketLook> {
  const link = join(controlFolder(codexHome), 'app-server-control.sock');
  try {
    const path = await realpath(link);
    const [socket, folder] = await Promise.all([lstat(path), stat(dirname(path))]);
    const me = process.getuid?.();
    if (!socket.isSocket()) return { state: 'refused', reason: `${link} is no socket` };
    if (me !== undefined && socket.uid !== me)
      return { state: 'refused', reason: `${path} belongs to user ${socket.uid}` };
    if (me !== undefined && folder.uid !== me)
      return { state: 'refused', reason: `${dirname(path)} belongs to user ${folder.uid}` };
    if ((folder.mode & 0o022) !== 0) return { state: 'refused', reason: `${dirname(path)} can be written by others` };
    return { state: 'there', path };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'absent' };
    return { state: 'refused', reason: `${link} cannot be looked at (${String(code ?? error)})` };
  }
}
