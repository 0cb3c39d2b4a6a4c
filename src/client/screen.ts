import { createParser } from 'eventsource-parser';
import { AmcError } from '../contract/errors.ts';
import { ScreenEvent } from '../contract/screen.ts';
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

export interface ScreenFollowOptions {
  baseUrl: string;
  headers?: () => Record<string, string>;
  fetch?: typeof fetch;
  sessionKey: string;
  /** Ends everything; no callback is called afterwards. */
  signal: AbortSignal;
  /** After `gone` nothing follows. */
  onEvent: (event: ScreenEvent) => void;
  onState: (state: ScreenFollowState) => void;
  /** The server sends a heartbeat every 15 s. */
  staleAfterMs?: number;
  maxRetryMs?: number;
}

/** Follows a session's pane (`GET /api/sessions/:key/screen`) through every break of the connection. Never rejects. */
export async function followScreen(options: ScreenFollowOptions): Promise<void> {
  const { signal, onState, maxRetryMs = 3_000 } = options;
  let failures = 0;
  if (!signal.aborted) onState({ phase: 'connecting' });
  while (!signal.aborted) {
    const ending = await connection(options, () => {
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

async function connection(options: ScreenFollowOptions, heard: () => void): Promise<Ending> {
  const { signal, staleAfterMs = 40_000 } = options;
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
    const response = await request(options, own.signal);
    if (!response.ok || response.body === null) return await refusalOf(response);
    options.onState({ phase: 'live' });
    return await read(response.body, options, () => {
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

function request({ baseUrl, headers, fetch: given, sessionKey }: ScreenFollowOptions, signal: AbortSignal) {
  const doFetch: typeof fetch = given ?? ((url, init) => globalThis.fetch(url, init));
  return doFetch(`${baseUrl}/api/sessions/${encodeURIComponent(sessionKey)}/screen`, {
    headers: { accept: 'text/event-stream', ...headers?.() },
    signal,
  });
}

async function read(
  body: ReadableStream<Uint8Array>,
  { signal, onEvent }: ScreenFollowOptions,
  heard: () => void,
): Promise<Ending> {
  let ending: Ending | null = null;
  const parser = createParser({
    onEvent: ({ data }) => {
      if (signal.aborted || ending !== null) return;
      const event = parseEvent(data);
      if (event instanceof AmcError) {
        ending = { error: event, isFinal: true };
        return;
      }
      if (event.type === 'gone') ending = 'gone';
      onEvent(event);
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

function parseEvent(data: string): ScreenEvent | AmcError {
  try {
    const parsed = ScreenEvent.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : unreadable(parsed.error);
  } catch (error) {
    return unreadable(error);
  }
}
