import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { AmcError } from '../contract/errors.ts';
import type { StreamEvent } from '../contract/stream.ts';
import { backoffMs, pause } from './backoff.ts';
import { errorOfResponse, statusOf, unreachable, unreadable } from './problem.ts';

/** How far what the listener knows can be trusted. Times are ms since the epoch, by this machine's clock. */
export type StreamState =
  | { phase: 'connecting' }
  | { phase: 'live'; since: number }
  /** The connection stands, yet not even a heartbeat came for too long. It is given up and opened anew. */
  | { phase: 'stale'; since: number }
  | { phase: 'reconnecting'; since: number; attempt: number; error: AmcError }
  /** The server does not let this client in; not tried again. */
  | { phase: 'refused'; error: AmcError };

export interface StreamOptions {
  baseUrl: string;
  headers?: () => Record<string, string>;
  fetch?: typeof fetch;
  /** Ends everything; no callback is called afterwards. */
  signal: AbortSignal;
  lastEventId?: string;
  /** Holds what comes to the contract; throws an `AmcError` when it does not fit. See `check.ts`. */
  check: (event: unknown) => StreamEvent;
  /** `id`: its place in the stream, `<epoch>-<seq>`. */
  onEvent: (event: StreamEvent, id: string) => void;
  onState: (state: StreamState) => void;
  /** An event that does not fit the contract: something happened that this client cannot show. */
  onProblem?: (error: AmcError) => void;
  /** The server sends a heartbeat every 15 s. */
  staleAfterMs?: number;
  maxRetryMs?: number;
}

export interface StreamHandle {
  /** Resolves when aborted or refused. Never rejects. */
  done: Promise<void>;
  /** Ends the pause before the next try, e.g. when the machine is back online. */
  retryNow(): void;
}

/** Follows `GET /api/stream` for as long as the signal lets it, resuming where it was after every break. */
export function openStream(options: StreamOptions): StreamHandle {
  const follower = new Follower(options);
  return { done: follower.run(), retryNow: () => follower.retryNow() };
}

type Ending = { kind: 'lost'; error: AmcError } | { kind: 'refused'; error: AmcError };

class Follower {
  readonly #options: StreamOptions;
  #lastEventId: string | undefined;
  #heardAt = Date.now();
  #failures = 0;
  #downSince: number | null = null;
  #wake = (): void => {};

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#lastEventId = options.lastEventId;
  }

  retryNow(): void {
    this.#wake();
  }

  async run(): Promise<void> {
    const { signal, onState, maxRetryMs = 3_000 } = this.#options;
    if (!signal.aborted) onState({ phase: 'connecting' });
    while (!signal.aborted) {
      const ending = await this.#connection();
      if (signal.aborted) return;
      if (ending.kind === 'refused') return onState({ phase: 'refused', error: ending.error });
      this.#failures += 1;
      this.#downSince ??= this.#heardAt;
      onState({ phase: 'reconnecting', since: this.#downSince, attempt: this.#failures, error: ending.error });
      const { over, wake } = pause(backoffMs(this.#failures, maxRetryMs), signal);
      this.#wake = wake;
      await over;
    }
  }

  /** One connection from start to end. */
  async #connection(): Promise<Ending> {
    const { signal, staleAfterMs = 40_000, onState } = this.#options;
    const own = new AbortController();
    const stop = (): void => own.abort();
    signal.addEventListener('abort', stop);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watch = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (this.#downSince === null && !signal.aborted) onState({ phase: 'stale', since: this.#heardAt });
        own.abort();
      }, staleAfterMs);
    };
    try {
      watch();
      const response = await this.#request(own.signal);
      if (!response.ok || response.body === null) return await refusalOf(response);
      await this.#read(response.body, watch);
      return { kind: 'lost', error: unreachable('the stream ended') };
    } catch (error) {
      return { kind: 'lost', error: unreachable(error) };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      own.abort();
    }
  }

  #request(signal: AbortSignal): Promise<Response> {
    const {
      baseUrl,
      headers,
      fetch: doFetch = (url: string, init?: RequestInit) => globalThis.fetch(url, init),
    } = this.#options;
    return doFetch(`${baseUrl}/api/stream`, {
      headers: {
        accept: 'text/event-stream',
        ...(this.#lastEventId === undefined ? {} : { 'last-event-id': this.#lastEventId }),
        ...headers?.(),
      },
      signal,
    });
  }

  async #read(body: ReadableStream<Uint8Array>, watch: () => void): Promise<void> {
    const { signal, onState } = this.#options;
    const parser = createParser({ onEvent: (message) => this.#tell(message) });
    const decoder = new TextDecoder();
    const reader = body.getReader();
    this.#heardAt = Date.now();
    this.#downSince = null;
    onState({ phase: 'live', since: this.#heardAt });
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return;
      this.#heardAt = Date.now();
      this.#failures = 0;
      watch();
      parser.feed(decoder.decode(value, { stream: true }));
    }
  }

  #tell(message: EventSourceMessage): void {
    if (this.#options.signal.aborted) return;
    const event = this.#checked(message.data);
    if (event !== null) this.#options.onEvent(event, message.id ?? this.#lastEventId ?? '');
    if (message.id !== undefined) this.#lastEventId = message.id;
  }

  #checked(data: string): StreamEvent | null {
    try {
      return this.#options.check(jsonOf(data));
    } catch (error) {
      if (!(error instanceof AmcError)) throw error;
      this.#options.onProblem?.(error);
      return null;
    }
  }
}

async function refusalOf(response: Response): Promise<Ending> {
  const error = await errorOfResponse(response);
  const status = statusOf(error);
  return { kind: status === 401 || status === 403 ? 'refused' : 'lost', error };
}

function jsonOf(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch (error) {
    throw unreadable(error);
  }
}
