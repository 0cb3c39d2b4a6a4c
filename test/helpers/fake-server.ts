import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AuditEntry, AuditPage } from '../../src/contract/audit.ts';
import type { Command } from '../../src/contract/command.ts';
import type { Branch, ConversationItem, ConversationPage } from '../../src/contract/conversation.ts';
import { ProblemDetails } from '../../src/contract/problem.ts';
import type { SourceHealth } from '../../src/contract/health.ts';
import { HistoryDetail, type IndexFault, type IndexProgress } from '../../src/contract/history.ts';
import { routes, type RouteName, type RouteSpec } from '../../src/contract/routes.ts';
import type { SearchReply } from '../../src/contract/search.ts';
import { Session, type SessionKey } from '../../src/contract/session.ts';
import { StreamEvent } from '../../src/contract/stream.ts';
import type { Timeline, UsageReport } from '../../src/contract/usage.ts';
import { advance, newDelivery, type DeliveryStep } from '../../src/core/delivery.ts';
import { stateHash } from '../../src/core/state-hash.ts';
import { SECURITY_HEADERS } from '../../src/server/security-headers.ts';
import { endedSession } from '../../src/services/history/ended-session.ts';
import { fakeHistoryPage, fakePage, placed, type LooseItem } from './fake-history-pages.ts';
import { FakeScreens } from './fake-screens.ts';
import { EMPTY_USAGE, READY } from './make-history.ts';

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
  /** By session key; of a subagent by `<key>#<agentId>`. */
  readonly conversations = new Map<string, LooseItem[]>();
  /** By the same names; where none are set, nothing was rewound. */
  readonly branches = new Map<string, Branch[]>();
  /** By the same names; default `file`. */
  readonly conversationSources = new Map<string, ConversationPage['source']>();
  /** What the record of an item holds beyond the page, by item id; without it, the item as it is. */
  readonly wholeItems = new Map<string, ConversationItem>();
  /** Sessions of the index; those that are not in `sessions` have ended. */
  readonly history = new Map<string, HistoryDetail>();
  readonly timelines = new Map<string, Timeline>();
  /** Answers searches; a problem is answered as one. */
  onSearch: (query: { q: string; cursor?: string | undefined; limit: number }) => SearchReply | ProblemDetails =
    () => ({
      hits: [],
      next: null,
      exhausted: true,
      tookMs: 1,
      complete: true,
    });
  /** Answers what was used; `by` is a list. */
  onUsage: (query: ReturnType<typeof routes.usage.query.parse>) => UsageReport = () => EMPTY_USAGE;
  faults: IndexFault[] = [];
  /** What was asked to be forgotten; null: all. */
  readonly forgotten: (string | null)[] = [];
  readonly commands: Command[] = [];
  readonly seen: SeenRequest[] = [];
  /** Answered to the next commands instead of taking them; `drop` breaks the connection after taking it. */
  commandFault: ProblemDetails | 'drop' | null = null;
  /** What an action stands for to the agent, as the real one asks its adapter. */
  meant: (action: Command['action']) => Command['action'] = (action) => action;
  /** Called with every command that was taken. */
  onCommand: (command: Command) => void = () => {};
  /** The audit log beyond the commands' own steps, oldest first. */
  readonly audited: AuditEntry[] = [];
  /** What was uploaded to go with a prompt. */
  readonly uploads: { name: string; bytes: number }[] = [];
  /** Answered to uploads instead of taking them. */
  uploadFault: ProblemDetails | null = null;
  /** Answers of routes by name, before all others: what a test or a demo needs beyond what is below. */
  readonly answers = new Map<
    RouteName,
    (input: { params: Record<string, string>; query: object; body: unknown }) => unknown
  >();
  /** The files are there, and nobody behind them. */
  dropsStreams = false;
  /** The panes that are followed. */
  readonly screens = new FakeScreens();
  /** Sessions whose terminal was asked to be shown. */
  readonly revealed: string[] = [];
  revealReply = { shown: true, note: 'Shown in 1 terminal.' };
  #sources: SourceHealth[] = [];
  #index: IndexProgress = READY;
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
    this.publish({ type: 'session', session });
  }

  change(key: SessionKey, change: Partial<Session>): void {
    const session = this.sessions.get(key);
    if (session === undefined) throw new Error(`Expected a session ${key}`);
    this.put({ ...session, ...change });
  }

  remove(key: SessionKey): void {
    this.sessions.delete(key);
    this.publish({ type: 'session_removed', key });
  }

  setSources(sources: SourceHealth[]): void {
    this.#sources = sources;
    this.publish({ type: 'sources', sources });
  }

  setIndex(progress: IndexProgress): void {
    this.#index = progress;
    this.publish({ type: 'index', progress });
  }

  /** Puts a session into the index, live or not. */
  putHistory(detail: HistoryDetail): void {
    this.history.set(detail.key, HistoryDetail.parse(detail));
  }

  /** Adds to a conversation and tells that it grew. Offsets are given by the server: the item's index. */
  say(key: SessionKey, ...items: LooseItem[]): void {
    const all = this.conversations.get(key) ?? [];
    this.conversations.set(key, [...all, ...items]);
    const session = this.sessions.get(key);
    if (session !== undefined) this.change(key, { conversationRev: session.conversationRev + 1 });
  }

  addCommand(command: Command): void {
    this.commands.push(command);
    this.publish({ type: 'command', command });
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
    this.publish({ type: 'command', command: moved });
  }

  /** Sends bytes as they are into every open stream. */
  raw(text: string): void {
    for (const stream of this.#streams) stream.write(text);
  }

  count(method: string, path: string): number {
    return this.seen.filter((request) => request.method === method && request.path === path).length;
  }

  /** As the real one: of everything, at the newest event. */
  stateHash(): { hash: string; id: string } {
    const hash = stateHash({ sessions: this.sessions.values(), commands: this.commands });
    return { hash, id: `${this.#epoch}-${this.#seq}` };
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
    if (this.dropsStreams) return void response.destroy();
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
      index: this.#index,
    };
  }

  /** Tells every open page; kept for those that come back. */
  publish(event: StreamEvent): void {
    this.#seq += 1;
    const placed = { seq: this.#seq, type: event.type, json: JSON.stringify(StreamEvent.parse(event)) };
    this.#events.push(placed);
    for (const stream of this.#streams) stream.write(this.#frame(placed));
  }

  #frame({ seq, type, json }: { seq: number; type: string; json: string }): string {
    return `id: ${this.#epoch}-${seq}\nevent: ${type}\ndata: ${json}\n\n`;
  }

  async #route(request: IncomingMessage, url: URL, body: unknown, response: ServerResponse): Promise<void> {
    const [, , area, key = '', what, which = ''] = url.pathname.split('/').map(decodeURIComponent);
    if (request.method === 'POST' && url.pathname === routes.sendCommand.path)
      return this.#command(body, request, response);
    const query = Object.fromEntries(url.searchParams);
    const answer = this.#answerTo(request.method ?? '', url.pathname);
    if (answer !== null) return reply(response, await answer({ query, body }));
    if (area === 'commands' && what === 'cancel') return this.#cancel(key, response);
    if (area === 'sessions' && key !== '') return this.#session({ key, what, which, query }, response);
    if (area === 'history' && key !== '') return found(response, this.history.get(key));
    switch (url.pathname) {
      case routes.audit.path:
        return reply(response, this.#audit(routes.audit.query.parse(query)));
      case routes.uploadAttachment.path:
        return this.#upload(body, response);
      case routes.history.path:
        return reply(response, fakeHistoryPage([...this.history.values()], routes.history.query.parse(query)));
      case routes.search.path:
        return this.#search(query, response);
      case routes.usage.path:
        return reply(response, this.onUsage(routes.usage.query.parse(query)));
      case routes.stateHash.path:
        return reply(response, this.stateHash());
      case routes.screens.path:
        return this.screens.serveAll(url, response);
      case routes.index.path:
      case routes.rebuildIndex.path:
        return reply(response, this.#index);
      case routes.verifyIndex.path:
        return reply(response, { faults: this.faults, checkedFiles: this.history.size });
      case routes.forgetDeleted.path:
        this.forgotten.push(routes.forgetDeleted.body.parse(body).session ?? null);
        return reply(response, { forgotten: 1 });
      default:
        return problem(response, 404, 'no_such_route', 'There is no such route.');
    }
  }

  #answerTo(method: string, path: string): ((input: { query: object; body: unknown }) => unknown) | null {
    for (const [name, answer] of this.answers) {
      const spec: RouteSpec = routes[name];
      const names = [...spec.path.matchAll(/:(\w+)/g)].map(([, param = '']) => param);
      const values =
        spec.method === method ? new RegExp(`^${spec.path.replace(/:\w+/g, '([^/]+)')}$`).exec(path) : null;
      if (values === null) continue;
      const params = Object.fromEntries(
        names.map((param, index) => [param, decodeURIComponent(values[index + 1] ?? '')]),
      );
      return (input) => answer({ params, ...input });
    }
    return null;
  }

  async #session(
    { key, what, which, query }: { key: string; what: string | undefined; which: string; query: object },
    response: ServerResponse,
  ): Promise<void> {
    const detail = this.history.get(key);
    const session = this.sessions.get(key) ?? (detail === undefined ? undefined : endedSession(detail));
    if (session === undefined) return problem(response, 404, 'no_such_session', 'There is no such session.');
    switch (what) {
      case undefined:
        return reply(response, session);
      case 'conversation':
        return reply(response, await this.#page(key, query));
      case 'records':
        return this.#record(key, Number(which), query, response);
      case 'timeline':
        return found(response, this.timelines.get(key) ?? EMPTY_TIMELINE);
      case 'export':
        response.setHeader('content-disposition', 'attachment; filename="conversation.md"');
        return void response.writeHead(200, { 'content-type': 'text/markdown; charset=utf-8' }).end('# Exported\n');
      case 'screen':
        return this.screens.serve([key], response);
      case 'reveal':
        this.revealed.push(key);
        return reply(response, this.revealReply);
      case 'dismiss':
        this.remove(session.key);
        return reply(response, { ok: true });
      default:
        return problem(response, 404, 'no_such_route', 'There is no such route.');
    }
  }

  #search(query: object, response: ServerResponse): void {
    const answer = this.onSearch(routes.search.query.parse(query));
    const refused = ProblemDetails.safeParse(answer);
    if (!refused.success) return reply(response, answer);
    refuse(response, refused.data);
  }

  #record(key: string, offset: number, query: object, response: ServerResponse): void {
    const { agentId } = routes.record.query.parse(query);
    const item = placed(this.conversations.get(nameOf(key, agentId)) ?? [])[offset];
    if (item === undefined) return problem(response, 404, 'record_not_found', 'No record begins there.');
    const whole = this.wholeItems.get(item.id) ?? item;
    reply(response, { items: [whole], raw: JSON.stringify(whole) });
  }

  #command(body: unknown, request: IncomingMessage, response: ServerResponse): void {
    const { sessionKey, action, holdMs, idempotencyKey } = routes.sendCommand.body.parse(body);
    if (this.commandFault !== null && this.commandFault !== 'drop') return refuse(response, this.commandFault);
    const known = this.commands.find(({ id }) => id === this.#keys.get(idempotencyKey ?? ''));
    const command = known ?? {
      id: `cmd-${this.commands.length + 1}`,
      sessionKey,
      action: this.meant(action),
      createdAt: Date.now(),
      actor: { by: 'page' as const, address: '127.0.0.1', client: 'Chromium' },
      ...(holdMs === undefined || holdMs === 0 ? {} : { sendAt: Date.now() + holdMs }),
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

  /** As the real one: only what nothing was sent of. */
  #cancel(id: string, response: ServerResponse): void {
    const command = this.commands.find((one) => one.id === id);
    if (command === undefined) return problem(response, 404, 'command_unknown', 'There is no such command.');
    if (command.delivery.state !== 'queued')
      return problem(response, 409, 'already_sent', 'It was sent already; it cannot be taken back.');
    this.deliver(id, {
      state: 'refused',
      reason: { code: 'taken_back', message: 'It was taken back before it was sent.' },
    });
    reply(
      response,
      this.commands.find((one) => one.id === id),
    );
  }

  #upload(body: unknown, response: ServerResponse): void {
    const { name, base64 } = routes.uploadAttachment.body.parse(body);
    if (this.uploadFault !== null) return refuse(response, this.uploadFault);
    const bytes = Buffer.from(base64, 'base64').length;
    this.uploads.push({ name, bytes });
    reply(response, { path: `/data/attachments/${this.uploads.length}-${name}`, bytes });
  }

  /** Every step of every command as a line, then what a test put in. */
  #audit({ before, limit, session, command }: ReturnType<typeof routes.audit.query.parse>): AuditPage {
    const lines = this.commands.flatMap((one) => linesOf(one, this.sessions.get(one.sessionKey)));
    const all = [...this.audited, ...lines.toSorted((a, b) => a.at - b.at)].map((entry, seq) => ({ ...entry, seq }));
    const wanted = all.filter(
      (entry) =>
        (before === undefined || entry.seq < before) &&
        (session === undefined || entry.sessionKey === session) &&
        (command === undefined || entry.commandId === command),
    );
    const entries = wanted.toReversed().slice(0, limit);
    const last = entries.at(-1);
    return { entries, ...(wanted.length > entries.length && last !== undefined ? { next: last.seq } : {}) };
  }

  /** Cursors are indexes here, as they are offsets in a file; the paging is the real one. */
  #page(key: string, given: object): Promise<ConversationPage> {
    const query = routes.conversation.query.parse(given);
    const name = nameOf(key, query.agentId);
    return fakePage({
      items: this.conversations.get(name) ?? [],
      query,
      branches: this.branches.get(name) ?? [],
      source: this.conversationSources.get(name) ?? 'file',
    });
  }
}

