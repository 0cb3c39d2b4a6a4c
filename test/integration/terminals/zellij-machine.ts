import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { createProcessTable } from '../../../src/platform/process-table.ts';
import { run } from '../../../src/platform/subprocess.ts';
import type { Guard, PaneInfo, PaneRef, ProcessFacts, TerminalAdapter } from '../../../src/ports/terminal.ts';
import { createZellij } from '../../../src/terminals/zellij/adapter.ts';
import type { ZellijOptions } from '../../../src/terminals/zellij/adapter.ts';
import { findServers } from '../../../src/terminals/zellij/server.ts';
import { sinkProgram } from './sink-program.ts';

const exec = promisify(execFile);

/** null: not on this machine. */
export const zellijBin = findZellij();
export const needsZellij = zellijBin === null ? ' (skipped: no Zellij here, get it with `npm run setup:machine`)' : '';

export const pass: Guard = async () => ({ ok: true });

export interface Sink {
  pane: string;
  read(): Promise<Buffer>;
  /** Waits until it holds `count` bytes. */
  holds(count: number): Promise<Buffer>;
}

/** Zellij with everything it owns in a temp folder; clients run in a private tmux. */
export interface ZellijMachine {
  dir: string;
  socketDir: string;
  /** Starts a session with a client on a screen of 160 × 40. */
  session(name: string): Promise<void>;
  /** Starts a session nobody is attached to. */
  background(name: string): Promise<void>;
  /** Another client of a session; `client` names it for `screen`, `keys` and `hasClient`. */
  attach(name: string, client: string, size?: { cols: number; rows: number }): Promise<void>;
  screen(client: string): Promise<string>;
  keys(client: string, ...keys: string[]): Promise<void>;
  hasClient(client: string): Promise<boolean>;
  zellij(...args: string[]): Promise<string>;
  action(session: string, ...args: string[]): Promise<string>;
  /** An action that answers. */
  ask(session: string, ...args: string[]): Promise<string>;
  /** A new pane that runs an argv; its id. */
  pane(session: string, options: string[], ...argv: string[]): Promise<string>;
  sink(session: string, options?: { modes?: string[]; before?: string[] }): Promise<Sink>;
  serverPid(session: string): Promise<number>;
  adapter(options?: Partial<ZellijOptions>): TerminalAdapter;
  facts(pid: number): Promise<ProcessFacts>;
  dispose(): Promise<void>;
}

