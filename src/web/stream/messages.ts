import type { Arrived, ConnectionState } from './live-stream.ts';

/** What a window says to the worker that follows the stream for all of them. */
export type ToHub =
  /** The window is there, or has another token than before. `headers` let it in. */
  | { type: 'hello'; headers: Record<string, string> }
  | { type: 'ping' }
  | { type: 'retry' }
  | { type: 'reopen' }
  | { type: 'bye' };

/** What it hears. */
export type FromHub =
  | { type: 'events'; arrived: readonly Arrived[] }
  | { type: 'state'; state: ConnectionState }
  | { type: 'problem' }
  | { type: 'pong' };
