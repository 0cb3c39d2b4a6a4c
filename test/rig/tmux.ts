import { join } from 'node:path';
import type { Pane, PaneOptions, Terminal, TerminalOptions } from './pane.ts';
import { Pty } from './pty.ts';
import { run } from './run.ts';

const SESSION = 'main';

/** A private tmux server: own socket, no configuration file, panes of a fixed size without a client. */
export class Tmux implements Terminal {
  readonly socket: string;
  readonly #options: TerminalOptions;
  readonly #clients: Pty;

  private constructor(options: TerminalOptions) {
    this.#options = options;
    this.#clients = new Pty(options);
    this.socket = join(options.home, 'tmux.sock');
  }

  static async start(options: TerminalOptions): Promise<Tmux> {
    const tmux = new Tmux(options);
    const { columns, rows } = options.size;
    // The first window keeps the session alive when the last agent's pane closes.
    const size = ['-x', String(columns), '-y', String(rows)];
    await tmux.command('new-session', '-d', '-s', SESSION, '-n', 'base', ...size, '-c', options.home, '/bin/sh');
    return tmux;
  }

  async open({ cwd, command = ['/bin/sh'], name = 'pane', env = {} }: PaneOptions): Promise<Pane> {
    const variables = Object.entries(env).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
    const print = ['-d', '-P', '-F', '#{pane_id} #{pane_pid}'];
    const where = ['-t', `=${SESSION}:`, '-n', name, '-c', cwd];
    // One argument would be given to a shell, so a lone program goes through `env`, which replaces itself by it.
    const program = command.length === 1 ? ['env', ...command] : command;
    const created = await this.command('new-window', ...print, ...where, ...variables, '--', ...program);
    const [id = '', rootPid = ''] = created.trim().split(' ');
    return this.#pane(id, Number(rootPid));
  }

  attachClient(): Promise<Pane> {
    const attach = [this.#options.program, '-u', '-S', this.socket, 'attach-session', '-t', `=${SESSION}`];
    return this.#clients.openDrawn({ cwd: this.#options.home, command: attach });
  }

  async stop(): Promise<void> {
    await this.#clients.stop();
    await this.command('kill-server').catch(() => undefined);
  }

  /** Runs a tmux command on the private server and returns what it printed. */
  command(...args: string[]): Promise<string> {
    return run(this.#options.program, ['-u', '-f', '/dev/null', '-S', this.socket, ...args], {
      env: this.#options.env,
    });
  }

  #pane(id: string, rootPid: number): Pane {
    return {
      mux: 'tmux',
      id,
      tmux: { socket: this.socket, session: SESSION },
      rootPid,
      pollMs: 25,
      screen: () => this.command('capture-pane', '-p', '-t', id),
      paste: (text) => this.#pasteBuffer(id, text, ['-p']),
      write: (bytes) => this.#pasteBuffer(id, bytes, []),
      close: async () => void (await this.command('kill-pane', '-t', id).catch(() => '')),
    };
  }

  /** A buffer, not send-keys: it is not lost in copy mode and not repeated into synchronised panes. */
  async #pasteBuffer(id: string, content: string, flags: string[]): Promise<void> {
    await this.#load(id, content);
    await this.command('paste-buffer', ...flags, '-r', '-d', '-b', bufferOf(id), '-t', id);
  }

  #load(id: string, content: string): Promise<string> {
    const args = ['-u', '-S', this.socket, 'load-buffer', '-b', bufferOf(id), '-'];
    return run(this.#options.program, args, { env: this.#options.env, input: content });
  }
}

function bufferOf(id: string): string {
  return `rig-${id.slice(1)}`;
}
