import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';

export interface Received {
  id?: number | string;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
}

export interface FakeThread {
  id: string;
  status: { type: string; activeFlags?: string[] };
  loaded: boolean;
  /** On top of what a user's thread looks like. */
  over?: Record<string, unknown>;
  /** The newest turn, as subscribing shows it. */
  turn?: Record<string, unknown>;
  /** Questions that are open: sent again to whoever subscribes. */
  open?: { id: number; method: string; params: Record<string, unknown> }[];
}

/** What to do with a request: reply, refuse, say nothing, or break the connection. */
export type Answer = { result: unknown } | { error: { code: number; message: string } } | 'silence' | 'drop';

/** An app-server as Codex 0.169.0 speaks (WebSocket on a Unix socket behind a link), which can misbehave on demand. */
export class FakeAppServer {
  readonly threads = new Map<string, FakeThread>();
  readonly received: Received[] = [];
  readonly answers = new Map<string, (params: Record<string, unknown>) => Answer>();
  readonly #codexHome: string;
  readonly #clients = new Set<WebSocket>();
  #http: Server | null = null;

  constructor(codexHome: string) {
    this.#codexHome = codexHome;
  }

  get socketFolder(): string {
    return join(this.#codexHome, 's');
  }

  async listen(): Promise<void> {
    const control = join(this.#codexHome, 'app-server-control');
    for (const folder of [control, this.socketFolder]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const socket = join(this.socketFolder, 'socket');
    const http = createServer();
    const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
    sockets.on('connection', (client) => this.#connected(client));
    await new Promise<void>((resolve) => http.listen(socket, resolve));
    chmodSync(socket, 0o600);
    this.#http = http;
    symlinkSync(socket, join(control, 'app-server-control.sock'));
  }

  /** As when the server ends: the link goes, connections break. */
  async stop(): Promise<void> {
    rmSync(join(this.#codexHome, 'app-server-control', 'app-server-control.sock'), { force: true });
    this.dropClients();
    const http = this.#http;
    this.#http = null;
    if (http !== null) await new Promise((resolve) => http.close(resolve));
  }

  dropClients(): void {
    for (const client of this.#clients) client.terminate();
  }

  get clients(): number {
    return this.#clients.size;
  }

  add(thread: FakeThread): FakeThread {
    this.threads.set(thread.id, thread);
    return thread;
  }

  notify(method: string, params: Record<string, unknown>): void {
    this.sendRaw(JSON.stringify({ method, params, emittedAtMs: Date.now() }));
  }

  setStatus(thread: FakeThread, status: FakeThread['status']): void {
    thread.status = status;
    this.notify('thread/status/changed', { threadId: thread.id, status });
  }

  ask(id: number, method: string, params: Record<string, unknown>): void {
    this.sendRaw(JSON.stringify({ id, method, params }));
  }

  sendRaw(data: string | Buffer): void {
    for (const client of this.#clients) client.send(data);
  }

  calls(method: string): Received[] {
    return this.received.filter((one) => one.method === method);
  }

  /** Answers the client gave to what the server asked. */
  get replies(): Received[] {
    return this.received.filter((one) => one.method === undefined);
  }

  #connected(client: WebSocket): void {
    this.#clients.add(client);
    client.on('close', () => this.#clients.delete(client));
    client.on('message', (data) => {
      const message: Received = JSON.parse(String(data));
      this.received.push(message);
      if (message.method === undefined || message.id === undefined) return;
      const { id, method, params = {} } = message;
      const answer = (this.answers.get(method) ?? ((given) => this.#usual(method, given)))(params);
      if (answer === 'drop') return client.terminate();
      if (answer !== 'silence') client.send(JSON.stringify({ id, ...answer }));
      if (method === 'thread/resume' && typeof answer === 'object' && 'result' in answer) this.#replay(client, params);
    });
  }

  #replay(client: WebSocket, { threadId }: Record<string, unknown>): void {
    for (const question of this.threads.get(String(threadId))?.open ?? []) client.send(JSON.stringify(question));
  }

  #usual(method: string, params: Record<string, unknown>): Answer {
    const thread = this.threads.get(String(params['threadId']));
    switch (method) {
      case 'initialize':
        return { result: { userAgent: 'codex-tui/0.169.0 (fake)', codexHome: this.#codexHome } };
      case 'thread/loaded/list':
        return {
          result: {
            data: [...this.threads.values()].filter(({ loaded }) => loaded).map(({ id }) => id),
            nextCursor: null,
          },
        };
      case 'thread/read':
        return thread === undefined ? unknownThread : { result: { thread: threadOf(thread), readState: null } };
      case 'thread/resume':
        if (thread === undefined) return unknownThread;
        return {
          result: {
            thread: threadOf(thread),
            initialTurnsPage: { data: thread.turn === undefined ? [] : [thread.turn] },
          },
        };
      case 'thread/turns/list':
        return { result: { data: thread?.turn === undefined ? [] : [thread.turn] } };
      case 'turn/start':
        return { result: { turn: { id: 'turn-new', status: 'inProgress', items: [] } } };
      case 'turn/steer':
        return { result: { turnId: params['expectedTurnId'] } };
      default:
        return { result: {} };
    }
  }
}

const unknownThread: Answer = { error: { code: -32_600, message: 'thread not found' } };

/** A thread as the server shows it. */
export function threadOf({ id, status, over }: FakeThread): Record<string, unknown> {
  return {
    id,
    ephemeral: false,
    parentThreadId: null,
    path: `/nowhere/rollout-2026-11-22T07-30-40-${id}.jsonl`,
    cwd: '/home/user/project',
    model: 'gpt-5.5-codex',
    name: null,
    preview: 'hello',
    cliVersion: '0.169.0',
    source: 'vscode',
    threadSource: 'user',
    gitInfo: null,
    createdAt: 1_795_332_640,
    updatedAt: Math.floor(Date.now() / 1000),
    status,
    turns: [],
    ...over,
  };
}
