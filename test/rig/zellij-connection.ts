import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { type Field, fields, listPanes, dumpScreen, framed, pasteTo, writeTo } from './zellij-frames.ts';

interface Waiting {
  lines: string[];
  resolve: (text: string) => void;
  reject: (error: Error) => void;
}

/** What the server sends, by field number of `ServerToClientMsg`. */
const UNBLOCK = 2;
const EXIT = 3;
const LOG = 5;
const LOG_ERROR = 6;

/**
 * One lasting connection to a Zellij session's socket. The command line makes two or three connections a call, and a
 * late farewell of one can throw out whoever came next: the attached client, or the reply of another call.
 */
export class ZellijConnection {
  readonly #socket: Socket;
  readonly #waiting: Waiting[] = [];
  #received = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', () => undefined); // `close` follows, and tells everybody who waits.
    socket.on('close', () => this.#failAll('the connection to Zellij closed'));
    socket.unref();
  }

  /** Undefined while nobody listens there: the socket exists a moment earlier. */
  static async tryOpen(path: string): Promise<ZellijConnection | undefined> {
    const socket = connect(path);
    try {
      await once(socket, 'connect');
      return new ZellijConnection(socket);
    } catch {
      return undefined;
    }
  }

  /** The panes as JSON, without those of plugins that cannot be selected. */
  listPanes(): Promise<string> {
    return this.#request(listPanes());
  }

  dumpScreen(paneId: number): Promise<string> {
    return this.#request(dumpScreen(paneId));
  }

  async paste(paneId: number, text: string): Promise<void> {
    await this.#request(pasteTo(paneId, text));
  }

  async write(paneId: number, bytes: string): Promise<void> {
    await this.#request(writeTo(paneId, Buffer.from(bytes)));
  }

  close(): void {
    this.#socket.destroy();
  }

  #request(message: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ lines: [], resolve, reject });
      this.#socket.write(framed(message));
    });
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    while (this.#received.length >= 4) {
      const end = 4 + this.#received.readUInt32LE(0);
      if (this.#received.length < end) return;
      const message = this.#received.subarray(4, end);
      this.#received = this.#received.subarray(end);
      for (const field of fields(message)) this.#handle(field);
    }
  }

  /** Actions of one connection are done in order, so each message belongs to the oldest request. */
  #handle({ number, content }: Field): void {
    const oldest = this.#waiting[0];
    if (number === EXIT) this.#failAll('Zellij sent the connection away');
    if (oldest === undefined) return;
    if (number === LOG) oldest.lines.push(...linesOf(content));
    if (number === UNBLOCK) this.#waiting.shift()?.resolve(oldest.lines.join('\n'));
    if (number === LOG_ERROR) this.#waiting.shift()?.reject(new Error(linesOf(content).join('\n')));
  }

  #failAll(reason: string): void {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error(reason));
  }
}

function linesOf(content: Buffer): string[] {
  return fields(content).map((field) => field.content.toString('utf8'));
}
