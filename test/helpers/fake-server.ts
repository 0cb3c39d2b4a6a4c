import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from '../../src/contract/command.ts';
import type { ConversationItem } from '../../src/contract/conversation.ts';
import type { ProblemDetails } from '../../src/contract/errors.ts';
import type { SourceHealth } from '../../src/contract/health.ts';
import { routes } from '../../src/contract/routes.ts';
import { Session, type SessionKey } from '../../src/contract/session.ts';
import { StreamEvent } from '../../src/contract/stream.ts';
import { advance, newDelivery, type DeliveryStep } from '../../src/core/delivery.ts';
import { SECURITY_HEADERS } from '../../src/server/security-headers.ts';

const WEB_DIR = process.env['AMC_WEB_DIR'] ?? fileURLToPath(new URL('../../dist/web', import.meta.url));
const COOKIE = 'amc_fake';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface SeenRequest {
  method: string;
  path: string;
  status: number;
}

/**
 * The contract without any agent behind it: the built page, its routes and its stream, over whatever a test puts in.
 * Headers are those of the real server. It can go away and come back on the same port.
 */
export class FakeServer {
  readonly sessions = new Map<string, Session>();
  readonly conversations = new Map<string, ConversationItem[]>();
  readonly commands: Command[] = [];
  readonly seen: SeenRequest[] = [];
  /** Answered to the next commands instead of taking them; `drop` breaks the connection after taking it. */
  commandFault: ProblemDetails | 'drop' | null = null;
  /** Called with every command that was taken. */
  onCommand: (command: Command) => void = () => {};
  #sources: SourceHealth[] = [];
  #codes = new Set<string>();
  #tokens = new Set<string>();
  #keys = new Map<string, string>();
  #streams = new Set<ServerResponse>();
  #events: { seq: number; json: string; type: string }[] = [];
  #seq = 0;
  #epoch = 'e1';
  #server: Server | null = null;
  #port = 0;
  #counter = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    if (!existsSync(join(WEB_DIR, 'index.html')))
      throw new Error(`Expected a built page in ${WEB_DIR}: run \`npx vite build\``);
    const server = createServer((request, response) => void this.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Goes away: nothing answers on the port. A later `start` takes it again. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    this.#streams.clear();
    await closed;
  }

  /** A new run of AMC: old event ids mean nothing any more. */
  forgetEvents(): void {
    this.#epoch = `e${Number(this.#epoch.slice(1)) + 1}`;
    this.#events = [];
    this.#seq = 0;
  }

  /** Address that lets a browser in, once. */
  loginUrl(path = '/login'): string {
    const code = `code-${(this.#counter += 1)}-abcdefghijklmnop`;
    this.#codes.add(code);
    return path === '/login' ? `${this.url}/login#${code}` : `${this.url}${path}#code=${code}`;
  }

