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
  client: Pty;
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
    const client = new Pty(options);
    // The client makes the session itself. A session made in the background takes one connection more, whose
    // farewell can throw the client out again.
    const screen = await client.open({ cwd: options.home, command: [options.program, 'attach', '--create', SESSION] });
    const connection = await waitFor(() => ZellijConnection.tryOpen(socket), {
      what: 'the Zellij session to listen',
      context: () => screen.screen(),
    });
    await waitFor(() => hasColumns(connection, options.size.columns), {
      what: 'Zellij to take the size of its client',
    });
    return new Zellij({ options, client, connection, serverPid: serverPidOf(socket) }, socketDir);
  }

  /** A tab of its own, so that the pane has the full size. Nobody's focus moves. */
  async open({ cwd, command = ['/bin/sh'], name = 'pane', env = {} }: PaneOptions): Promise<Pane> {
    this.#opened += 1;
    // The pane is known by a variable in its environment, not by what the call prints: a reply can get lost.
    const mark = `AMC_RIG_PANE=${this.#opened}`;
    const variables = Object.entries(env).map(([key, value]) => `${key}=${value}`);
    const tab = ['new-tab', '--no-focus', '--close-on-exit', '--cwd', cwd, '--name', name];
    await this.command(...tab, '--', 'env', mark, ...variables, ...command);
    const found = await waitFor(() => this.#paneWith(mark), { what: `Zellij to start ${command.join(' ')}` });
    return this.#pane(found.paneId, found.pid);
  }

  async stop(): Promise<void> {
    this.#started.connection.close();
    await this.#run('kill-session', SESSION).catch(() => '');
    await this.#started.client.stop();
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
