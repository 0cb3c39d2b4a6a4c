import type { Clock } from '../../../ports/clock.ts';
import { resetOf } from '../failure.ts';
import type { Tell } from '../observe.ts';
import { AgentCounts } from './agent-counts.ts';
import { kindOf, loadedIds, newestTurn } from './loaded.ts';
import { readAsk } from './requests/read.ts';
import type { RpcConnection } from './rpc.ts';
import type { Notification, RpcId, Thread } from './schemas.ts';
import { subagentTell } from './subagent-tell.ts';
import { Subscription } from './subscription.ts';
import { ThreadReader } from './thread-reader.ts';
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
  reader: ThreadReader;
  subscriptions: Map<string, Subscription>;
}

/** A loaded thread, and the conversation it belongs to: its own, or of a subagent another one. */
interface Loaded {
  thread: ServerThread;
  of: string;
}

/** The conversations one background server has loaded, and the subagents that work for them. */
export class ThreadBook {
  readonly #options: ThreadBookOptions;
  readonly #loaded = new Map<string, Loaded>();
  readonly #agents: AgentCounts;
  #attached: Attached | null = null;
  #resetsAt: number | null = null;

  constructor(options: ThreadBookOptions) {
    this.#options = options;
    this.#agents = new AgentCounts(options.tellOf);
  }