  throwEverybodyOut(): void {
    this.#tokens.clear();
    for (const stream of this.#streams) stream.destroy();
  }

  /** Puts a session in, or changes it, and tells everybody. */
  put(session: Session): void {
    this.sessions.set(session.key, Session.parse(session));
    this.#publish({ type: 'session', session });
  }

  change(key: SessionKey, change: Partial<Session>): void {
    const session = this.sessions.get(key);
    if (session === undefined) throw new Error(`Expected a session ${key}`);
    this.put({ ...session, ...change });
  }

  remove(key: SessionKey): void {
    this.sessions.delete(key);
    this.#publish({ type: 'session_removed', key });
  }

  setSources(sources: SourceHealth[]): void {
    this.#sources = sources;
    this.#publish({ type: 'sources', sources });
  }

  /** Adds to a conversation and tells that it grew. */
  say(key: SessionKey, ...items: ConversationItem[]): void {
    const all = this.conversations.get(key) ?? [];
    this.conversations.set(key, [...all, ...items]);
    const session = this.sessions.get(key);
    if (session !== undefined) this.change(key, { conversationRev: session.conversationRev + 1 });
  }

  addCommand(command: Command): void {
    this.commands.push(command);
    this.#publish({ type: 'command', command });
  }

  /** Moves a delivery on, as the real one would. */
  deliver(id: string, step: Omit<DeliveryStep, 'at'>): void {
    const index = this.commands.findIndex((command) => command.id === id);
    const command = this.commands[index];
    const delivery = command === undefined ? null : advance(command.delivery, { at: Date.now(), ...step });
    if (command === undefined || delivery === null)
      throw new Error(`Expected ${id} to be able to become ${step.state}`);
    const moved = { ...command, delivery };
    this.commands[index] = moved;
    this.#publish({ type: 'command', command: moved });
  }

  /** Sends bytes as they are into every open stream. */
  raw(text: string): void {
    for (const stream of this.#streams) stream.write(text);
  }

  count(method: string, path: string): number {
    return this.seen.filter((request) => request.method === method && request.path === path).length;
  }

  get openStreams(): number {
    return this.#streams.size;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const url = new URL(request.url ?? '/', this.url);
    response.once('close', () =>
      this.seen.push({ method: request.method ?? '', path: url.pathname, status: response.statusCode }),
    );
    if (!url.pathname.startsWith('/api/')) return this.#file(url.pathname, response);
    const body = request.method === 'POST' ? await jsonOf(request) : undefined;
    if (url.pathname === routes.exchange.path) return this.#exchange(body, response);
    if (!this.#isIn(request))
      return problem(response, 401, 'not_authenticated', 'This browser is not connected to AMC.');
    if (url.pathname === routes.stream.path) return this.#stream(request, response);
    return this.#route(request, url, body, response);
  }

  /** A file of the page, and its first page for every address of its own. */
  async #file(path: string, response: ServerResponse): Promise<void> {
    const wanted = join(WEB_DIR, normalize(path));
    const isFile = extname(path) !== '' && existsSync(wanted);
    if (!isFile && path.startsWith('/assets/')) return void response.writeHead(404).end();
    const file = isFile ? wanted : join(WEB_DIR, 'index.html');
    const bytes = await readFile(file);
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(bytes);
  }

  #exchange(body: unknown, response: ServerResponse): void {
    const { code } = routes.exchange.body.parse(body);
    if (!this.#codes.delete(code))
      return problem(response, 401, 'bad_code', 'This code is not known or was used already.');
    const token = `page-${(this.#counter += 1)}`;
    this.#tokens.add(token);
    response.setHeader('set-cookie', `${COOKIE}=${token}; HttpOnly; SameSite=Strict; Path=/`);
    reply(response, { pageToken: token });
  }

  #isIn(request: IncomingMessage): boolean {
    const token = request.headers['x-amc-page'];
    return (
      typeof token === 'string' &&
      this.#tokens.has(token) &&
      (request.headers.cookie ?? '').includes(`${COOKIE}=${token}`)
    );
  }

  #stream(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    const [epoch, seq] = String(request.headers['last-event-id'] ?? '').split('-');
    const oldest = this.#events[0]?.seq ?? this.#seq + 1;
    if (epoch === this.#epoch && Number(seq) >= oldest - 1) {
      for (const event of this.#events) if (event.seq > Number(seq)) response.write(this.#frame(event));
    } else {
      response.write(this.#frame({ seq: this.#seq, type: 'snapshot', json: JSON.stringify(this.#snapshot()) }));
    }
    this.#streams.add(response);
    response.once('close', () => this.#streams.delete(response));
  }

  #snapshot(): StreamEvent {
    return {
      type: 'snapshot',
      serverTime: Date.now(),
      sessions: [...this.sessions.values()],
      commands: this.commands,
      sources: this.#sources,
    };
  }

  #publish(event: StreamEvent): void {
    this.#seq += 1;
    const placed = { seq: this.#seq, type: event.type, json: JSON.stringify(StreamEvent.parse(event)) };
    this.#events.push(placed);
    for (const stream of this.#streams) stream.write(this.#frame(placed));
  }

  #frame({ seq, type, json }: { seq: number; type: string; json: string }): string {
    return `id: ${this.#epoch}-${seq}\nevent: ${type}\ndata: ${json}\n\n`;
  }

  #route(request: IncomingMessage, url: URL, body: unknown, response: ServerResponse): void {
    const [, , area, key = '', what] = url.pathname.split('/').map(decodeURIComponent);
    const session = this.sessions.get(key);
    if (request.method === 'POST' && url.pathname === routes.sendCommand.path)
      return this.#command(body, request, response);
    if (area === 'sessions' && session === undefined)
      return problem(response, 404, 'no_such_session', 'There is no such session.');
    if (area === 'sessions' && what === 'conversation') return reply(response, this.#page(key, url.searchParams));
    if (area === 'sessions' && what === 'dismiss' && session !== undefined) {
      this.remove(session.key);
      return reply(response, { ok: true });
    }
    return problem(response, 404, 'no_such_route', 'There is no such route.');
  }

  #command(body: unknown, request: IncomingMessage, response: ServerResponse): void {
    const { sessionKey, action, idempotencyKey } = routes.sendCommand.body.parse(body);
    if (this.commandFault !== null && this.commandFault !== 'drop') {
      const { status } = this.commandFault;
      return void response
        .writeHead(status, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify(this.commandFault));
    }
    const known = this.commands.find(({ id }) => id === this.#keys.get(idempotencyKey ?? ''));
    const command = known ?? {
      id: `cmd-${this.commands.length + 1}`,
      sessionKey,
      action,
      createdAt: Date.now(),
      delivery: newDelivery(Date.now()),
    };
    if (known === undefined) {
      if (idempotencyKey !== undefined) this.#keys.set(idempotencyKey, command.id);
      this.addCommand(command);
      this.onCommand(command);
    }
    if (this.commandFault === 'drop') request.socket.destroy();
    else reply(response, command);
  }

  /** Cursors are indexes here: `before` and `after` an item, as offsets are in a file. */
  #page(key: string, query: URLSearchParams): unknown {
    const { before, after, limit } = routes.conversation.query.parse(Object.fromEntries(query));
    const all = this.conversations.get(key) ?? [];
    const end = before ?? (after === undefined ? all.length : Math.min(all.length, after + limit));
    const start = after ?? Math.max(0, end - limit);
    return { items: all.slice(start, end), before: start === 0 ? null : start, after: end, problems: [] };
  }
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}

function reply(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function problem(response: ServerResponse, status: number, code: string, detail: string): void {
  const details: ProblemDetails = { type: 'about:blank', title: detail, status, code, fault: 'user', detail };
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(details));
}
