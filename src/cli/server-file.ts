import { EnvironmentError, UserError } from '../contract/errors.ts';
import type { ServerFile } from '../contract/server-file.ts';
import { checkReply } from '../client/check.ts';
import { createClient, type Client } from '../client/client.ts';
import { packageVersion } from '../platform/package-root.ts';
import { dataDir } from '../platform/paths.ts';
import { readServerJson, serverJsonPath } from '../platform/server-json.ts';

/** The running AMC of this data directory; null when none runs. Throws when its file is not to be believed. */
export function runningServer(dir: string = dataDir(process.env)): ServerFile | null {
  const found = readServerJson(dir);
  if (found.state === 'running') return found.server;
  if (found.state !== 'invalid') return null;
  throw new EnvironmentError({
    code: 'server_file_invalid',
    message: `${serverJsonPath(dir)} is not to be believed: ${found.detail}.`,
    next: 'Look at who wrote it; when it is nobody you know, remove it and start AMC again.',
  });
}

/** A client of the running AMC, which knows it as `amc`. Throws when none runs. */
export function connect(): { client: Client; server: ServerFile } {
  const server = runningServer();
  if (server === null) {
    throw new UserError({ code: 'not_running', message: 'AMC is not running.', next: 'Start it with `amc start`.' });
  }
  const headers = { authorization: `Bearer ${server.token}`, 'user-agent': `amc/${packageVersion}` };
  return { client: createClient({ baseUrl: server.url, headers: () => headers, check: checkReply }), server };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
