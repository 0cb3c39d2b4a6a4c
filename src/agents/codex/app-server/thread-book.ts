import type { Clock } from '../../../ports/clock.ts';
import type { Tell } from '../observe.ts';
import { isConversation, loadedIds, newestTurn, readThread } from './loaded.ts';
import { readAsk } from './requests/read.ts';
import type { RpcConnection } from './rpc.ts';
import type { Notification, RpcId, Thread } from './schemas.ts';
import { Subscription } from './subscription.ts';
import { ServerThread } from './thread.ts';

export interface ThreadBookOptions {
  clock: Clock;
  tellOf: (threadId: string) => Tell;
  /** The set of loaded conversations, or what is known of one, changed. */
  changed: () => void;
  malformed: (reason: string) => void;
}

interface Attached {
  rpc: RpcConnection;
  serverVersion: string | null;
  /** Internal threads: known, and never shown or written to. */
  ignored: Set<string>;
  reading: Map<string, Reading>;
  subscriptions: Map<string, Subscription>;
}

interface Reading {
  done: Promise<void>;
  /** The thread changed while it was read: what was read may be older than what was heard. */
  again: boolean;
}

/** The conversations one background server has loaded. */
export class ThreadBook {
  readonly #options: ThreadBookOptions;
  readonly #threads = new Map<string, ServerThread>();
  #attached: Attached | null = null;

  constructor(options: ThreadBookOptions) {
    this.#options = options;
  }

