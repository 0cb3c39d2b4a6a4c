import { readThread } from './loaded.ts';
import type { RpcConnection } from './rpc.ts';
import type { Thread } from './schemas.ts';

interface Reading {
  done: Promise<void>;
  /** The thread changed while it was read: what was read may be older than what was heard. */
  again: boolean;
}

export interface ThreadReaderOptions {
  rpc: RpcConnection;
  /** Whether this connection still counts. */
  current: () => boolean;
  read: (thread: Thread) => void | Promise<void>;
  malformed: (reason: string) => void;
}

/** Reads threads of one connection, each once at a time, and again when it changed meanwhile. */
export class ThreadReader {
  readonly #options: ThreadReaderOptions;
  readonly #readings = new Map<string, Reading>();

  constructor(options: ThreadReaderOptions) {
    this.#options = options;
  }

  /** Something of this thread was heard. */
  heard(threadId: string): void {
    const reading = this.#readings.get(threadId);
    if (reading !== undefined) reading.again = true;
  }

  read(threadId: string): Promise<void> {
    const running = this.#readings.get(threadId);
    if (running !== undefined) return running.done;
    const reading: Reading = { done: Promise.resolve(), again: false };
    this.#readings.set(threadId, reading);
    reading.done = this.#untilQuiet(threadId, reading).finally(() => this.#readings.delete(threadId));
    return reading.done;
  }

  async #untilQuiet(threadId: string, reading: Reading): Promise<void> {
    do {
      reading.again = false;
      await this.#once(threadId, reading);
    } while (reading.again && this.#options.current());
  }

  async #once(threadId: string, reading: Reading): Promise<void> {
    const { rpc, current, malformed, read: learn } = this.#options;
    const read = await readThread(rpc, threadId);
    if (!current() || reading.again) return;
    if (read.state === 'malformed') malformed(read.reason);
    if (read.state === 'read') await learn(read.thread);
  }
}
