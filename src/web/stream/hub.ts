import { emptyBoard, reduce, snapshotOf, type Board } from '../state/reducer.ts';
import { withSaying, type LiveReplies } from '../state/saying.ts';
import type { Arrived, ConnectionState, LiveStream, StreamListener } from './live-stream.ts';
import type { FromHub, ToHub } from './messages.ts';

export interface HubOptions {
  open: (options: StreamListener & { headers: () => Record<string, string> }) => LiveStream;
  now?: () => number;
}

/** Where one window hears what the hub says. */
export type HubPort = (message: FromHub) => void;

/**
 * One stream for all windows of a browser, which allows six connections to a server in all. Who comes later gets a
 * snapshot of what is known here; who is the last to go closes the stream.
 */
export class StreamHub {
  readonly #options: Required<HubOptions>;
  readonly #ports = new Set<HubPort>();
  #stream: LiveStream | null = null;
  #headers: Record<string, string> = {};
  #state: ConnectionState = { phase: 'connecting' };
  #board: Board = emptyBoard;
  /** Told in passing, so that a snapshot does not hold it. */
  #replies: LiveReplies = new Map();
  #lastId = '';

  constructor({ open, now = Date.now }: HubOptions) {
    this.#options = { open, now };
  }

  hear(port: HubPort, message: ToHub): void {
    switch (message.type) {
      case 'hello':
        return this.#join(port, message.headers);
      case 'ping':
        return port({ type: 'pong' });
      case 'retry':
        return this.#stream?.retryNow();
      case 'reopen':
        return this.#open();
      case 'bye':
        return this.#leave(port);
    }
  }

  #join(port: HubPort, headers: Record<string, string>): void {
    this.#ports.add(port);
    const sameAsBefore = JSON.stringify(headers) === JSON.stringify(this.#headers);
    this.#headers = headers;
    if (this.#stream === null || this.#state.phase === 'refused' || !sameAsBefore) return this.#open();
    port({ type: 'state', state: this.#state });
    if (this.#state.phase === 'live') port({ type: 'events', arrived: this.#whatIsKnown() });
  }

  #leave(port: HubPort): void {
    this.#ports.delete(port);
    if (this.#ports.size > 0) return;
    this.#stream?.stop();
    this.#stream = null;
    this.#forget();
  }

  /** What came before is not true of what comes now: nobody is given the old board with the new stream. */
  #open(): void {
    this.#stream?.stop();
    this.#forget();
    this.#stream = this.#options.open({
      headers: () => this.#headers,
      onEvents: (arrived) => {
        this.#takeIn(arrived);
        this.#tell({ type: 'events', arrived });
      },
      onState: (state) => {
        this.#state = state;
        if (state.phase !== 'live') this.#replies = new Map();
        this.#tell({ type: 'state', state });
      },
      onProblem: () => this.#tell({ type: 'problem' }),
    });
  }

  #takeIn(arrived: readonly Arrived[]): void {
    const now = this.#options.now();
    for (const { event, id } of arrived) {
      this.#board = reduce(this.#board, event, now);
      if (event.type === 'saying') this.#replies = withSaying(this.#replies, event);
      this.#lastId = id;
    }
  }

  #whatIsKnown(): Arrived[] {
    const snapshot = snapshotOf(this.#board, this.#options.now());
    if (snapshot === null) return [];
    const replies = [...this.#replies.values()]
      .filter(({ over }) => !over)
      .map((reply): Arrived['event'] => ({ type: 'saying', ...reply }));
    return [snapshot, ...replies].map((event) => ({ event, id: this.#lastId }));
  }

  #forget(): void {
    this.#board = emptyBoard;
    this.#replies = new Map();
    this.#lastId = '';
    this.#state = { phase: 'connecting' };
  }

  #tell(message: FromHub): void {
    for (const port of this.#ports) port(message);
  }
}
