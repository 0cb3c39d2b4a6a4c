import { join } from 'node:path';
import type { Run } from '../../ports/subprocess.ts';
import type { PaneRef } from '../../ports/terminal.ts';
import { createCliTalk } from './cli-talk.ts';
import { hasCode, zellijError } from './errors.ts';
import type { ServerIdentity, ServerProcess } from './server.ts';
import { epochOf } from './server.ts';
import { openSocketTalk } from './socket-talk.ts';
import type { SessionSocket } from './sockets.ts';
import { readSocket, readSockets, speaksContract } from './sockets.ts';
import type { Talk } from './talk.ts';

/** A session with the process that serves it. */
export interface Session {
  socket: SessionSocket;
  server: ServerProcess;
}

export interface Sessions {
  /** Throws `UpstreamError` when its server cannot be told. */
  identify(socket: SessionSocket): Promise<Session>;
  /** The session a ref means, under whatever name it has now; null when its server is gone. Throws `UpstreamError`. */
  resolve(ref: PaneRef): Promise<Session | null>;
  /** A talk with a session for some work, which has it alone. Throws `UpstreamError`. */
  talkTo<T>(session: Session, work: (talk: Talk) => Promise<T>, options?: TalkOptions): Promise<T>;
  /** Closes what is still open. */
  dispose(): void;
}

export interface TalkOptions {
  /** More is likely to be asked at once: the connection stays open for some milliseconds for whoever comes next. */
  moreToCome?: boolean;
}

export interface SessionsOptions {
  identity: ServerIdentity;
  run: Run;
  bin: string;
  env: Readonly<Record<string, string | undefined>>;
  /** `cli`: never speak to sockets. */
  dialect: 'auto' | 'cli';
  connectMs: number;
  timeoutMs: number;
}

/** A session that just failed to answer is not asked again at once: its unanswered connections would pile up. */
const hungMs = 1_000;
/** From finding a pane to typing into it are a few milliseconds; a connection for each of them costs more than all the rest. */
const keptMs = 25;

/** A connection that nobody uses for the moment. */
interface Kept {
  talk: Talk;
  timer: NodeJS.Timeout;
}

export function createSessions({ identity, run, bin, env, dialect, connectMs, timeoutMs }: SessionsOptions): Sessions {
  const hungUntil = new Map<string, number>();
  const cliOnly = new Set<string>();
  const kept = new Map<string, Kept>();

  return { identify, resolve, talkTo, dispose };

  async function identify(socket: SessionSocket): Promise<Session> {
    refuseHung(socket);
    return { socket, server: await watched(socket, () => identity.serverOf(socket)) };
  }

  async function resolve(ref: PaneRef): Promise<Session | null> {
    if (!(await identity.isAlive(ref.epoch))) return null;
    const named = readSocket(join(ref.server, ref.session));
    if (named) {
      const session = await identify(named);
      if (epochOf(session.server) === ref.epoch) return session;
    }
    return renamed(ref);
  }

  /** The server lives, but not under that name. Other sessions' trouble does not matter here. */
  async function renamed(ref: PaneRef): Promise<Session | null> {
    const looks = await Promise.allSettled((await readSockets(ref.server)).map(identify));
    const sessions = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
    return sessions.find(({ server }) => epochOf(server) === ref.epoch) ?? null;
  }

  /** Every question is asked once more, over a new connection, if the server hung up instead of answering; a write never. */
  async function open(session: Session): Promise<Talk & { now(): Talk }> {
    const { socket } = session;
    let talk = takeKept(socket) ?? (await connect(socket));
    return {
      now: () => talk,
      get maxTextBytes() {
        return talk.maxTextBytes;
      },
      panes: () => twice((now) => now.panes()),
      listing: () => twice((now) => now.listing()),
      rows: (pane, options) => twice((now) => now.rows(pane, options)),
      clients: () => twice((now) => now.clients()),
      focus: (pane, client) => watched(socket, () => talk.focus(pane, client)),
      write: (write) => watched(socket, () => talk.write(write)),
      close: () => talk.close(),
    };

    async function twice<T>(ask: (now: Talk) => Promise<T>): Promise<T> {
      try {
        return await watched(socket, () => ask(talk));
      } catch (error) {
        if (!hasCode(error, 'zellij_gone', 'zellij_protocol')) throw error;
        talk.close();
        talk = await connect(socket);
        return await watched(socket, () => ask(talk)).catch((second: unknown) => {
          // What the socket said is worth more than that the program could not help either.
          throw hasCode(error, 'zellij_protocol') ? error : second;
        });
      }
    }
  }

  async function connect(socket: SessionSocket): Promise<Talk> {
    refuseHung(socket);
    const talk = await watched(socket, () => openTalk(socket));
    // The path may have got another session's socket between the proof and the connection.
    const now = readSocket(socket.path);
    if (now?.key === socket.key) return talk;
    talk.close();
    throw zellijError('zellij_no_server', `The Zellij session "${socket.session}" was renamed or ended just now.`);
  }

  async function talkTo<T>(
    session: Session,
    work: (talk: Talk) => Promise<T>,
    { moreToCome = false }: TalkOptions = {},
  ): Promise<T> {
    const talk = await open(session);
    let keepIt = false;
    try {
      const result = await work(talk);
      keepIt = moreToCome;
      return result;
    } finally {
      if (keepIt) keep(session.socket, talk.now());
      else talk.close();
    }
  }

  function keep({ key }: SessionSocket, talk: Talk): void {
    takeKept({ key })?.close();
    const timer = setTimeout(() => takeKept({ key })?.close(), keptMs);
    kept.set(key, { talk, timer });
  }

  function takeKept({ key }: Pick<SessionSocket, 'key'>): Talk | null {
    const found = kept.get(key);
    if (!found) return null;
    clearTimeout(found.timer);
    kept.delete(key);
    return found.talk;
  }

  function dispose(): void {
    for (const key of kept.keys()) takeKept({ key })?.close();
  }

  async function openTalk(socket: SessionSocket): Promise<Talk> {
    const useCli = dialect === 'cli' || cliOnly.has(socket.key) || !speaksContract(socket);
    return useCli
      ? createCliTalk({ run, bin, env, path: socket.path, timeoutMs })
      : openSocketTalk({ path: socket.path, connectMs, timeoutMs });
  }

  /** Remembers what a session's failure means for the next question. */
  async function watched<T>(socket: SessionSocket, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (hasCode(error, 'zellij_timeout')) hungUntil.set(socket.key, performance.now() + hungMs);
      if (hasCode(error, 'zellij_protocol')) cliOnly.add(socket.key);
      throw error;
    }
  }

  function refuseHung(socket: SessionSocket): void {
    const until = hungUntil.get(socket.key);
    if (until === undefined) return;
    if (performance.now() < until)
      throw zellijError('zellij_timeout', `The Zellij session "${socket.session}" does not answer.`);
    hungUntil.delete(socket.key);
  }
}
