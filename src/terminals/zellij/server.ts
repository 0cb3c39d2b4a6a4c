import { readdir, readlink } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessTable } from '../../ports/process-table.ts';
import { openConnection } from './connection.ts';
import { hasCode, zellijError } from './errors.ts';
import type { SessionSocket } from './sockets.ts';
import { readSocket, speaksContract } from './sockets.ts';

/** A `zellij --server` process. `socketPath` is the one it was started with: renaming the session moves the file, not this. */
export interface ServerProcess {
  pid: number;
  startTime: string;
  socketPath: string;
}

export interface ServerIdentity {
  /** The process behind a socket, proven once and then remembered. Throws `UpstreamError`. */
  serverOf(socket: SessionSocket): Promise<ServerProcess>;
  /** Whether the server an epoch names still runs. */
  isAlive(epoch: string): Promise<boolean>;
}

export interface ServerIdentityOptions {
  processTable: ProcessTable;
  connectMs: number;
  timeoutMs: number;
  /** Inodes of the sockets a process holds; null where that cannot be read (no /proc). */
  socketsOf?: (pid: number) => Promise<ReadonlySet<string> | null>;
}

/** `pid:startTime`, as in every `PaneRef` of the server. */
export function epochOf(server: Pick<ServerProcess, 'pid' | 'startTime'>): string {
  return `${server.pid}:${server.startTime}`;
}

/** The socket path in the arguments of `zellij --server PATH`; null for any other program. */
export function serverSocket(argv: readonly string[]): string | null {
  const flag = argv.indexOf('--server');
  const path = argv[flag + 1];
  return flag > 0 && path?.startsWith('/') ? path : null;
}

/** Every Zellij server of this user. */
export async function findServers(processTable: ProcessTable): Promise<ServerProcess[]> {
  const processes = (await processTable.list()).filter(({ comm }) => comm.includes('zellij'));
  const servers = await Promise.all(
    processes.map(async ({ pid, startTime }) => {
      const socketPath = serverSocket(await processTable.argv(pid));
      return socketPath === null ? null : { pid, startTime, socketPath };
    }),
  );
  return servers.filter((server) => server !== null);
}

export function createServerIdentity(options: ServerIdentityOptions): ServerIdentity {
  const { processTable } = options;
  const proven = new Map<string, ServerProcess>();
  let lastProof: Promise<unknown> = Promise.resolve();

  return {
    async serverOf(socket) {
      const known = proven.get(socket.key);
      if (known && (await isAlive(epochOf(known)))) return known;
      // One at a time: two proofs at once would each see the other's connection.
      const proof = lastProof.then(() => prove(socket, options));
      lastProof = proof.catch(() => undefined);
      const server = await proof;
      proven.set(socket.key, server);
      return server;
    },
    isAlive,
  };

  async function isAlive(epoch: string): Promise<boolean> {
    const [pid, startTime] = epoch.split(':');
    const found = await processTable.get(Number(pid));
    if (found?.startTime === startTime) return true;
    for (const [key, server] of proven) if (epochOf(server) === epoch) proven.delete(key);
    return false;
  }
}

const proofAttempts = 5;

/**
 * Neither the name nor the path tells which process serves a socket (sessions are renamed, and others get their names), but
 * a connection does: once the server has answered on it, it is in that process's table of open files, and in no other's.
 * Whoever else connects to another session in these milliseconds makes two grow: then it is tried again.
 */
async function prove(socket: SessionSocket, options: ServerIdentityOptions): Promise<ServerProcess> {
  const { processTable, socketsOf = readSocketInodes } = options;
  for (let attempt = 0; attempt < proofAttempts; attempt += 1) {
    if (attempt > 0) await delay(attempt * 10 * Math.random());
    const servers = await findServers(processTable);
    const before = await Promise.all(servers.map(({ pid }) => socketsOf(pid)));
    if (before.includes(null) || !speaksContract(socket)) return byName(socket, servers);
    const after = await whileConnected(socket, options, () => Promise.all(servers.map(({ pid }) => socketsOf(pid))));
    if (after === null) return byName(socket, servers);
    const grown = servers.filter((_, index) => hasMore(before[index] ?? null, after[index] ?? null));
    const [server] = grown;
    if (server && grown.length === 1) return server;
    if (grown.length === 0)
      throw zellijError('zellij_foreign', `AMC sees no process that serves the Zellij session "${socket.session}".`);
  }
  throw unproven(socket);
}

/** null: what the server answered is not the dialect AMC knows. */
async function whileConnected<T>(
  socket: SessionSocket,
  { connectMs, timeoutMs }: ServerIdentityOptions,
  look: () => Promise<T>,
): Promise<T | null> {
  const connection = await openConnection({ path: socket.path, deadline: performance.now() + connectMs });
  try {
    connection.send({ type: 'list_panes' });
    await connection.next(performance.now() + timeoutMs);
    return await look();
  } catch (error) {
    if (hasCode(error, 'zellij_protocol')) return null;
    throw error;
  } finally {
    connection.close();
  }
}

function hasMore(before: ReadonlySet<string> | null, after: ReadonlySet<string> | null): boolean {
  return before !== null && after !== null && [...after].some((inode) => !before.has(inode));
}

/** Where open files cannot be read, or the socket's dialect is not known: the name counts only if no session can have been renamed. */
function byName(socket: SessionSocket, servers: readonly ServerProcess[]): ServerProcess {
  const sockets = servers.map(({ socketPath }) => readSocket(socketPath));
  const [server, ...others] = servers.filter((_, index) => sockets[index]?.key === socket.key);
  if (server && others.length === 0 && !sockets.includes(null)) return server;
  throw unproven(socket);
}

async function readSocketInodes(pid: number): Promise<ReadonlySet<string> | null> {
  try {
    const dir = `/proc/${pid}/fd`;
    const links = await Promise.all((await readdir(dir)).map((fd) => readlink(`${dir}/${fd}`).catch(() => '')));
    return new Set(links.filter((link) => link.startsWith('socket:')));
  } catch (error) {
    const ended = process.platform === 'linux' && error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return ended ? new Set() : null;
  }
}

function unproven(socket: SessionSocket): Error {
  return zellijError('zellij_unproven', `AMC cannot tell which process serves the Zellij session "${socket.session}".`);
}
