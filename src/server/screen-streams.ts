import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ScreenEvent } from '../contract/screen.ts';
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
    const unfollow = screens.follow(key, (event) => {
      if (end.signal.aborted) return;
      tell(event);
      if (event.type === 'gone') close();
    });
    const heartbeat = setInterval(() => outgoing.writableNeedDrain || outgoing.write(': hb\n\n'), heartbeatMs);
    const stop = (): void => {
      clearInterval(heartbeat);
      unfollow();
    };
    if (end.signal.aborted) stop();
    else end.signal.addEventListener('abort', stop);
  }

  dispose(): void {
    for (const close of this.#open) close();
  }
}

/** Writes events; while the reader does not take them, only the newest is kept. The last one always gets through. */
function newestOnly(outgoing: ServerResponse): (event: ScreenEvent) => void {
  let kept: ScreenEvent | null = null;
  outgoing.on('drain', () => {
    const event = kept;
    kept = null;
    if (event !== null) write(event);
  });
  const write = (event: ScreenEvent): void => {
    if (outgoing.destroyed || outgoing.writableEnded) return;
    outgoing.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  };
  return (event) => {
    if (event.type !== 'gone' && outgoing.writableNeedDrain) kept = event;
    else write(event);
  };
}
