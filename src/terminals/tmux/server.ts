import { statSync } from 'node:fs';
import type { Run, RunResult } from '../../ports/subprocess.ts';
import { callOverSocket, type SocketReply } from './socket-call.ts';
import { parseVersion, speaksKnownWire } from './version.ts';
import { wireIsKnown } from './wire.ts';

/** What a tmux server answered to one call. */
export type TmuxReply =
  | { outcome: 'ok'; lines: string[] }
  /** tmux said no, in these words. `lines` came before. */
  | { outcome: 'error'; message: string; lines: string[] }
  /** There is no server behind the socket. */
  | { outcome: 'gone'; message: string }
  /** The call was not made. */
  | { outcome: 'not_asked'; message: string }
  /** The server ended during the call. */
  | { outcome: 'died'; message: string }
  /** The call was made, and how it ended is not known. */
  | { outcome: 'lost'; message: string };

export interface TmuxServer {
  readonly socket: string;
  /** Runs commands (`;` between them) in one go. Calls to one server wait for each other, so a hung one holds one process. */
  call(commands: readonly string[], input?: Uint8Array): Promise<TmuxReply>;
  /** What the server said of itself: decides whether calls go over its socket, without the program. */
  heard(server: { version: string; pid: number }): void;
  /** Whether a process with these ancestors may have been started in a pane of it; no only when its own pid is known. */
  mayHold(ancestors: readonly number[]): boolean;
  /** A paste buffer that may have been left behind: removed once the server answers again. */
  discardBuffer(name: string): void;
}

export interface TmuxServerOptions {
  socket: string;
  run: Run;
  bin: string;
  /** Arguments before `-S`. */
  flags: readonly string[];
  timeoutMs: number;
  /** `program`: never speak to the socket, always run the program. */
  dialect: 'auto' | 'program';
}

/** After a timeout the server is left alone for this long: whoever asks gets the answer at once. */
const restAfterTimeoutMs = 2_000;

export function createTmuxServer({ socket, run, bin, flags, timeoutMs, dialect }: TmuxServerOptions): TmuxServer {
  let tail: Promise<unknown> = Promise.resolve();
  let restUntil = 0;
  /** The socket that was asked last, and the one whose server speaks what AMC can speak. A new server makes a new one. */
  let asked = '';
  let spoken = '';
  let known: { socket: string; pid: number } | null = null;
  const leftBuffers = new Set<string>();

  return {
    socket,
    call(commands, input) {
      const turn = tail.then(() => ask(commands, input));
      tail = turn.catch(() => undefined);
      return turn;
    },
    heard({ version: text, pid }) {
      const version = parseVersion(text);
      const speaks = dialect === 'auto' && wireIsKnown && version !== null && speaksKnownWire(version);
      spoken = speaks ? asked : '';
      known = { socket: asked, pid };
    },
    mayHold(ancestors) {
      return known === null || known.socket !== socketIdentity(socket) || ancestors.includes(known.pid);
    },
    discardBuffer(name) {
      leftBuffers.add(name);
    },
  };

  async function ask(commands: readonly string[], input: Uint8Array | undefined): Promise<TmuxReply> {
    if (performance.now() < restUntil)
      return { outcome: 'not_asked', message: `the tmux server at ${socket} does not answer` };
    const reply = await invoke(commands, input);
    if (reply.outcome === 'ok' && leftBuffers.size > 0) await discardLeftBuffers();
    return reply;
  }

  async function discardLeftBuffers(): Promise<void> {
    for (const name of leftBuffers) {
      leftBuffers.delete(name);
      await invoke(['delete-buffer', '-b', name], undefined);
    }
  }

  async function invoke(commands: readonly string[], input: Uint8Array | undefined): Promise<TmuxReply> {
    asked = socketIdentity(socket);
    const reply =
      spoken !== '' && spoken === asked ? await overSocket(commands, input) : await byProgram(commands, input);
    if (reply.outcome === 'lost') restUntil = performance.now() + restAfterTimeoutMs;
    return reply;
  }

  async function overSocket(commands: readonly string[], input: Uint8Array | undefined): Promise<TmuxReply> {
    const reply: SocketReply = await callOverSocket({ socket, commands, input: input ?? new Uint8Array(), timeoutMs });
    if (reply.outcome !== 'cannot') return reply;
    spoken = '';
    return byProgram(commands, input);
  }

  async function byProgram(commands: readonly string[], input: Uint8Array | undefined): Promise<TmuxReply> {
    const result = await run(bin, [...flags, '-S', socket, ...commands], { timeoutMs, ...(input ? { input } : {}) });
    return replyOf({ result, bin, socket, timeoutMs });
  }
}

/** Another one when another server listens there; empty when there is none. */
function socketIdentity(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? '' : `${found.dev}:${found.ino}:${found.ctimeNs}`;
}

function replyOf({
  result,
  bin,
  socket,
  timeoutMs,
}: {
  result: RunResult;
  bin: string;
  socket: string;
  timeoutMs: number;
}): TmuxReply {
  switch (result.outcome) {
    case 'not_started':
      return { outcome: 'not_asked', message: `${bin} could not be started (${result.code})` };
    case 'timeout':
      return { outcome: 'lost', message: `the tmux server at ${socket} did not answer within ${timeoutMs} ms` };
    case 'killed':
      return { outcome: 'lost', message: `the call to tmux ended before its answer (${result.reason})` };
    case 'exited':
      return replyOfExit(result);
  }
}

/** tmux tells errors on stderr, one a line; a client whose server never was exits with 1 as one whose command failed does. */
function replyOfExit({ exitCode, stdout, stderr }: Extract<RunResult, { outcome: 'exited' }>): TmuxReply {
  const lines = stdout.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (exitCode === 0) return { outcome: 'ok', lines };
  const message = stderr.trim() || `tmux ended with ${exitCode} and no message`;
  if (/^no server running on|^error connecting to .*\((No such file or directory|Connection refused)\)/m.test(message))
    return { outcome: 'gone', message };
  if (/^error connecting to/m.test(message)) return { outcome: 'not_asked', message };
  if (/^\[?(server exited|lost server)/m.test(message)) return { outcome: 'died', message };
  return { outcome: 'error', message, lines };
}