  get threads(): readonly ServerThread[] {
    return [...this.#threads.values()];
  }

  find(threadId: string): ServerThread | null {
    return this.#threads.get(threadId) ?? null;
  }

  /** A server is there. Resolves when everything it has loaded was looked at. */
  async attach(rpc: RpcConnection, { serverVersion }: { serverVersion: string | null }): Promise<void> {
    this.#attached = { rpc, serverVersion, ignored: new Set(), reading: new Map(), subscriptions: new Map() };
    await this.resync();
  }

  /** Looks at everything that is loaded. */
  async resync(): Promise<void> {
    const attached = this.#attached;
    if (attached === null) return;
    const ids = await loadedIds(attached.rpc);
    if (ids === null || this.#attached !== attached) return;
    await Promise.all(ids.filter((id) => !attached.ignored.has(id)).map((id) => this.#read(id, attached)));
    if (this.#attached !== attached) return;
    for (const id of this.#threads.keys()) if (!ids.includes(id)) this.#unloaded(id, this.#options.clock());
  }

  /** The server is gone, or the way to it. */
  detach(): void {
    if (this.#attached === null) return;
    this.#stopListening();
    for (const thread of this.#threads.values()) thread.connectionLost(this.#options.clock());
    this.#options.changed();
  }

  /** The server that ran it is gone for good. */
  abandon(threadId: string): void {
    this.#unloaded(threadId, this.#options.clock(), 'its Codex server is gone, and no other Codex runs here');
  }

  notified(notification: Notification): void {
    const { method, params, at } = notification;
    if (method === 'thread/started') return this.#learn(params.thread, at);
    const reading = this.#attached?.reading.get(params.threadId);
    if (reading !== undefined) reading.again = true;
    const thread = this.#threads.get(params.threadId);
    if (thread === undefined) return this.#heardOfUnknown(notification);
    switch (method) {
      case 'thread/closed':
      case 'thread/archived':
      case 'thread/deleted':
        return this.#unloaded(thread.id, at);
      case 'thread/status/changed':
        if (params.status.type === 'notLoaded') return this.#unloaded(thread.id, at);
        thread.statusChanged(params.status, at);
        if (thread.failed) void this.#showFailure(thread, at);
        return this.#listenTo(thread);
      case 'thread/name/updated':
        return params.threadName ? thread.named(params.threadName, at) : undefined;
      case 'thread/settings/updated':
        return thread.configured(params.threadSettings, at);
      case 'turn/started':
        return thread.turnStarted(params.turn, at);
      case 'turn/completed':
        return thread.turnEnded(params.turn, at);
      case 'item/started':
        return thread.itemStarted(params.item, params.startedAtMs ?? at);
      case 'item/completed':
        return thread.itemEnded(params.item, params.completedAtMs ?? at);
      case 'item/fileChange/patchUpdated':
        return thread.editsChanged(params.itemId, params.changes);
      case 'serverRequest/resolved':
        return thread.resolved(params.requestId, at);
    }
  }

  /** The server asks its clients. AMC says nothing unless a person answered: the first answer wins, even a refusal. */
  asked({ id, method, params }: { id: RpcId; method: string; params: unknown }): void {
    const threadId = threadIdIn(params);
    const thread = threadId === null ? undefined : this.#threads.get(threadId);
    const item = (itemId: string) => thread?.item(itemId);
    const parsed = readAsk({ id, method, params, heardAt: this.#options.clock(), item });
    if (parsed.kind === 'malformed') this.#options.malformed(`${method}: ${parsed.reason}`);
    if (parsed.kind === 'ask') thread?.asked(id, parsed.ask);
  }

  dispose(): void {
    this.#stopListening();
    for (const thread of this.#threads.values()) thread.dispose();
    this.#threads.clear();
  }

  #heardOfUnknown({ method, params }: Exclude<Notification, { method: 'thread/started' }>): void {
    const attached = this.#attached;
    if (attached === null) return;
    const gone = method === 'thread/closed' || method === 'thread/deleted' || method === 'thread/archived';
    if (gone) attached.ignored.delete(params.threadId);
    else if (!attached.ignored.has(params.threadId)) void this.#read(params.threadId, attached);
  }

  #read(threadId: string, attached: Attached): Promise<void> {
    const running = attached.reading.get(threadId);
    if (running !== undefined) return running.done;
    const reading: Reading = { done: Promise.resolve(), again: false };
    attached.reading.set(threadId, reading);
    reading.done = this.#readUntilQuiet(threadId, attached, reading).finally(() => attached.reading.delete(threadId));
    return reading.done;
  }

  async #readUntilQuiet(threadId: string, attached: Attached, reading: Reading): Promise<void> {
    do {
      reading.again = false;
      await this.#readOnce(threadId, attached, reading);
    } while (reading.again && this.#attached === attached);
  }

  async #readOnce(threadId: string, attached: Attached, reading: Reading): Promise<void> {
    const read = await readThread(attached.rpc, threadId);
    if (this.#attached !== attached || reading.again) return;
    if (read.state === 'malformed') this.#options.malformed(read.reason);
    if (read.state !== 'read') return;
    const isNew = !this.#threads.has(threadId);
    this.#learn(read.thread, this.#options.clock());
    const thread = this.#threads.get(threadId);
    if (isNew && thread?.failed) await this.#showFailure(thread, null);
  }

  #learn(described: Thread, at: number): void {
    const attached = this.#attached;
    if (attached === null) return;
    const { id, status } = described;
    if (!isConversation(described)) return void attached.ignored.add(id);
    if (status?.type === 'notLoaded') return this.#unloaded(id, at);
    const thread = this.#threads.get(id) ?? new ServerThread({ id, tell: this.#options.tellOf(id) });
    this.#threads.set(id, thread);
    thread.described(described, { at, serverVersion: attached.serverVersion });
    this.#listenTo(thread);
    this.#options.changed();
  }

  /** The status says only that the last turn failed, and AMC may not have listened to it: its words are in the turn. */
  async #showFailure(thread: ServerThread, heardAt: number | null): Promise<void> {
    const attached = this.#attached;
    const turn = attached === null ? null : await newestTurn(attached.rpc, thread.id);
    if (turn?.status !== 'failed' || this.#attached !== attached || !thread.failed) return;
    // Whole seconds, rounded down: the error must not seem older than the prompt that led to it.
    thread.turnFailed(turn, heardAt ?? (turn.completedAt ?? 0) * 1_000 + 999);
  }

  #listenTo(thread: ServerThread): void {
    const attached = this.#attached;
    if (attached === null) return;
    const { rpc, serverVersion, subscriptions } = attached;
    const { clock, malformed } = this.#options;
    const subscription =
      subscriptions.get(thread.id) ?? new Subscription({ thread, rpc, serverVersion, now: clock, malformed });
    subscriptions.set(thread.id, subscription);
    subscription.update();
  }

  #unloaded(threadId: string, at: number, detail?: string): void {
    const thread = this.#threads.get(threadId);
    if (thread === undefined) return;
    this.#attached?.subscriptions.get(threadId)?.dispose();
    this.#attached?.subscriptions.delete(threadId);
    this.#threads.delete(threadId);
    thread.unloaded(at, detail);
    thread.dispose();
    this.#options.changed();
  }

  #stopListening(): void {
    for (const subscription of this.#attached?.subscriptions.values() ?? []) subscription.dispose();
    this.#attached = null;
  }
}

function threadIdIn(params: unknown): string | null {
  const id = typeof params === 'object' && params !== null && 'threadId' in params ? params.threadId : null;
  return typeof id === 'string' ? id : null;
}
