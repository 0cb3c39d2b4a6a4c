import { basename, dirname } from 'node:path';
import { AmcError, EnvironmentError, UpstreamError } from '../../contract/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ProcessTable } from '../../ports/process-table.ts';
import type { Run } from '../../ports/subprocess.ts';
import type { InputResult, PaneInfo, PaneRef, ProcessFacts, TerminalAdapter } from '../../ports/terminal.ts';
import { createPaneLocks } from '../pane-lock.ts';
import { hasCode } from './errors.ts';
import { paneNumber, type ListedPane } from './listing.ts';
import type { ProvenPlace } from './locate.ts';
import { provePlace } from './locate.ts';
import { findPaneRoots, paneInfo } from './panes.ts';
import { probeZellij } from './probe.ts';
import { gone, refuse, staleServer } from './refusal.ts';
import { createServerIdentity, epochOf, findServers } from './server.ts';
import { revealPane } from './reveal.ts';
import type { Session, TalkOptions } from './sessions.ts';
import { createSessions } from './sessions.ts';
import type { SessionSocket } from './sockets.ts';
import { contractDirs, defaultSocketDirs, isContractDir, readSockets } from './sockets.ts';
import type { Listing } from './talk.ts';
import { readScreen, typeIntoPane } from './typing.ts';
import { oldestVersion } from './version.ts';

export interface ZellijOptions {
  run: Run;
  processTable: ProcessTable;
  clock: Clock;
  /** Socket directories (what `ZELLIJ_SOCKET_DIR` would name) to look at; default: Zellij's own rules. Those of running servers are found in any case. */
  socketDirs?: readonly string[];
  zellijBin?: string;
  /** Folder of lock files shared by all AMC processes of this user; without it writers are serialised in this process only. */
  lockDir?: string;
  /** AMC's environment. */
  env?: Readonly<Record<string, string | undefined>>;
  /** `cli`: never speak to sockets, always run the program. */
  dialect?: 'auto' | 'cli';
  /** For a connection, and for each question over it. */
  connectMs?: number;
  timeoutMs?: number;
}

/** A look this young stands for the one before the guard: the one after it is compared with it all the same. */
const freshMs = 50;
/** Each look at a watched pane makes Zellij draw its clients' screens once more. */
const watchEveryMs = 300;

