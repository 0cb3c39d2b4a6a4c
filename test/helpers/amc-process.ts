import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkReply } from '../../src/client/check.ts';
import { createClient, type Client } from '../../src/client/client.ts';
import type { Action, Command } from '../../src/contract/command.ts';
import { ServerFile } from '../../src/contract/server-file.ts';
import { SessionKey, type Session } from '../../src/contract/session.ts';
import { waitFor } from '../rig/wait-for.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface StartOptions {
  /** A command that runs another one in its own process, e.g. a shell that sets a limit and then does `exec "$@"`. */
  under?: readonly string[];
  /** Another build of AMC's command. */
  program?: string;
}

/** A real AMC in a process of its own, built from this checkout, on a free port, in the given environment. */
export class AmcProcess {
  readonly client: Client;
  readonly server: ServerFile;
  readonly #child: ChildProcess;
  readonly #output: string[];

  private constructor(child: ChildProcess, output: string[], server: ServerFile) {
    this.#child = child;
    this.#output = output;
    this.server = server;
    const headers = () => ({ authorization: `Bearer ${server.token}` });
    this.client = createClient({ baseUrl: server.url, headers, check: checkReply });
  }

  static async start(
    env: Record<string, string>,
    { under = [], program = main }: StartOptions = {},
  ): Promise<AmcProcess> {
    const [command = '', ...args] = [...under, process.execPath, program, '--port', '0', '--no-open'];
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: string[] = [];
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    const server = await waitFor(() => serverOf(env, child), {
      what: 'AMC to write server.json',
      context: () => output.join(''),
    });
    return new AmcProcess(child, output, server);
  }

  get pid(): number {
    return this.server.pid;
  }

  /** What it has printed so far. */
  get output(): string {
    return this.#output.join('');
  }

  /** The one-time link that it printed at its start. */
  link(): Promise<string> {
    return waitFor(() => /http:\/\/127\.0\.0\.1:\d+\/login#code=\S+/.exec(this.output)?.[0], {
      what: 'AMC to print its link',
    });
  }

  async sessions(): Promise<readonly Session[]> {
    return (await this.client.call('sessions', {})).sessions;
  }

  /** The first session that satisfies the test, as soon as there is one. */
  session(what: string, test: (session: Session) => boolean, timeoutMs = 10_000): Promise<Session> {
    return waitFor(async () => (await this.sessions()).find(test), {
      what: `a session that ${what}`,
      timeoutMs,
      context: async () => JSON.stringify(await this.sessions(), null, 2).slice(0, 6_000),
    });
  }

  /** Sends a command and waits until its delivery is settled. */
  async command(key: string, action: Action, waitMs = 20_000): Promise<Command> {
    const sent = await this.client.call('sendCommand', { body: { sessionKey: SessionKey.parse(key), action } });
    return this.client.call('command', { params: { id: sent.id }, query: { waitMs } });
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill(signal);
    await ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** Runs an `amc` command to its end. */
export function amc(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: string[] = [];
    const err: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, stdout: out.join(''), stderr: err.join('') }));
  });
}

function serverOf(env: Record<string, string>, child: ChildProcess): ServerFile | null {
  if (child.exitCode !== null) throw new Error(`AMC ended with code ${child.exitCode}`);
  const file = join(env.XDG_DATA_HOME ?? join(env.HOME ?? '', '.local/share'), 'amc', 'server.json');
  if (!existsSync(file)) return null;
  try {
    const parsed = ServerFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success && parsed.data.pid === child.pid ? parsed.data : null;
  } catch {
    return null; // not whole yet
  }
}
