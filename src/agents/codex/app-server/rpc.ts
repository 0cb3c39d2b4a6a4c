import { connect } from 'node:net';
import type { WebSocket } from 'ws';
import { isJsonObject, parseJsonObject, type JsonObject } from '../../../lib/json.ts';
import { RpcId } from './schemas.ts';

/** What became of a request. Only `lost` leaves open whether the server acted on it. */
export type RpcReply =
  | { state: 'result'; result: unknown }
  | { state: 'error'; code: number | null; message: string }
  /** Never left this process. */
  | { state: 'not_sent'; reason: string }
  /** It was written, and no reply came: connection gone, or too long a wait. */
  | { state: 'lost'; reason: string };

export interface RpcHandlers {
  /** `at`: ms since the epoch by the server's clock, null where it does not say. */
  notified(message: { method: string; params: unknown; at: number | null }): void;
  /** The server asks its clients something. Whoever answers first wins, so silence is the right default. */
  asked(message: { id: RpcId; method: string; params: unknown }): void;
  malformed(reason: string): void;
  /** Called once; nothing follows. */
  closed(reason: string): void;
}

const HANDSHAKE_MS = 5_000;
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
export const REPLY_MS = 10_000;

/** JSON-RPC without its `jsonrpc` field, one message a text frame, over a WebSocket on a Unix socket (FORMAT.md §1). */
export class RpcConnection {
  readonly #socket: WebSocket;
  readonly #handlers: RpcHandlers;
  readonly #waiting = new Map<RpcId, (reply: RpcReply) => void>();
  readonly #lacking = new Set<string>();
  #lastId = 0;
  #closedBecause: string | null = null;

  private constructor(socket: WebSocket, handlers: RpcHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    socket.on('message', (data, isBinary) => this.#received(isBinary ? null : String(data)));
    socket.on('error', (error) => this.#ended(error.message));
    socket.on('close', (code) => this.#ended(`closed (${code})`));
  }

  /** Connects. Rejects when nothing listens there or the handshake takes too long. */
  static async open({ path, handlers }: { path: string; handlers: RpcHandlers }): Promise<RpcConnection> {
    // Loaded where there is a server: most starts need none of it.
    const { WebSocket } = await import('ws');
    const socket = new WebSocket('ws://localhost/', {
      createConnection: () => connect(path),
      perMessageDeflate: false,
      // A reply must be dealt with before the message behind it is read: questions follow right behind subscribing.
      allowSynchronousEvents: false,
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: MAX_MESSAGE_BYTES,
    });
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('open', () => {
        socket.off('error', reject);
        resolve(new RpcConnection(socket, handlers));
      });
    });
  }

  get isOpen(): boolean {
    return this.#closedBecause === null && this.#socket.readyState === this.#socket.OPEN;
  }

  /** The server was asked for this method, and said that it has none of that name: it is another version. */
  lacks(method: string): boolean {
    return this.#lacking.has(method);
  }

  /** Asks and waits for the reply, at most `timeoutMs`. Never throws. */
  request(
    method: string,
    params: JsonObject,
    { timeoutMs = REPLY_MS }: { timeoutMs?: number } = {},
  ): Promise<RpcReply> {
    if (!this.isOpen) return Promise.resolve({ state: 'not_sent', reason: this.#closedBecause ?? 'not connected' });
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => settle({ state: 'lost', reason: `no reply to ${method} in ${timeoutMs} ms` }),
        timeoutMs,
      );
      const settle = (reply: RpcReply) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        if (isLacking(reply)) this.#lacking.add(method);
        resolve(reply);
      };
      this.#waiting.set(id, settle);
      this.#write({ id, method, params });
    });
  }

  /** Answers one of the server's questions. Resolves when it left this process; there is no reply to a reply. */
  respond(id: RpcId, result: JsonObject): Promise<'written' | 'not_sent' | 'lost'> {
    if (!this.isOpen) return Promise.resolve('not_sent');
    return new Promise((resolve) => {
      this.#socket.send(JSON.stringify({ id, result }), (error) => resolve(error ? 'lost' : 'written'));
    });
  }

  notify(method: string): void {
    if (this.isOpen) this.#write({ method });
  }

  close(): void {
    this.#ended('closed by AMC');
    this.#socket.close();
    // A server that does not answer the closing handshake must not keep this process alive.
    setTimeout(() => this.#socket.terminate(), 1_000).unref();
  }

  #write(message: JsonObject): void {
    // A failed write shows as `close`, which settles everything that waits.
    this.#socket.send(JSON.stringify(message), () => undefined);
  }

  #received(text: string | null): void {
    if (this.#closedBecause !== null) return;
    const parsed = text === null ? null : parseJsonObject(text);
    if (parsed === null) return this.#handlers.malformed('a binary frame');
    if (!parsed.ok) return this.#handlers.malformed(`a frame that ${parsed.reason}`);
    this.#dispatch(parsed.value);
  }

  #dispatch(message: JsonObject): void {
    const { method, params } = message;
    const id = RpcId.safeParse(message['id']);
    if (typeof method === 'string' && id.success) return this.#handlers.asked({ id: id.data, method, params });
    if (typeof method === 'string') {
      const at = message['emittedAtMs'];
      return this.#handlers.notified({ method, params, at: typeof at === 'number' ? at : null });
    }
    // A reply to a request that was given up, or a second reply, finds nobody waiting.
    if (id.success) this.#waiting.get(id.data)?.(readReply(message));
    else this.#handlers.malformed('a message with neither method nor id');
  }

  #ended(reason: string): void {
    if (this.#closedBecause !== null) return;
    this.#closedBecause = reason;
    for (const settle of this.#waiting.values()) settle({ state: 'lost', reason });
    this.#handlers.closed(reason);
  }
}

const METHOD_NOT_FOUND = -32_601;

function isLacking(reply: RpcReply): boolean {
  if (reply.state !== 'error') return false;
  return reply.code === METHOD_NOT_FOUND || /^invalid request: unknown variant `[\w/]+`/i.test(reply.message);
}

function readReply(message: JsonObject): RpcReply {
  const { error } = message;
  if (error === undefined || error === null) return { state: 'result', result: message['result'] };
  const { code, message: said } = isJsonObject(error) ? error : {};
  return {
    state: 'error',
    code: typeof code === 'number' ? code : null,
    message: typeof said === 'string' ? said : JSON.stringify(error),
  };
}
