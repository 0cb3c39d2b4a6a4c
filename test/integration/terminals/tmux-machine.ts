import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createProcessTable } from '../../../src/platform/process-table.ts';
import { run, scrubbedEnv } from '../../../src/platform/subprocess.ts';
import type { Guard, PaneInfo, PaneRef, ProcessFacts, TerminalAdapter } from '../../../src/ports/terminal.ts';
import { createTmux, type TmuxOptions } from '../../../src/terminals/tmux/adapter.ts';
import { sinkProgram } from './sink-program.ts';

const exec = promisify(execFile);

export const pass: Guard = async () => ({ ok: true });

export interface Sink {
  pane: string;
  /** Bytes so far. */
  read(): Promise<Buffer>;
  /** Waits until it holds `count` bytes. */
  holds(count: number): Promise<Buffer>;
}

/** A private tmux server in a temp folder. */
export interface TmuxMachine {
  dir: string;
  socket: string;
  tmux(...args: string[]): Promise<string>;
  serverPid(): Promise<number>;
  /** A new window with a sink in it, ready to be typed into. */
  sink(options?: { modes?: string[]; before?: string[] }): Promise<Sink>;
  /** A new window that runs an argv. */
  window(...argv: string[]): Promise<string>;
  adapter(options?: Partial<TmuxOptions>): TerminalAdapter;
  facts(pid: number): Promise<ProcessFacts>;
  dispose(): Promise<void>;
}

export async function startTmuxMachine(): Promise<TmuxMachine> {
  const dir = await mkdtemp(join(tmpdir(), 'amc-t'));
  const socket = join(dir, 's');
  const table = createProcessTable();
  const adapters: TerminalAdapter[] = [];
  const pids = new Set<number>();
  let sinks = 0;
  await writeFile(join(dir, 'sink.mjs'), sinkProgram);
  await start();
  return { dir, socket, tmux, serverPid, sink, window, adapter, facts, dispose };

  async function start(): Promise<void> {
    await tmux('-f', '/dev/null', 'new-session', '-d', '-s', 'main', '-x', '100', '-y', '30', 'sleep 1000');
    await tmux('set-option', '-g', 'remain-on-exit', 'on');
  }

  async function tmux(...args: string[]): Promise<string> {
    const { stdout } = await exec('tmux', ['-u', '-S', socket, ...args], {
      env: { ...scrubbedEnv(), HOME: dir },
      cwd: dir,
    });
    return stdout.trimEnd();
  }

  async function serverPid(): Promise<number> {
    const pid = Number(await tmux('display-message', '-p', '#{pid}'));
    pids.add(pid);
    return pid;
  }

  function window(...argv: string[]): Promise<string> {
    return tmux('new-window', '-d', '-P', '-F', '#{pane_id}', '-t', 'main:', '-c', dir, ...argv);
  }

  async function sink({ modes = ['2004'], before = [] }: { modes?: string[]; before?: string[] } = {}): Promise<Sink> {
    const file = join(dir, `sink-${sinks++}`);
    await writeFile(file, '');
    const pane = await window(...before, process.execPath, join(dir, 'sink.mjs'), file, ...modes);
    await until(async () => (await tmux('capture-pane', '-p', '-t', pane)).includes('READY'), 'the sink to start');
    const read = (): Promise<Buffer> => readFile(file);
    const holds = async (count: number): Promise<Buffer> => {
      await until(async () => (await read()).length >= count, `${count} bytes in the sink`);
      return read();
    };
    return { pane, read, holds };
  }

  function adapter(options: Partial<TmuxOptions> = {}): TerminalAdapter {
    const created = createTmux({
      run,
      clock: Date.now,
      processTable: table,
      sockets: [socket],
      scanDirs: [],
      ...options,
    });
    adapters.push(created);
    return created;
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
    for (const pid of pids) signal(pid, 'SIGCONT');
    await tmux('kill-server').catch(() => undefined);
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

export async function paneInfo(adapter: TerminalAdapter, pane: string): Promise<PaneInfo> {
  const found = (await adapter.list()).find((info) => info.ref.pane === pane);
  if (!found) throw new Error(`no pane ${pane}`);
  return found;
}

export async function refOf(adapter: TerminalAdapter, pane: string): Promise<PaneRef> {
  return (await paneInfo(adapter, pane)).ref;
}

export async function until(check: () => Promise<boolean>, what: string, timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
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
