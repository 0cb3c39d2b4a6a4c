import { openStream, type StreamHandle } from '../../client/stream.ts';
import { lateEventCheck } from '../state/late-check.ts';
import { EventQueue } from './event-queue.ts';
import { withoutError, type LiveStream, type StreamListener } from './live-stream.ts';

export interface OwnStreamOptions extends StreamListener {
  headers: () => Record<string, string>;
}

/** A connection of its own to `GET /api/stream`. */
export class OwnStream implements LiveStream {
  readonly #options: OwnStreamOptions;
  readonly #queue: EventQueue;
  #current: { handle: StreamHandle; controller: AbortController };

  constructor(options: OwnStreamOptions) {
    this.#options = options;
    this.#queue = new EventQueue((arrived) => options.onEvents(arrived));
    this.#current = this.#open();
  }

  retryNow(): void {
    this.#current.handle.retryNow();
  }

  reenter(): void {
    this.reopen();
  }

  reopen(): void {
    this.stop();
    this.#current = this.#open();
  }

  stop(): void {
    this.#current.controller.abort();
    this.#queue.clear();
  }

  #open(): { handle: StreamHandle; controller: AbortController } {
    const { headers, onState, onProblem } = this.#options;
    const controller = new AbortController();
    const handle = openStream({
      baseUrl: '',
      headers,
      signal: controller.signal,
      check: lateEventCheck(onProblem),
      onEvent: (event, id) => this.#queue.add({ event, id }),
      onState: (state) => {
        this.#queue.flush();
        onState(withoutError(state));
      },
      onProblem,
    });
    return { handle, controller };
  }
}
