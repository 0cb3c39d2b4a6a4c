import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ServerFile } from '../contract/server-file.ts';
import { ensureOwnFolder, readPrivateFile, writePrivateFile } from './private-file.ts';

/** What AMC writes, to the letter: a file that says anything else is somebody else's. */
const OwnServerFile = ServerFile.refine(
  ({ url, port, pid, token }) =>
    url === `http://127.0.0.1:${port}` && port > 0 && port < 65_536 && pid > 0 && /^[\w-]{43}$/.test(token),
);

export type ServerLookup =
  | { state: 'running'; server: ServerFile }
  | { state: 'absent' }
  /** Its process is gone: it was killed. The token is worthless. */
  | { state: 'stale'; server: ServerFile }
  /** The file is not what AMC writes, or others can read or change it. It must not be believed. */
  | { state: 'invalid'; detail: string };

export function serverJsonPath(dataDir: string): string {
  return join(dataDir, 'server.json');
}

/** Writes the file, mode 0600. @throws EnvironmentError when the folder is open to others. */
export function writeServerJson(dataDir: string, server: ServerFile): void {
  ensureOwnFolder(dataDir);
  writePrivateFile(serverJsonPath(dataDir), `${JSON.stringify(server, null, 2)}\n`);
}

/** Removes the file when it is still the one of this server. */
export function removeServerJson(dataDir: string, server: ServerFile): void {
  const found = readServerJson(dataDir);
  const isOurs = (found.state === 'running' || found.state === 'stale') && found.server.token === server.token;
  if (isOurs) rmSync(serverJsonPath(dataDir), { force: true });
}

/** Finds the server of this data folder. Never throws; sends nothing. */
export function readServerJson(dataDir: string): ServerLookup {
  const path = serverJsonPath(dataDir);
  const file = readPrivateFile(path);
  if (file.state === 'absent') return file;
  if (file.state === 'unsafe') return { state: 'invalid', detail: file.detail };
  const parsed = OwnServerFile.safeParse(parseJson(file.text));
  if (!parsed.success) return { state: 'invalid', detail: `${path} is not what AMC writes` };
  return { state: isOwnProcess(parsed.data.pid) ? 'running' : 'stale', server: parsed.data };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A process of another user with this pid (EPERM) is not our server either. */
function isOwnProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
