import { join } from 'node:path';
import type { AgentOptions } from './agent.ts';
import { type Claude, type ClaudeOptions, claudeArgs, claudeInPane } from './claude.ts';
import { type Codex, type CodexOptions, codexInPane, threadsOf } from './codex.ts';
import { clearAway, clearAwayAbandoned, clearAwayNow } from './clear-away.ts';
import { Home } from './home.ts';
import { needs, pathOf } from './machine.ts';
import { Model } from './model/model.ts';
import type { Pane, PaneOptions, Terminal, TerminalOptions } from './pane.ts';
import { Pty } from './pty.ts';
import { shellQuoted } from './shell.ts';
import { Tmux } from './tmux.ts';
import { Zellij } from './zellij.ts';

export type Mux = 'tmux' | 'zellij' | 'none';

export interface RigOptions {
  mux: Mux;
  /** More places for panes, in the same HOME; `beside` of a pane's or an agent's options names one of them. */
  beside?: readonly Mux[];
  /** The terminal's size; the multiplexer's own bars take some of it. */
  size?: { columns: number; rows: number };
}

/** In which of the rig's terminals, when not in the first. */
interface Beside {
  beside?: Mux;
}

const DEFAULT_SIZE = { columns: 200, rows: 50 };

/** A throw-away HOME, a mock model and a private multiplexer, in which real agents run. */
export class Rig {
  readonly model: Model;
  readonly #home: Home;
  readonly #terminal: Terminal;
  readonly #terminals: ReadonlyMap<Mux, Terminal>;
  readonly #clearAtExit: () => void;
  #stopped: Promise<void> | undefined;
  #lastCodex: Promise<unknown> = Promise.resolve();

  private constructor(model: Model, home: Home, terminals: ReadonlyMap<Mux, Terminal>, mux: Mux) {
    this.model = model;
    this.#home = home;
    this.#terminals = terminals;
    this.#terminal = this.#terminalOf(mux);
    this.#clearAtExit = () => clearAwayNow(home.path);
    process.once('exit', this.#clearAtExit);
  }

  static async start({ mux, beside = [], size = DEFAULT_SIZE }: RigOptions): Promise<Rig> {
    const places = [...new Set([mux, ...beside])];
    const { ok, reason } = needs('rig', ...places.filter((place) => place !== 'none'));
    if (!ok) throw new Error(`The rig cannot start: ${reason}`);
    await clearAwayAbandoned();
    const model = await Model.start();
    const home = new Home(model.url);
    try {
      const terminals = new Map<Mux, Terminal>();
      for (const place of places) {
        terminals.set(place, await startTerminal(place, { home: home.path, env: home.env, size }));
      }
      return new Rig(model, home, terminals, mux);
    } catch (error) {
      await clearAway(home.path);
      await model.stop();
      throw error;
    }
  }

  get home(): string {
    return this.#home.path;
  }

  /** The environment of everything that runs in the rig; give it to whatever a test starts, too. */
  get env(): Record<string, string> {
    return { ...this.#home.env };
  }

  /** A git repository with one commit that both agents trust. The same name gives the same folder. */
  projectDir(name: string): string {
    return this.#home.projectDir(name);
  }

  openPane({ beside, ...options }: PaneOptions & Beside): Promise<Pane> {
    return (beside === undefined ? this.#terminal : this.#terminalOf(beside)).open(options);
  }

  /** Attaches a client of the multiplexer in a bare pty, as a person has one open. */
  attachClient(): Promise<Pane> {
    return this.#terminal.attachClient();
  }

  /** Runs a command of the multiplexer: `rig.mux('list-panes', '-a')`. For Zellij, an action. */
  mux(...args: string[]): Promise<string> {
    return this.#terminal.command(...args);
  }

  /** The same of one beside it. */
  muxBeside(beside: Mux, ...args: string[]): Promise<string> {
    return this.#terminalOf(beside).command(...args);
  }

  /** Starts Claude Code and returns when it takes prompts. */
  async startClaude(options: ClaudeOptions & Beside): Promise<Claude> {
    const { cwd, configDir, env = {} } = options;
    if (configDir !== undefined) this.#home.claude.useFolder(configDir);
    const config: Record<string, string> = configDir === undefined ? {} : { CLAUDE_CONFIG_DIR: configDir };
    const pane = await this.#openAgentPane('claude', claudeArgs(options), { ...options, env: { ...config, ...env } });
    return claudeInPane(pane, cwd, configDir ?? join(this.home, '.claude'));
  }

  /** Starts Codex and returns when it takes prompts. One at a time: a new thread is told by what was there before. */
  startCodex(options: CodexOptions & Beside): Promise<Codex> {
    const started = this.#lastCodex.then(() => this.#startCodex(options));
    this.#lastCodex = started.catch(() => undefined);
    return started;
  }

  /** Ends every process of the rig and removes its HOME. Fails when something is left. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stop(): Promise<void> {
    for (const terminal of this.#terminals.values()) await terminal.stop();
    await clearAway(this.home);
    await this.model.stop();
    process.off('exit', this.#clearAtExit);
  }

  async #startCodex(options: CodexOptions & Beside): Promise<Codex> {
    const { cwd, args = [], codexHome = this.#home.codexHome, env = {} } = options;
    this.#home.codex.useFolder(codexHome);
    const earlierThreads = threadsOf(codexHome);
    const config: Record<string, string> = options.codexHome === undefined ? {} : { CODEX_HOME: codexHome };
    const pane = await this.#openAgentPane('codex', args, { ...options, env: { ...config, ...env } });
    return codexInPane(pane, { cwd, codexHome, earlierThreads });
  }

  #terminalOf(mux: Mux): Terminal {
    const terminal = this.#terminals.get(mux);
    if (terminal === undefined) throw new Error(`The rig was started without ${mux}`);
    return terminal;
  }

  async #openAgentPane(name: 'claude' | 'codex', args: string[], options: AgentOptions & Beside): Promise<Pane> {
    const { cwd, env = {}, inShell = false } = options;
    const where = options.beside === undefined ? {} : { beside: options.beside };
    if (!inShell) return this.openPane({ cwd, env, name, ...where, command: [pathOf(name), ...args] });
    const pane = await this.openPane({ cwd, env, name, ...where });
    await pane.write(`${[name, ...args].map(shellQuoted).join(' ')}\r`);
    return pane;
  }
}

/** Runs the body with a rig, and stops the rig whatever happens. */
export async function withRig<T>(options: RigOptions, body: (rig: Rig) => Promise<T>): Promise<T> {
  const rig = await Rig.start(options);
  try {
    return await body(rig);
  } finally {
    await rig.stop();
  }
}

function startTerminal(mux: RigOptions['mux'], options: Omit<TerminalOptions, 'program'>): Promise<Terminal> {
  switch (mux) {
    case 'tmux':
      return Tmux.start({ ...options, program: pathOf('tmux') });
    case 'zellij':
      return Zellij.start({ ...options, program: pathOf('zellij') });
    case 'none':
      return Promise.resolve(new Pty(options));
  }
}
