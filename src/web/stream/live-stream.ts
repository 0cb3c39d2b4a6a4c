import type { StreamState } from '../../client/stream.ts';
import type { StreamEvent } from '../../contract/stream.ts';

type WithoutError<S> = S extends unknown ? Omit<S, 'error'> : never;

/** A `StreamState` without the error behind it, which cannot travel between a window and its worker. */
export type ConnectionState = WithoutError<StreamState>;

/** An event with its place in the stream. */
export interface Arrived {
  event: StreamEvent;
  id: string;
}

export interface StreamListener {
  /** What arrived together, in order. */
  onEvents(arrived: readonly Arrived[]): void;
  onState(state: ConnectionState): void;
  /** Something came that does not fit the contract: page and server are of different versions. */
  onProblem(): void;
}

/** The server's stream, however this window gets it. */
export interface LiveStream {
  /** Ends the pause before the next try. */
  retryNow(): void;
  /** The browser was let in anew, or thrown out. */
  reenter(): void;
  /** Forgets its place: begins anew, with a snapshot. */
  reopen(): void;
  stop(): void;
}

export function withoutError(state: StreamState): ConnectionState {
  if (!('error' in state)) return state;
  const { error: _error, ...rest } = state;
  return rest;
}