/** Zellij, spoken to over each session's socket, one short connection at a time. Why none stays open: FORMAT.md. */
export function createZellij(options: ZellijOptions): TerminalAdapter {
  const {
    run,
    processTable,
    clock,
    lockDir,
    zellijBin: bin = 'zellij',
    env = process.env,
    dialect = 'auto',
    connectMs = 300,
    timeoutMs = 2_000,
  } = options;
  const socketDirs = options.socketDirs ?? defaultSocketDirs(env, process.getuid?.() ?? 0);
  const identity = createServerIdentity({ processTable, connectMs, timeoutMs });
  const sessions = createSessions({ identity, run, bin, env, dialect, connectMs, timeoutMs });
  const locks = createPaneLocks({ dir: lockDir, processTable });
  const listings = new Map<string, Promise<Listing>>();
  const stop = new AbortController();
  const inputs = new Set<Promise<unknown>>();
  let lastSeen: { ref: string; pane: ListedPane; at: number } | null = null;

  return { terminal: 'zellij', watchEveryMs, probe, list, locate, inspect, input, snapshot, reveal, dispose };

  async function probe() {
    return probeZellij({ run, bin, timeoutMs, servers: () => findServers(processTable) });
  }

  async function list(): Promise<PaneInfo[]> {
    const perSession = await Promise.all(
      (await liveSockets()).map(async (socket) => {
        try {
          return await panesOf(await sessions.identify(socket));
        } catch (error) {
          if (hasCode(error, 'zellij_no_server', 'zellij_foreign')) return [];
          throw error;
        }
      }),
    );
    return perSession.flat();
  }

  async function locate(process: ProcessFacts): Promise<PaneInfo | null> {
    const place = await provePlace({ process, processTable });
    if (place === null) return null;
    const session = await sessionOf(place);
    if (session === null) return null;
    const { panes, tabs } = await readPanes(session, { moreToCome: true });
    const pane = panes.find(({ id }) => id === place.pane);
    return pane === undefined ? null : paneInfo({ session, pane, tabs, root: place.root });
  }

  async function inspect(ref: PaneRef): Promise<PaneInfo | null> {
    const session = await resolve(ref);
    if (session === null) return null;
    return (await panesOf(session)).find(({ ref: { pane } }) => pane === ref.pane) ?? null;
  }

  async function snapshot(ref: PaneRef, { ansi = false }: { ansi?: boolean } = {}) {
    const session = await resolve(ref);
    const pane = paneNumber(ref.pane);
    if (session === null)
      throw new UpstreamError({
        code: staleServer.code,
        message: `There is no screen to read: ${staleServer.reason}.`,
      });
    if (pane === null)
      throw new UpstreamError({ code: gone.code, message: `There is no screen to read: ${gone.reason}.` });
    const read = await sessions.talkTo(session, (talk) => readScreen({ talk, pane, ansi, at: clock() }), {
      moreToCome: true,
    });
    lastSeen = { ref: keyOf(ref), pane: read.listed, at: performance.now() };
    return read.screen;
  }

  async function reveal(ref: PaneRef) {
    const session = await resolve(ref);
    const pane = paneNumber(ref.pane);
    if (session === null || pane === null) return { shown: false, note: 'The pane is not there any more.' };
    return sessions.talkTo(session, (talk) => revealPane({ talk, pane, session: session.socket.session }));
  }

  async function input(...[ref, steps, guard]: Parameters<TerminalAdapter['input']>): Promise<InputResult> {
    const work = inputInTurn(ref, steps, guard);
    inputs.add(work);
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof AmcError)) throw error;
      return { ...refuse(error.code, `the pane could not be reached (${error.message})`), stepsDone: 0 };
    } finally {
      inputs.delete(work);
    }
  }

  async function inputInTurn(...[ref, steps, guard]: Parameters<TerminalAdapter['input']>): Promise<InputResult> {
    const session = await resolve(ref);
    if (session === null) return { ...staleServer, stepsDone: 0 };
    // The session's first name: a pane keeps its lock when the session is renamed.
    const key = { ...ref, server: session.socket.dir, session: basename(session.server.socketPath) };
    const outcome = await locks.hold(key, () => inputAlone(ref, steps, guard));
    return outcome.locked ? outcome.value : { ...refuse(outcome.code, outcome.reason), stepsDone: 0 };
  }

  async function inputAlone(...[ref, steps, guard]: Parameters<TerminalAdapter['input']>): Promise<InputResult> {
    const session = await resolve(ref);
    const pane = paneNumber(ref.pane);
    if (session === null) return { ...staleServer, stepsDone: 0 };
    if (pane === null) return { ...gone, stepsDone: 0 };
    const seen = lastSeen?.ref === keyOf(ref) && performance.now() - lastSeen.at < freshMs ? lastSeen.pane : undefined;
    return sessions.talkTo(session, (talk) =>
      typeIntoPane({ talk, pane, steps, guard, clock, signal: stop.signal, ...(seen ? { seen } : {}) }),
    );
  }

  async function dispose(): Promise<void> {
    stop.abort();
    await Promise.allSettled(inputs);
    sessions.dispose();
  }

  async function panesOf(session: Session): Promise<PaneInfo[]> {
    const { panes, tabs } = await readPanes(session);
    const roots = await findPaneRoots({ processTable, serverPid: session.server.pid });
    return panes.map((pane) => paneInfo({ session, pane, tabs, root: roots.get(pane.id) }));
  }

  /** Questions about one session at the same time share the answer: each connection makes Zellij draw its screens again. */
  function readPanes(session: Session, options: TalkOptions = {}): Promise<Listing> {
    const { key } = session.socket;
    const running = listings.get(key);
    if (running) return running;
    const listing = sessions.talkTo(session, (talk) => talk.listing(), options);
    listings.set(key, listing);
    const done = () => listings.delete(key);
    listing.then(done, done);
    return listing;
  }

  async function resolve(ref: PaneRef): Promise<Session | null> {
    refuseStopped();
    return sessions.resolve(ref);
  }

  /** The session a proven server serves: its first name, or another of the same directory after a renaming. */
  async function sessionOf({ server: { socketPath, ...server } }: ProvenPlace): Promise<Session | null> {
    if (!isContractDir(dirname(socketPath))) throw tooOld(socketPath);
    return resolve({
      terminal: 'zellij',
      server: dirname(socketPath),
      session: basename(socketPath),
      epoch: epochOf(server),
      pane: '',
    });
  }

  /** Sockets in the socket directories, and in those of every server of this user that runs. */
  async function liveSockets(): Promise<SessionSocket[]> {
    refuseStopped();
    const servers = await findServers(processTable);
    const dirs = new Set([
      ...(await contractDirs(socketDirs)),
      ...servers.map(({ socketPath }) => dirname(socketPath)).filter(isContractDir),
    ]);
    const sockets = (await Promise.all([...dirs].map(readSockets))).flat();
    return [...new Map(sockets.map((socket) => [socket.key, socket])).values()];
  }

  function refuseStopped(): void {
    if (stop.signal.aborted) throw new EnvironmentError({ code: 'stopping', message: 'AMC is shutting down.' });
  }
}

function keyOf(ref: PaneRef): string {
  return [ref.server, ref.epoch, ref.session, ref.pane].join('\0');
}

function tooOld(socketPath: string): UpstreamError {
  return new UpstreamError({
    code: 'zellij_too_old',
    message: `The Zellij session "${basename(socketPath)}" runs version ${basename(dirname(socketPath))}; AMC needs ${oldestVersion.join('.')} or newer.`,
    next: 'Install a newer Zellij and start the session again.',
  });
}
