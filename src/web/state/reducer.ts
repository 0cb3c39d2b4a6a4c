import type { Command } from '../../contract/command.ts';
import type { SourceHealth } from '../../contract/health.ts';
import type { IndexProgress } from '../../contract/history.ts';
import type { Request } from '../../contract/request.ts';
import type { Session, SessionKey, Status } from '../../contract/session.ts';
import type { StreamEvent } from '../../contract/stream.ts';

/** A request that is not open any more. The server does not tell why; what its session did then is the nearest to it. */
export interface Withdrawn {
  sessionKey: SessionKey;
  request: Request;
  /** By the server's clock. */
  at: number;
  status: Status;
}

/** What the server told, and nothing else. Never edited, always replaced. */
export interface Board {
  /** False until the first snapshot: nothing is known, not even that there is nothing. */
  loaded: boolean;
  sessions: ReadonlyMap<SessionKey, Session>;
  commands: ReadonlyMap<string, Command>;
  /** Since this page was opened, oldest first. */
  withdrawn: readonly Withdrawn[];
  sources: readonly SourceHealth[];
  /** How far the history is read; null until the server has said. */
  index: IndexProgress | null;
  /** All of it is simulated. */
  demo: boolean;
  /** Server's clock minus ours, ms; ages are counted by the server's. */
  skewMs: number;
}

export const emptyBoard: Board = {
  loaded: false,
  sessions: new Map(),
  commands: new Map(),
  withdrawn: [],
  sources: [],
  index: null,
  demo: false,
  skewMs: 0,
};

const COMMANDS_KEPT = 400;
const WITHDRAWN_KEPT = 30;

/** The board after an event. `now` is this machine's clock. */
export function reduce(board: Board, event: StreamEvent, now: number): Board {
  switch (event.type) {
    case 'snapshot':
      return {
        loaded: true,
        sessions: new Map(event.sessions.map((session) => [session.key, session])),
        commands: new Map(event.commands.map((command) => [command.id, command])),
        withdrawn: event.sessions.reduce(
          (all, session) => withWithdrawn({ ...board, withdrawn: all }, session, event.serverTime),
          board.withdrawn,
        ),
        sources: event.sources,
        index: event.index,
        demo: event.demo === true,
        skewMs: event.serverTime - now,
      };
    case 'session':
      return {
        ...board,
        sessions: new Map(board.sessions).set(event.session.key, event.session),
        withdrawn: withWithdrawn(board, event.session, now + board.skewMs),
      };
    case 'session_removed': {
      const sessions = new Map(board.sessions);
      return sessions.delete(event.key) ? { ...board, sessions } : board;
    }
    case 'command':
      return withCommand(board, event.command);
    case 'sources':
      return { ...board, sources: event.sources };
    case 'index':
      return { ...board, index: event.progress };
    case 'settings':
    case 'notice':
    case 'saying':
      return board;
    default:
      // Of another version of AMC; `late-check.ts` says so.
      event satisfies never;
      return board;
  }
}

/** The event that makes this board out of an empty one; null where nothing is known yet. */
export function snapshotOf({ index, skewMs, demo, ...board }: Board, now: number): StreamEvent | null {
  if (index === null) return null;
  return {
    type: 'snapshot',
    serverTime: now + skewMs,
    sessions: [...board.sessions.values()],
    commands: [...board.commands.values()],
    sources: [...board.sources],
    index,
    ...(demo ? { demo } : {}),
  };
}

/** What the session asked and does not ask any more is added; what it asks again is taken out. */
function withWithdrawn(board: Board, session: Session, at: number): readonly Withdrawn[] {
  const open = new Set(session.requests.map(({ id }) => id));
  const gone = (board.sessions.get(session.key)?.requests ?? []).filter(({ id }) => !open.has(id));
  if (gone.length === 0 && !board.withdrawn.some(({ request }) => open.has(request.id))) return board.withdrawn;
  const { key: sessionKey, status } = session;
  return [
    ...board.withdrawn.filter(({ request }) => !open.has(request.id)),
    ...gone.map((request) => ({ sessionKey, request, at, status })),
  ].slice(-WITHDRAWN_KEPT);
}

/** Takes a command in, from the stream or as a reply, in whichever order they come: a delivery only ever gains steps. */
export function withCommand(board: Board, command: Command): Board {
  const known = board.commands.get(command.id);
  if (known !== undefined && known.delivery.steps.length >= command.delivery.steps.length) return board;
  const commands = new Map(board.commands).set(command.id, command);
  if (commands.size > COMMANDS_KEPT) {
    const oldest = [...commands.values()]
      .sort((a, b) => a.createdAt - b.createdAt)
      .slice(0, commands.size - COMMANDS_KEPT);
    for (const { id } of oldest) commands.delete(id);
  }
  return { ...board, commands };
}