  get threads(): readonly ServerThread[] {
    return [...this.#loaded].filter(([id, { of }]) => id === of).map(([, { thread }]) => thread);
  }

  /** A conversation; never a subagent. */
  find(threadId: string): ServerThread | null {
    const found = this.#loaded.get(threadId);
    return found?.of === threadId ? found.thread : null;
  }

  /** Which thread of a conversation asks this: itself or a subagent of it. */
  asking(conversationId: string, requestId: string): ServerThread | null {
    const own = [...this.#loaded.values()].filter(({ of }) => of === conversationId);
    return own.find(({ thread }) => thread.asks.find(requestId) !== null)?.thread ?? null;
  }

  /** A server is there. Resolves when everything it has loaded was looked at. */
  async attach(rpc: RpcConnection, { serverVersion }: { serverVersion: string | null }): Promise<void> {
    const reader = new ThreadReader({
      rpc,
      current: () => this.#attached?.rpc === rpc,
      malformed: this.#options.malformed,
      read: (thread) => this.#read(thread),
    });
    this.#attached = { rpc, serverVersion, ignored: new Set(), reader, subscriptions: new Map() };
    await this.resync();
  }

  /** Looks at everything that is loaded. */
  async resync(): Promise<void> {
    const attached = this.#attached;
    if (attached === null) return;
    const before = new Set(this.#loaded.keys());
    const ids = await loadedIds(attached.rpc);
    if (ids === null || this.#attached !== attached) return;
    await Promise.all(ids.filter((id) => !attached.ignored.has(id)).map((id) => attached.reader.read(id)));
    if (this.#attached !== attached) return;
    // What came while this was asked is in no list yet.
    for (const id of before) if (!ids.includes(id)) this.#unloaded(id, this.#options.clock());
  }

  /** Has the server tell of this thread for a while, although nothing runs. False where it cannot (FORMAT.md §2). */
  async listen(thread: ServerThread): Promise<boolean> {
    return (await this.#subscriptionOf(thread)?.ensure()) ?? false;
  }

  /** The server is gone, or the way to it. */
  detach(): void {
    if (this.#attached === null) return;
    this.#stopListening();
    const at = this.#options.clock();
    for (const { thread } of this.#loaded.values()) thread.connectionLost(at);
    for (const { id } of this.threads) this.#agents.tell(id, null, at);
    this.#options.changed();
  }

  /** The server that ran it is gone for good. */
  abandon(conversationId: string): void {
    for (const [id, { of }] of this.#loaded)
      if (of === conversationId)
        this.#unloaded(id, this.#options.clock(), 'its Codex server is gone, and no other Codex runs here');
  }

  notified(notification: Notification): void {
    const { method, params, at } = notification;
    if (method === 'thread/started') return this.#learn(params.thread, at);
    if (method === 'account/rateLimits/updated') return void (this.#resetsAt = resetOf(params.rateLimits));
    // A piece of what is written says nothing new of the thread: it must not have it read again.
    if (method === 'item/agentMessage/delta')
      return this.#loaded.get(params.threadId)?.thread.grew(params.itemId, params.delta, at);
    if (method === 'item/commandExecution/outputDelta')
      return this.#loaded.get(params.threadId)?.thread.grew(params.itemId, params.delta, at);
    if (method === 'item/reasoning/summaryTextDelta')
      return this.#loaded.get(params.threadId)?.thread.grew(params.itemId, params.delta, at, params.summaryIndex ?? 0);
    this.#attached?.reader.heard(params.threadId);
    const thread = this.#loaded.get(params.threadId)?.thread;
    if (thread === undefined) return this.#heardOfUnknown(notification);
    switch (method) {
      case 'thread/closed':
      case 'thread/archived':
      case 'thread/deleted':
        return this.#unloaded(thread.id, at);
      case 'thread/status/changed':
        if (params.status.type === 'notLoaded') return this.#unloaded(thread.id, at);
        thread.statusChanged(params.status, at);
        this.#countAgents(thread.id, at);
        if (thread.failed) void this.#showFailure(thread, at);
        return this.#subscriptionOf(thread)?.update();
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
    const thread = threadId === null ? undefined : this.#loaded.get(threadId)?.thread;
    const item = (itemId: string) => thread?.item(itemId);
    const parsed = readAsk({ id, method, params, heardAt: this.#options.clock(), item });
    if (parsed.kind === 'malformed') this.#options.malformed(`${method}: ${parsed.reason}`);
    if (parsed.kind === 'ask') thread?.asked(id, parsed.ask);
  }

  dispose(): void {
    this.#stopListening();
    for (const { thread } of this.#loaded.values()) thread.dispose();
    this.#loaded.clear();
  }

  #heardOfUnknown({ method, params }: Extract<Notification, { params: { threadId: string } }>): void {
    const attached = this.#attached;
    if (attached === null) return;
    const gone = method === 'thread/closed' || method === 'thread/deleted' || method === 'thread/archived';
    if (gone) attached.ignored.delete(params.threadId);
    else if (!attached.ignored.has(params.threadId)) void attached.reader.read(params.threadId);
  }

  async #read(described: Thread): Promise<void> {
    const isNew = !this.#loaded.has(described.id);
    this.#learn(described, this.#options.clock());
    const thread = this.#loaded.get(described.id)?.thread;
    if (isNew && thread?.failed) await this.#showFailure(thread, null);
  }

  #learn(described: Thread, at: number): void {
    const attached = this.#attached;
    if (attached === null) return;
    const { id, status } = described;
    const kind = kindOf(described);
    if (kind.kind === 'internal') return void attached.ignored.add(id);
    if (status?.type === 'notLoaded') return this.#unloaded(id, at);
    const { thread } = this.#loaded.get(id) ?? this.#add(id, kind);
    thread.described(described, { at, serverVersion: attached.serverVersion });
    this.#countAgents(id, at);
    this.#subscriptionOf(thread)?.update();
    this.#options.changed();
  }

  #add(id: string, kind: Exclude<ReturnType<typeof kindOf>, { kind: 'internal' }>): Loaded {
    const { tellOf, clock } = this.#options;
    const of = kind.kind === 'subagent' ? kind.of : id;
    const tell = kind.kind === 'subagent' ? subagentTell(tellOf(of), { id, type: kind.type }) : tellOf(id);
    const resetsAt = () => (this.#resetsAt !== null && this.#resetsAt > clock() ? this.#resetsAt : null);
    const loaded = { thread: new ServerThread({ id, tell, resetsAt }), of };
    this.#loaded.set(id, loaded);
    return loaded;
  }

  /** The status says only that the last turn failed, and AMC may not have listened to it: its words are in the turn. */
  async #showFailure(thread: ServerThread, heardAt: number | null): Promise<void> {
    const attached = this.#attached;
    const turn = attached === null ? null : await newestTurn(attached.rpc, thread.id);
    if (turn?.status !== 'failed' || this.#attached !== attached || !thread.failed) return;
    // Whole seconds, rounded down: the error must not seem older than the prompt that led to it.
    thread.turnFailed(turn, heardAt ?? (turn.completedAt ?? 0) * 1_000 + 999);
  }

  #subscriptionOf(thread: ServerThread): Subscription | null {
    const attached = this.#attached;
    if (attached === null) return null;
    const { rpc, serverVersion, subscriptions } = attached;
    const { clock, malformed } = this.#options;
    const subscription =
      subscriptions.get(thread.id) ?? new Subscription({ thread, rpc, serverVersion, now: clock, malformed });
    subscriptions.set(thread.id, subscription);
    return subscription;
  }

  #unloaded(threadId: string, at: number, detail?: string): void {
    const { thread, of } = this.#loaded.get(threadId) ?? {};
    if (thread === undefined) return;
    this.#attached?.subscriptions.get(threadId)?.dispose();
    this.#attached?.subscriptions.delete(threadId);
    this.#loaded.delete(threadId);
    thread.unloaded(at, detail);
    this.#countAgents(threadId, at, of);
    thread.dispose();
    this.#options.changed();
  }

  /** A thread came, went or changed: how many subagents of its conversation are at work? */
  #countAgents(threadId: string, at: number, of = this.#loaded.get(threadId)?.of): void {
    if (of === undefined || !this.#loaded.has(of)) return;
    const own = [...this.#loaded].filter(([id, loaded]) => loaded.of === of && id !== of);
    this.#agents.tell(of, own.filter(([, { thread }]) => thread.isActive).length, at);
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
