import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError, UserError } from '../contract/errors.ts';
import { ServerFile } from '../contract/server-file.ts';
import { createClient, type Client } from '../client/client.ts';
import { dataDir } from '../platform/paths.ts';

/** The running AMC of this data directory; null when none runs (a file left behind by a killed one does not count). */
export async function runningServer(dir: string = dataDir(process.env)): Promise<ServerFile | null> {
  const file = join(dir, 'server.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new EnvironmentError({ code: 'server_file_unreadable', message: `${file} cannot be read: ${error.message}`, cause: error });
  });
  const parsed = text === null ? null : ServerFile.safeParse(parseJson(text));
  return parsed?.success === true && isAlive(parsed.data.pid) ? parsed.data : null;
}

/** A client of the running AMC. Throws when none runs. */
export async function connect(): Promise<{ client: Client; server: ServerFile }> {
  const server = await runningServer();
  if (server === null) {
    throw new UserError({ code: 'not_running', message: 'AMC is not running.', next: 'Start it with `amc start`.' });
  }
  const client = createClient({ baseUrl: server.url, headers: () => ({ authorization: `Bearer ${server.token}` }) });
  return { client, server };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
