import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChangeFeed, PlacedEvent } from '../services/api.ts';

/** `<epoch>-<seq>`; anything else gets a snapshot. */
const EVENT_ID = /^[\w.:-]{1,100}-\d{1,15}$/;

export interface StreamsOptions {
  feed: ChangeFeed;
  heartbeatMs: number;
  /** A reader that lags behind by more is cut off; it comes back by id. */
  backlogBytes: number;
}

/** The open streams of changes (server-sent events). */
export class Streams {
  readonly #options: StreamsOptions;
  readonly #open = new Set<() => void>();
  #lastFrame: { placed: PlacedEvent; bytes: Buffer } | null = null;

  constructor(options: StreamsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Serves one reader until it goes, lags too far behind, or the server closes. */
  serve(incoming: IncomingMessage, outgoing: ServerResponse): void {
    outgoing.writeHead(200, { 'Content-Type': 'text/event-stream' });
    if (incoming.method === 'HEAD') {
      outgoing.end();
      return;
    }
    outgoing.write('retry: 1000\n\n');
    const unfollow = this.#follow(outgoing, resumeId(incoming));
    const heartbeat = setInterval(() => outgoing.write(': hb\n\n'), this.#options.heartbeatMs);
    const close = (): void => {
      if (!this.#open.delete(close)) return;
      clearInterval(heartbeat);
      unfollow();
      outgoing.end();
    };
    this.#open.add(close);
    outgoing.once('close', close);
    outgoing.once('error', close);
  }

  dispose(): void {
    for (const close of this.#open) close();
  }

  #follow(outgoing: ServerResponse, lastEventId: string | null): () => void {
    let allowedBytes = this.#options.backlogBytes;
    let isFirst = true;
    const unfollow = this.#options.feed.follow(lastEventId, (placed) => {
      if (outgoing.destroyed || outgoing.writableEnded) return;
      const frame = this.#frame(placed);
      // What a reader is told at first is as large as it is, and comes at once: it is never what cuts the reader off.
      if (isFirst) allowedBytes += frame.length;
      else if (outgoing.writableLength > allowedBytes) {
        outgoing.destroy();
        return;
      }
      outgoing.write(frame);
    });
    isFirst = false;
    return unfollow;
  }

  /** Every open stream is told the same change right after the other: it is encoded once. */
  #frame(placed: PlacedEvent): Buffer {
    if (this.#lastFrame?.placed !== placed) {
      const bytes = Buffer.from(`id: ${placed.id}\nevent: ${placed.event.type}\ndata: ${placed.json}\n\n`);
      this.#lastFrame = { placed, bytes };
    }
    return this.#lastFrame.bytes;
  }
}

function resumeId(incoming: IncomingMessage): string | null {
  const id = incoming.headers['last-event-id'];
  return typeof id === 'string' && EVENT_ID.test(id) ? id : null;
}
