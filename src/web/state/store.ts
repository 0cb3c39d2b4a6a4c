import { create } from 'zustand';
import type { ConnectionState } from '../stream/live-stream.ts';
import { emptyBoard, type Board } from './reducer.ts';
import type { Outbox } from './outbox.ts';

export interface AppState {
  board: Board;
  connection: ConnectionState;
  /** Of the newest event that is in the board; '' before the first. */
  lastEventId: string;
  outbox: Outbox;
  /** Commands this page sent, until somebody has seen what became of them. */
  sent: ReadonlySet<string>;
  /** `unknown` until the server has let this browser in or not. */
  auth: 'unknown' | 'in' | 'out';
  /** The server speaks of things this page does not know: it is of another version. */
  outdated: boolean;
}

/** The page's one store. Written by `connection.ts` and `send.ts` only. */
export const useApp = create<AppState>(() => ({
  board: emptyBoard,
  connection: { phase: 'connecting' },
  lastEventId: '',
  outbox: [],
  sent: new Set(),
  auth: 'unknown',
  outdated: false,
}));

/** What is shown is what is true now, as far as AMC knows. */
export function isLive(state: AppState): boolean {
  return state.connection.phase === 'live' && state.board.loaded;
}
