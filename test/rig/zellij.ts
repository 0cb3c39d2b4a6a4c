import { join } from 'node:path';
import { z } from 'zod';
import type { Pane, PaneOptions, Terminal, TerminalOptions } from './pane.ts';
import { allProcesses, environmentOf } from './processes.ts';
import { Pty } from './pty.ts';
import { run } from './run.ts';
import { waitFor } from './wait-for.ts';
import { ZellijConnection } from './zellij-connection.ts';

const SESSION = 'main';
const PaneList = z.array(z.object({ pane_columns: z.number() }));

interface Started {
  options: TerminalOptions;
  clients: Pty;
  connection: ZellijConnection;
  serverPid: number;
}

/**
 * A private Zellij session with one attached client. The client runs in a bare pty and is what gives the session its
 * size: without one, Zellij lays everything out on 50x50.
 */
export class Zellij implements Terminal {
  readonly #socketDir: string;
  readonly #started: Started;
  #opened = 0;

  private constructor(started: Started, socketDir: string) {
    this.#started = started;
    this.#socketDir = socketDir;
  }

  static async start(options: TerminalOptions): Promise<Zellij> {
    const socketDir = join(options.home, 'z');
    const socket = join(socketDir, 'contract_version_1', SESSION);
    const clients = new Pty(options);
    // The client makes the session itself. A session made in the background takes one connection more, whose
    // farewell can throw the client out again.
    const screen = await clients.open({ cwd: options.home, command: [options.program, 'attach', '--create', SESSION] });
    const connection = await waitFor(() => ZellijConnection.tryOpen(socket), {
      what: 'the Zellij session to listen',
      context: () => screen.screen(),
    });
    await waitFor(() => hasColumns(connection, options.size.columns), {
      what: 'Zellij to take the size of its client',
    });
    return new Zellij({ options, clients, connection, serverPid: serverPidOf(socket) }, socketDir);
  }

  /** A tab of its own, so that the pane has the full size. Nobody's focus moves. */
  async open({ cwd, command = ['/bin/sh'], name = 'pane', env = {} }: PaneOptions): Promise<Pane> {
    this.#opened += 1;
    // The pane is known by a variable in its environment, not by what the call prints: a reply can get lost.
    const mark = `AMC_RIG_PANE=${this.#opened}`;
    const variables = Object.entries(env).map(([key, value]) => `${key}=${value}`);
    const tab = ['new-tab', '--no-focus', '--close-on-exit', '--cwd', cwd, '--name', name];
    const found = await this.#newTab([...tab, '--', 'env', mark, ...variables, ...command], mark);
    return this.#pane(found.paneId, found.pid);
  }

  /** One more beside the client that gives the session its size. */
  attachClient(): Promise<Pane> {
    const { clients, options } = this.#started;
    return clients.openDrawn({ cwd: options.home, command: [options.program, 'attach', SESSION] });
  }

  async stop(): Promise<void> {
    this.#started.connection.close();
    await this.#run('kill-session', SESSION).catch(() => '');
    await this.#started.clients.stop();
  }

  /** Runs a Zellij action on the private session and returns what it printed. */
  command(...args: string[]): Promise<string> {
    return this.#run('--session', SESSION, 'action', ...args);
  }

  #run(...args: string[]): Promise<string> {
    const { program, env } = this.#started.options;
    return run(program, args, { env });
  }

  #pane(paneId: number, rootPid: number): Pane {
    const { connection } = this.#started;
    return {
      mux: 'zellij',
      id: `terminal_${paneId}`,
      zellij: { socketDir: this.#socketDir, session: SESSION },
      rootPid,
      pollMs: 25,
      screen: () => connection.dumpScreen(paneId),
      paste: (text) => connection.paste(paneId, text),
      write: (bytes) => connection.write(paneId, bytes),
      close: async () => void (await this.command('close-pane', '--pane-id', `terminal_${paneId}`).catch(() => '')),
    };
  }

  /** Zellij's command line sometimes says that a living session does not exist: ask again, unless it did it all the same. */
  async #newTab(args: string[], mark: string, attempts = 3): Promise<{ pid: number; paneId: number }> {
    const problem = await this.command(...args).then(() => '', String);
    const waiting = { timeoutMs: attempts > 1 && problem !== '' ? 3_000 : 40_000, context: () => problem };
    try {
      return await waitFor(() => this.#paneWith(mark), {
        ...waiting,
        what: 'Zellij to start the command of a new tab',
      });
    } catch (error) {
      if (attempts === 1 || problem === '') throw error;
      return this.#newTab(args, mark, attempts - 1);
    }
  }

  /** The server's own child that carries the mark, and the pane id Zellij gave it. */
  #paneWith(mark: string): { pid: number; paneId: number } | undefined {
    for (const { pid, ppid } of allProcesses()) {
      if (ppid !== this.#started.serverPid) continue;
      const environment = environmentOf(pid);
      const paneId = environment.find((entry) => entry.startsWith('ZELLIJ_PANE_ID='))?.split('=')[1];
      if (paneId !== undefined && environment.includes(mark)) return { pid, paneId: Number(paneId) };
    }
    return undefined;
  }
}

async function hasColumns(connection: ZellijConnection, columns: number): Promise<boolean> {
  const panes = PaneList.safeParse(parseJson(await connection.listPanes()));
  return panes.success && panes.data.some((pane) => pane.pane_columns === columns);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function serverPidOf(socket: string): number {
  const server = allProcesses().find((info) => info.command.endsWith(`--server ${socket}`));
  if (!server) throw new Error(`Expected a Zellij server at ${socket}, found none`);
  return server.pid;
}