export async function startZellijMachine(): Promise<ZellijMachine> {
  const bin = zellijBin ?? 'zellij';
  const dir = await mkdtemp('/tmp/amc-z');
  const socketDir = join(dir, 's');
  const tmuxSocket = join(dir, 't');
  const table = createProcessTable();
  const adapters: TerminalAdapter[] = [];
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: join(dir, 'h'),
    XDG_CONFIG_HOME: join(dir, 'h/.config'),
    XDG_CACHE_HOME: join(dir, 'h/.cache'),
    XDG_DATA_HOME: join(dir, 'h/.local'),
    TMPDIR: dir,
    ZELLIJ_SOCKET_DIR: socketDir,
    SHELL: '/bin/sh',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
  };
  let sinks = 0;
  const made = new Set<string>();
  await mkdir(join(env.XDG_CONFIG_HOME, 'zellij'), { recursive: true });
  await writeFile(
    join(env.XDG_CONFIG_HOME, 'zellij/config.kdl'),
    'show_startup_tips false\nshow_release_notes false\n',
  );
  await writeFile(join(dir, 'sink.mjs'), sinkProgram);
  return {
    dir,
    socketDir,
    session,
    background,
    attach,
    screen,
    keys,
    hasClient,
    zellij,
    action,
    ask,
    pane,
    sink,
    serverPid,
    adapter,
    facts,
    dispose,
  };

  async function session(name: string): Promise<void> {
    await forget(name);
    await client(name, [bin, '--session', name], { cols: 160, rows: 40 });
    await until(async () => (await screen(name)).includes(`(${name})`), `the session ${name}`);
    await until(async () => (await ask(name, 'list-panes')).includes('terminal_0'), `a pane in ${name}`);
  }

  /** A session nobody is attached to. */
  async function background(name: string): Promise<void> {
    await forget(name);
    await zellij('attach', '--create-background', name);
    await until(async () => (await ask(name, 'list-panes')).includes('terminal_0'), `a pane in ${name}`);
  }

  /** A test that is run once more finds what its first run made. */
  async function forget(name: string): Promise<void> {
    if (!made.has(name)) {
      made.add(name);
      return;
    }
    await tmux('kill-session', '-t', `=${name}`).catch(() => undefined);
    await zellij('kill-session', name).catch(() => undefined);
    await zellij('delete-session', '--force', name).catch(() => undefined);
  }

  async function attach(name: string, as: string, size = { cols: 160, rows: 40 }): Promise<void> {
    await client(as, [bin, 'attach', name], size);
    await until(async () => (await screen(as)).includes(`(${name})`), `a client of ${name}`);
  }

  async function client(as: string, argv: string[], { cols, rows }: { cols: number; rows: number }): Promise<void> {
    await tmux('-f', '/dev/null', 'new-session', '-d', '-s', as, '-x', String(cols), '-y', String(rows), ...argv);
  }

  async function tmux(...args: string[]): Promise<string> {
    return (await exec('tmux', ['-u', '-S', tmuxSocket, ...args], { env, cwd: dir })).stdout;
  }

  function screen(as: string): Promise<string> {
    return tmux('capture-pane', '-p', '-t', `=${as}:`);
  }

  async function keys(as: string, ...names: string[]): Promise<void> {
    await tmux('send-keys', '-t', `=${as}:`, ...names);
  }

  async function hasClient(as: string): Promise<boolean> {
    return tmux('has-session', '-t', `=${as}`).then(
      () => true,
      () => false,
    );
  }

  async function zellij(...args: string[]): Promise<string> {
    return (await exec(bin, args, { env, cwd: dir, timeout: 10_000, killSignal: 'SIGKILL' })).stdout;
  }

  function action(name: string, ...args: string[]): Promise<string> {
    return zellij('--session', name, 'action', ...args);
  }

  /** The program loses an answer now and then, and says nothing (Zellij #5382). */
  async function ask(name: string, ...args: string[]): Promise<string> {
    let answer = '';
    await until(async () => (answer = await action(name, ...args)) !== '', `an answer to ${args.join(' ')}`);
    return answer;
  }

  async function pane(name: string, options: string[], ...argv: string[]): Promise<string> {
    const before = await terminals(name);
    await action(name, 'new-pane', '--no-focus', ...options, '--', ...argv);
    let made: string | undefined;
    await until(
      async () => (made = (await terminals(name)).find((id) => !before.includes(id))) !== undefined,
      'a new pane',
    );
    return made ?? '';
  }

  async function terminals(name: string): Promise<string[]> {
    return (await ask(name, 'list-panes')).match(/^terminal_\d+/gm) ?? [];
  }

  async function sink(
    name: string,
    { modes = ['2004'], before = [] }: { modes?: string[]; before?: string[] } = {},
  ): Promise<Sink> {
    const file = join(dir, `sink-${sinks++}`);
    await writeFile(file, '');
    const id = await pane(name, [], ...before, process.execPath, join(dir, 'sink.mjs'), file, ...modes);
    let seen = '';
    await until(
      async () => (seen = await ask(name, 'dump-screen', '--pane-id', id)).includes('READY'),
      () => `the sink to start; its pane shows ${JSON.stringify(seen)}`,
    );
    const read = (): Promise<Buffer> => readFile(file);
    const holds = async (count: number): Promise<Buffer> => {
      await until(async () => (await read()).length >= count, `${count} bytes in the sink`);
      return read();
    };
    return { pane: id, read, holds };
  }

  async function serverPid(name: string): Promise<number> {
    const server = (await findServers(table)).find(
      ({ socketPath }) => socketPath === join(socketDir, 'contract_version_1', name),
    );
    if (!server) throw new Error(`no server of ${name}`);
    return server.pid;
  }

  function adapter(options: Partial<ZellijOptions> = {}): TerminalAdapter {
    const created = createZellij({
      run,
      processTable: ownProcesses(),
      clock: Date.now,
      socketDirs: [socketDir],
      zellijBin: bin,
      env,
      ...options,
    });
    adapters.push(created);
    return created;
  }

  /** Without the servers of whoever else uses this machine. */
  function ownProcesses(): ReturnType<typeof createProcessTable> {
    const argv = async (pid: number): Promise<readonly string[]> => {
      const found = await table.argv(pid);
      const socket = found[found.indexOf('--server') + 1];
      return found.includes('--server') && !socket?.startsWith(dir) ? [] : found;
    };
    return { ...table, argv };
  }

  async function facts(pid: number): Promise<ProcessFacts> {
    const info = await table.get(pid);
    if (!info) throw new Error(`no process ${pid}`);
    return {
      pid,
      startTime: info.startTime,
      env: await table.environ(pid),
      tty: info.tty,
      ancestors: await table.ancestors(pid),
    };
  }

  async function dispose(): Promise<void> {
    await Promise.all(adapters.map((created) => created.dispose()));
    await tmux('kill-server').catch(() => undefined);
    await until(endAll, 'everything in the panes to end');
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Servers, and what ran in their panes: some of it has left its terminal and would stay. True when nothing is left. */
  async function endAll(): Promise<boolean> {
    const processes = (await table.list()).filter(({ pid }) => pid !== process.pid);
    const ours = await Promise.all(
      processes.map(async ({ pid }) => (await table.environ(pid))['ZELLIJ_SOCKET_DIR'] === socketDir),
    );
    const left = processes.filter((_, index) => ours[index]);
    for (const { pid } of left) for (const name of ['SIGCONT', 'SIGKILL'] as const) signal(pid, name);
    return left.length === 0;
  }
}

function findZellij(): string | null {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'amc-rig');
  const cached = existsSync(cache)
    ? readdirSync(cache)
        .filter((name) => name.startsWith('zellij-'))
        .map((name) => join(cache, name, 'bin/zellij'))
    : [];
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'zellij'));
  return (
    [process.env['AMC_ZELLIJ_BIN'], ...cached, ...onPath].find((path) => path !== undefined && existsSync(path)) ?? null
  );
}

export async function paneInfo(adapter: TerminalAdapter, session: string, pane: string): Promise<PaneInfo> {
  const found = (await adapter.list()).find(({ ref }) => ref.session === session && ref.pane === pane);
  if (!found) throw new Error(`no pane ${pane} in ${session}`);
  return found;
}

export async function refOf(adapter: TerminalAdapter, session: string, pane: string): Promise<PaneRef> {
  return (await paneInfo(adapter, session, pane)).ref;
}

export async function until(
  check: () => Promise<boolean>,
  what: string | (() => string),
  timeoutMs = 15_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > deadline)
      throw new Error(`waited ${timeoutMs} ms for ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Zero and below would mean whole groups of processes. */
export function signal(pid: number, name: NodeJS.Signals): void {
  if (!(pid > 1)) throw new Error(`no process to signal: ${pid}`);
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}
