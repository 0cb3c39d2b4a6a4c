import { createParser } from 'eventsource-parser';
import { AmcError } from '../contract/errors.ts';
import { ScreenEvent, ScreensEvent } from '../contract/screen.ts';
import { backoffMs, pause } from './backoff.ts';
import { errorOfResponse, statusOf, unreachable, unreadable } from './problem.ts';

/** How far what was told last can be trusted. */
export type ScreenFollowState =
  | { phase: 'connecting' }
  | { phase: 'live' }
  /** What was shown last is not what is there now; it is tried again. */
  | { phase: 'lost'; error: AmcError }
  /** Nothing more will come: the server refuses, or does not know the session. */
  | { phase: 'refused'; error: AmcError };

interface Options {
  baseUrl: string;
  headers?: () => Record<string, string>;
  fetch?: typeof fetch;
  /** Ends everything; no callback is called afterwards. */
  signal: AbortSignal;
  onState: (state: ScreenFollowState) => void;
  /** The server sends a heartbeat every 15 s. */
  staleAfterMs?: number;
  maxRetryMs?: number;
}

export interface ScreenFollowOptions extends Options {
  sessionKey: string;
  /** After `gone` nothing follows. */
  onEvent: (event: ScreenEvent) => void;
}

export interface ScreensFollowOptions extends Options {
  sessionKeys: readonly string[];
  /** After `gone` nothing follows of this session. */
  onEvent: (event: ScreenEvent, key: string) => void;
}

/** Follows a session's pane (`GET /api/sessions/:key/screen`) through every break of the connection. Never rejects. */
export function followScreen(options: ScreenFollowOptions): Promise<void> {
  const path = `/api/sessions/${encodeURIComponent(options.sessionKey)}/screen`;
  return follow(options, path, (data) => {
    const event = parsed(ScreenEvent, data);
    options.onEvent(event);
    return event.type === 'gone';
  });
}

/** Follows the panes of several sessions by one connection (`GET /api/screens`), the same way. */
export function followScreens(options: ScreensFollowOptions): Promise<void> {
  const open = new Set(options.sessionKeys);
  const path = (): string => `/api/screens?${new URLSearchParams({ keys: JSON.stringify([...open]) }).toString()}`;
  return follow(options, path, (data) => {
    const { key, event } = parsed(ScreensEvent, data);
    options.onEvent(event, key);
    if (event.type === 'gone') open.delete(key);
    return open.size === 0;
  });
}

/** Takes one event's data; whether it was the last one. Throws what does not fit. */
type Take = (data: string) => boolean;

async function follow(options: Options, path: string | (() => string), take: Take): Promise<void> {
  const { signal, onState, maxRetryMs = 3_000 } = options;
  let failures = 0;
  if (!signal.aborted) onState({ phase: 'connecting' });
  while (!signal.aborted) {
    const ending = await connection(options, typeof path === 'string' ? path : path(), take, () => {
      failures = 0;
    });
    if (signal.aborted || ending === 'gone') return;
    if (ending.isFinal) return onState({ phase: 'refused', error: ending.error });
    failures += 1;
    onState({ phase: 'lost', error: ending.error });
    await pause(backoffMs(failures, maxRetryMs), signal).over;
  }
}

type Ending = 'gone' | { error: AmcError; isFinal: boolean };

async function connection(options: Options, path: string, take: Take, heard: () => void): Promise<Ending> {
  const { baseUrl, headers, signal, staleAfterMs = 40_000 } = options;
  const doFetch: typeof fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const own = new AbortController();
  const stop = (): void => own.abort();
  signal.addEventListener('abort', stop);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(stop, staleAfterMs);
  };
  try {
    alive();
    const response = await doFetch(`${baseUrl}${path}`, {
      headers: { accept: 'text/event-stream', ...headers?.() },
      signal: own.signal,
    });
    if (!response.ok || response.body === null) return await refusalOf(response);
    options.onState({ phase: 'live' });
    return await read(response.body, signal, take, () => {
      alive();
      heard();
    });
  } catch (error) {
    return { error: unreachable(error), isFinal: false };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    own.abort();
  }
}

async function read(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  take: Take,
  heard: () => void,
): Promise<Ending> {
  let ending: Ending | null = null;
  const parser = createParser({
    onEvent: ({ data }) => {
      if (signal.aborted || ending !== null) return;
      try {
        if (take(data)) ending = 'gone';
      } catch (error) {
        if (!(error instanceof AmcError)) throw error;
        ending = { error, isFinal: true };
      }
    },
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done || signal.aborted) return ending ?? { error: unreachable('the stream ended'), isFinal: false };
    heard();
    parser.feed(decoder.decode(value, { stream: true }));
    if (ending !== null) return ending;
  }
}

async function refusalOf(response: Response): Promise<Ending> {
  const error = await errorOfResponse(response);
  const status = statusOf(error);
  return { error, isFinal: status === 401 || status === 403 || status === 404 };
}

function parsed<T>(schema: { parse: (value: unknown) => T }, data: string): T {
  try {
    return schema.parse(JSON.parse(data));
  } catch (error) {
    throw unreadable(error);
  }
}