const EMPTY_TIMELINE: Timeline = { spans: [], totals: { model: 0, tool: 0, waiting_for_you: 0, idle: 0 } };

function nameOf(key: string, agentId: string | undefined): string {
  return agentId === undefined ? key : `${key}#${agentId}`;
}

function found(response: ServerResponse, value: unknown): void {
  if (value === undefined) return problem(response, 404, 'session_unknown', 'There is no such session.');
  reply(response, value);
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
  refuse(response, { type: 'about:blank', title: detail, status, code, fault: 'user', detail });
}

function refuse(response: ServerResponse, details: ProblemDetails): void {
  response.writeHead(details.status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(details));
}

function linesOf(command: Command, session: Session | undefined): AuditEntry[] {
  const { id, sessionKey, action, actor, delivery } = command;
  const text = action.type === 'prompt' ? `: ${action.text.split('\n')[0]}` : '';
  return delivery.steps.map(({ state, at, note }, index) => ({
    seq: 0,
    at,
    commandId: id,
    sessionKey,
    ...(session === undefined ? {} : { sessionTitle: session.title }),
    ...(actor === undefined ? {} : { actor }),
    what: `${action.type}${text}`,
    state,
    ...(note === undefined ? {} : { note }),
    ...(index < delivery.steps.length - 1 ? {} : lastOf(delivery)),
  }));
}

function lastOf({ via, reason, evidence }: Command['delivery']): Partial<AuditEntry> {
  return {
    ...(via === undefined ? {} : { via }),
    ...(reason === undefined ? {} : { reason }),
    ...(evidence === undefined ? {} : { evidence }),
  };
}
