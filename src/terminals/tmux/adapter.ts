import { AmcError, EnvironmentError, type UpstreamError } from '../../contract/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ProcessTable } from '../../ports/process-table.ts';
import type { Run } from '../../ports/subprocess.ts';
import type { InputResult, PaneInfo, PaneRef, ProcessFacts, TerminalAdapter } from '../../ports/terminal.ts';
import { createPaneLocks } from '../pane-lock.ts';
import { paneOfProcess, readTmuxEnv } from './locate.ts';
import { probeBinary, type TmuxBinary } from './probe.ts';
import { createPaneReader } from './reader.ts';
import { refuse, serverGone } from './refusal.ts';
import { revealPane } from './reveal.ts';
import { createTmuxServer, type TmuxServer } from './server.ts';
import { createSockets, defaultSocketDir, ownSocket } from './sockets.ts';
import { typeIntoPane } from './typing.ts';
import { isAtLeast, noStartVersion } from './version.ts';

export interface TmuxOptions {
  run: Run;
  clock: Clock;
  /** Tells whether the owner of a lock file still lives. */
  processTable?: Pick<ProcessTable, 'get'>;
  /** Sockets to look at besides those found. */
  sockets?: readonly string[];
  /** Folders whose sockets are looked at; default: where tmux puts those of named servers. */
  scanDirs?: readonly string[];
  tmuxBin?: string;
  /** Folder of lock files shared by all AMC processes of this user; without it writers are serialised in this process only. */
  lockDir?: string;
  /** `program`: never speak to sockets, always run the program. */
  dialect?: 'auto' | 'program';
  /** For one call to tmux. */
  timeoutMs?: number;
  /** Gets what tmux said that could not be understood and harmed nothing else. */
  onProblem?: (problem: UpstreamError) => void;
}

/** tmux, one short call at a time: over the socket where AMC knows its words, else by its program. Never starts a server. FORMAT.md. */
export function createTmux(options: TmuxOptions): TerminalAdapter {
  const { run, clock, processTable, lockDir, tmuxBin: bin = 'tmux', timeoutMs = 2_000, dialect = 'auto' } = options;
  const sockets = createSockets({ given: options.sockets ?? [], scanDirs: options.scanDirs ?? [defaultSocketDir()] });
  const reader = createPaneReader({ onProblem: options.onProblem ?? (() => undefined) });
  const locks = createPaneLocks({ dir: lockDir, processTable });
  const servers = new Map<string, TmuxServer>();
  const stop = new AbortController();
  const inputs = new Set<Promise<unknown>>();
  let binary: Promise<TmuxBinary> | null = null;

  return { terminal: 'tmux', probe, list, locate, inspect, input, snapshot, reveal, dispose };

  async function probe() {
    binary = probeBinary({ run, bin, timeoutMs });
    return (await binary).probe;
  }

  async function list(): Promise<PaneInfo[]> {
    const perServer = await Promise.all(
      (await sockets.known()).map(async (socket) => {
        const panes = await reader.list(await serverAt(socket));
        if (panes.length === 0) await sockets.markDead(socket);
        return panes;
      }),
    );
    return perServer.flat().map((pane) => pane.info);
  }

  /** Asks the server the process names, else those it may descend from: another one's trouble does not matter. */
  async function locate(process: ProcessFacts): Promise<PaneInfo | null> {
    if (process.tty === null) return null;
    const env = readTmuxEnv(process.env);
    const named = env === null ? null : ownSocket(env.socket);
    if (named !== null) sockets.learn(named);
    const candidates = named === null ? await sockets.known() : [named];
    const looks = await Promise.allSettled(
      candidates.map(async (socket) => {
        const server = await serverAt(socket);
        if (named === null && !server.mayHold(process.ancestors)) return null;
        const panes = await reader.list(server);
        return paneOfProcess({ process, panes, env });
      }),
    );
    const found = looks.flatMap((look) => (look.status === 'fulfilled' && look.value ? [look.value] : []));
    const failure = looks.find((look) => look.status === 'rejected');
    if (found.length === 0 && failure) throw failure.reason;
    const [pane] = found;
    return pane && found.length === 1 ? pane.info : null;
  }

  async function inspect(ref: PaneRef): Promise<PaneInfo | null> {
    const server = await serverOf(ref);
    const pane = server === null ? null : await reader.pane(server, ref.pane);
    return pane?.info.ref.epoch === ref.epoch ? pane.info : null;
  }

  async function snapshot(ref: PaneRef, { ansi = false }: { ansi?: boolean } = {}) {
    return reader.screen(await serverAt(ref.server), ref, { ansi, at: clock() });
  }

  async function reveal(ref: PaneRef) {
    const server = await serverOf(ref);
    return server === null
      ? { shown: false, note: 'The tmux server of this pane is no longer running.' }
      : revealPane(server, ref);
  }

  async function input(...[ref, steps, guard]: Parameters<TerminalAdapter['input']>): Promise<InputResult> {
    const work = locks.hold(ref, () => inputAlone(ref, steps, guard));
    inputs.add(work);
    try {
      const outcome = await work;
      return outcome.locked ? outcome.value : { ...refuse(outcome.code, outcome.reason), stepsDone: 0 };
    } finally {
      inputs.delete(work);
    }
  }

  async function inputAlone(...[ref, steps, guard]: Parameters<TerminalAdapter['input']>): Promise<InputResult> {
    if (stop.signal.aborted) return { ...refuse('stopping', 'AMC is shutting down'), stepsDone: 0 };
    let server: TmuxServer | null;
    try {
      server = await serverOf(ref);
    } catch (error) {
      if (!(error instanceof AmcError)) throw error;
      return { ...refuse(error.code, error.message.replace(/\.$/, '')), stepsDone: 0 };
    }
    if (server === null) return { ...serverGone, stepsDone: 0 };
    return typeIntoPane({ server, ref, steps, guard, reader, clock, signal: stop.signal });
  }

  async function dispose(): Promise<void> {
    stop.abort();
    await Promise.allSettled(inputs);
    servers.clear();
  }

  async function serverOf(ref: PaneRef): Promise<TmuxServer | null> {
    const socket = ownSocket(ref.server);
    return socket === null ? null : serverAt(socket);
  }

  async function serverAt(socket: string): Promise<TmuxServer> {
    if (stop.signal.aborted) throw new EnvironmentError({ code: 'stopping', message: 'AMC is shutting down.' });
    binary ??= probeBinary({ run, bin, timeoutMs });
    const { version, probe: found } = await binary;
    if (!version) {
      binary = null;
      throw new EnvironmentError({ code: 'tmux_unavailable', message: found.detail });
    }
    const known = servers.get(socket);
    if (known) return known;
    const flags = isAtLeast(version, noStartVersion) ? ['-u', '-N'] : ['-u'];
    const server = createTmuxServer({ socket, run, bin, flags, timeoutMs, dialect });
    servers.set(socket, server);
    return server;
  }
}
