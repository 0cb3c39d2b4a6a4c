import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ScreenEvent, ScreensEvent } from '../contract/screen.ts';
import type { Screens } from '../services/api.ts';

export interface ScreenStreamsOptions {
  screens: Screens;
  heartbeatMs: number;
}

/** The open streams of panes (server-sent events). Who reads slowly gets the newest screen, and none of those between. */
export class ScreenStreams {
  readonly #options: ScreenStreamsOptions;
  readonly #open = new Set<() => void>();

  constructor(options: ScreenStreamsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Serves one reader until it goes, the pane is gone, or the server closes. */
  serve(key: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.#serve([key], incoming, outgoing, (event) => event);
  }

  /** The same with several panes, until none of them is left. */
  serveAll(keys: readonly string[], incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.#serve(keys, incoming, outgoing, (event, key) => ({ key, event }));
  }

  #serve(
    keys: readonly string[],
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    told: (event: ScreenEvent, key: string) => ScreenEvent | ScreensEvent,
  ): void {
    outgoing.writeHead(200, { 'Content-Type': 'text/event-stream' });
    if (incoming.method === 'HEAD') {
      outgoing.end();
      return;
    }
    outgoing.write('retry: 1000\n\n');
    const { screens, heartbeatMs } = this.#options;
    const end = new AbortController();
    const close = (): void => {
      if (!this.#open.delete(close)) return;
      end.abort();
      outgoing.end();
    };
    this.#open.add(close);
    outgoing.once('close', close);
    outgoing.once('error', close);
    const tell = newestOnly(outgoing);
    const left = new Set(keys);
    const unfollow = keys.map((key) =>
      screens.follow(key, (event) => {
        if (end.signal.aborted || !left.has(key)) return;
        tell(key, event.type, told(event, key));
        if (event.type === 'gone') left.delete(key);
        if (left.size === 0) close();
      }),
    );
    const heartbeat = setInterval(() => outgoing.writableNeedDrain || outgoing.write(': hb\n\n'), heartbeatMs);
    const stop = (): void => {
      clearInterval(heartbeat);
      for (const leave of unfollow) leave();
    };
    if (end.signal.aborted) stop();
    else end.signal.addEventListener('abort', stop);
  }

  dispose(): void {
    for (const close of this.#open) close();
  }
}

/** Writes events; while the reader does not take them, only the newest of each pane is kept. The last ones always get through. */
function newestOnly(outgoing: ServerResponse): (key: string, type: ScreenEvent['type'], data: unknown) => void {
  const kept = new Map<string, { type: ScreenEvent['type']; data: unknown }>();
  outgoing.on('drain', () => {
    const all = [...kept.values()];
    kept.clear();
    for (const { type, data } of all) write(type, data);
  });
  const write = (type: ScreenEvent['type'], data: unknown): void => {
    if (outgoing.destroyed || outgoing.writableEnded) return;
    outgoing.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  return (key, type, data) => {
    if (type !== 'gone' && outgoing.writableNeedDrain) {
      kept.set(key, { type, data });
      return;
    }
    kept.delete(key);
    write(type, data);
  };
}
