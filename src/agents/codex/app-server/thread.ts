import type { JsonObject } from '../../../lib/json.ts';
import { causeOf } from '../failure.ts';
import { settingsOfServer } from '../modes.ts';
import { previewOf, type News, type Tell } from '../observe.ts';
import { SettingsNews } from '../settings-news.ts';
import { doingOf, messageTextOf, userTextOf } from './item-words.ts';
import { LiveReply } from './live-reply.ts';
import { OpenAsks } from './open-asks.ts';
import type { Ask } from './requests/ask.ts';
import { Item, type RpcId, type Thread, type ThreadStatus, type Turn } from './schemas.ts';
import { claimOf, factsOf, type ThreadClaim } from './thread-facts.ts';

export interface ServerThreadOptions {
  id: string;
  tell: Tell;
  /** When the account's used-up limit ends, ms since the epoch; null when none is known to be used up. */
  resetsAt: () => number | null;
}

/** One loaded thread of the background server, as AMC knows it, and what it tells of it. */
export class ServerThread {
  readonly id: string;
  readonly asks: OpenAsks;
  readonly #tell: Tell;
  readonly #resetsAt: () => number | null;
  readonly #settings = new SettingsNews();
  readonly #edits = new Map<string, Item>();
  readonly #reply: LiveReply;
  #status: ThreadStatus = { type: 'unknown' };
  #lastClaimAt = 0;
  #heardAt = 0;
  #heardStatuses = 0;
  #turnId: string | null = null;
  #path: string | null = null;
  #cwd: string | null = null;
  #name: string | null = null;

  constructor({ id, tell, resetsAt }: ServerThreadOptions) {
    this.id = id;
    this.#tell = tell;
    this.#resetsAt = resetsAt;
    this.#reply = new LiveReply((said) => tell({ type: 'saying', source: 'app_server', at: this.#heardAt, ...said }));
    this.asks = new OpenAsks((news) => {
      const at = news.type === 'request_opened' ? news.request.openedAt : this.#heardAt;
      tell({ ...news, source: 'app_server', at });
    });
  }

  /** The rollout the server writes; it appears with the first turn. */
  get path(): string | null {
    return this.#path;
  }

  get cwd(): string | null {
    return this.#cwd;
  }

  get name(): string | null {
    return this.#name;
  }

  get isActive(): boolean {
    return this.#status.type === 'active';
  }

  get waits(): boolean {
    return this.isActive && (this.#status.activeFlags ?? []).length > 0;
  }

  get failed(): boolean {
    return this.#status.type === 'systemError';
  }

  /** How often the server told a status; tells whether one came while something else was awaited. */
  get heardStatuses(): number {
    return this.#heardStatuses;
  }

  get turnId(): string | null {
    return this.#turnId;
  }

  /** As the server last said. */
  get settings(): SettingsNews {
    return this.#settings;
  }

  item(itemId: string): Item | undefined {
    return this.#edits.get(itemId);
  }

  /** The thread as the server shows it now. */
  described(thread: Thread, { at, serverVersion }: { at: number; serverVersion: string | null }): void {
    this.#hear(at);
    this.#path = thread.path ?? this.#path;
    this.#cwd = thread.cwd ?? this.#cwd;
    this.#name = thread.name ?? this.#name;
    this.#tell({ type: 'described', source: 'app_server', at, facts: factsOf(thread, serverVersion) });
    // The server does not say since when; `updatedAt` is the last thing that happened, rounded down to a second.
    if (thread.status) this.statusChanged(thread.status, (thread.updatedAt ?? 0) * 1_000 || at);
  }

  named(name: string, at: number): void {
    this.#name = name;
    this.#tell({ type: 'described', source: 'app_server', at, facts: { title: { text: name, rank: 2 } } });
    const detail = 'the Codex server says the thread has this name';
    this.#tell({ type: 'done', source: 'app_server', at, action: 'rename', value: name, detail });
  }

  /** Settings as the server tells them, of a thread that AMC listens to. */
  configured(said: JsonObject, at: number): void {
    const { cwd } = said;
    if (typeof cwd === 'string' && cwd !== '') {
      this.#cwd = cwd;
      this.#tell({ type: 'described', source: 'app_server', at, facts: { cwd } });
    }
    for (const news of this.#settings.heard(settingsOfServer(said), 'app_server', at)) this.#tell(news);
  }

  statusChanged(status: ThreadStatus, at: number): void {
    this.#hear(at);
    this.#status = status;
    this.#heardStatuses += 1;
    if (status.type === 'active') return this.#claim({ at });
    this.#turnId = null;
    this.#reply.dropped();
    this.asks.turnEnded('the turn is over');
    this.#claim({ at });
  }

  turnStarted(turn: Turn, at: number): void {
    this.#hear(at);
    this.#turnId = turn.id;
    this.#claim({ at, eventName: 'turn/started' });
  }

  turnEnded(turn: Turn, at: number): void {
    this.#hear(at);
    if (this.#turnId === turn.id) this.#turnId = null;
    this.#edits.clear();
    this.#reply.dropped();
    this.asks.turnEnded(`the turn ended: ${turn.status ?? 'unknown how'}`);
    this.#outcome(turn, at);
    this.#claim({ at, eventName: 'turn/completed' });
    this.#tell({ type: 'conversation_changed', source: 'app_server', at });
  }

  /** An error a person should see; it is over with the next prompt. */
  turnFailed(turn: Turn, at: number): void {
    const text = turn.error?.message ?? 'The turn failed.';
    const cause = causeOf(turn.error?.codexErrorInfo);
    const resetsAt = cause === 'rate_limit' ? this.#resetsAt() : null;
    const id = `${this.id}:${turn.id}:error`;
    const request = {
      id,
      kind: 'error',
      openedAt: at,
      text,
      cause,
      ...(resetsAt === null ? {} : { resetsAt }),
    } as const;
    this.#tell({ type: 'request_opened', source: 'app_server', at, request });
  }

  itemStarted(item: Item, at: number): void {
    this.#hear(at);
    if (item.type === 'fileChange') this.#edits.set(item.id, item);
    this.#reply.started(item);
    const doing = doingOf(item);
    if (doing !== null) this.#claim({ at, doing });
  }

  /** A piece of a message, of its thoughts, of what a command prints. */
  grew(itemId: string, more: string, at: number, part = 0): void {
    this.#hear(at);
    this.#reply.continued(itemId, more, part);
  }

  editsChanged(itemId: string, changes: readonly unknown[]): void {
    const item = this.#edits.get(itemId);
    if (item !== undefined) this.#edits.set(itemId, { ...item, changes });
  }

  itemEnded(item: Item, at: number): void {
    this.#hear(at);
    this.#edits.delete(item.id);
    const { status } = item;
    if (typeof status === 'string') this.asks.itemEnded(item.id, status);
    this.#record(item, at);
    this.#tell({ type: 'conversation_changed', source: 'app_server', at });
    this.#reply.ended(item);
  }

  /** The turn that runs, as the reply to subscribing shows it: what was missed while AMC did not listen. */
  caughtUp(turn: Turn): void {
    if (turn.status === 'inProgress') this.#turnId = turn.id;
    for (const { data: item } of (turn.items ?? []).map((one) => Item.safeParse(one))) {
      if (item === undefined) continue;
      const { status } = item;
      if (item.type === 'fileChange' && status === 'inProgress') this.#edits.set(item.id, item);
      else if (item.type === 'commandExecution' && status === 'inProgress') this.#reply.started(item);
      else if (typeof status === 'string' && status !== 'inProgress') this.asks.itemEnded(item.id, status);
      this.#record(item, timeOf(item) ?? (turn.startedAt ?? 0) * 1_000);
    }
    // While the thread is active, a turn that is over is the one before: the page was made too early.
    if (turn.status !== 'inProgress' && !this.isActive) this.#outcome(turn, this.#heardAt);
  }

  asked(rpcId: RpcId, ask: Ask): void {
    this.#hear(ask.request.openedAt);
    this.asks.opened(rpcId, ask);
  }

  resolved(rpcId: RpcId, at: number): void {
    this.#hear(at);
    this.asks.resolved(rpcId);
  }

  /** The connection is gone: what the thread does now is not known. */
  connectionLost(at: number): void {
    this.#hear(at);
    this.asks.connectionLost();
    this.#reply.dropped();
    this.#claimAs({ activity: 'unknown', at, detail: 'the connection to the Codex server is lost' });
  }

  /** The server put the thread away (nobody had it open for a minute, or the server goes down), or nothing runs it. */
  unloaded(at: number, detail = 'the Codex server put the thread away'): void {
    this.#hear(at);
    this.#status = { type: 'notLoaded' };
    this.#reply.dropped();
    this.asks.turnEnded(detail);
    this.#claimAs({ activity: 'ended', at, detail, eventName: 'thread/closed' });
  }

  dispose(): void {
    this.asks.dispose();
  }

  /** What an item says for good: a prompt that was taken, words of the agent. */
  #record(item: Item, at: number): void {
    if (item.type === 'userMessage') {
      const recorded: News = {
        type: 'prompt_recorded',
        source: 'app_server',
        at,
        text: userTextOf(item),
        recordId: item.id,
        queued: false,
      };
      this.#tell(recorded);
    }
    if (item.type === 'contextCompaction') {
      const detail = 'the Codex server says that the context is compacted';
      this.#tell({ type: 'done', source: 'app_server', at, action: 'compact', detail });
    }
    const preview = item.type === 'agentMessage' ? previewOf(messageTextOf(item)) : null;
    if (preview !== null) this.#tell({ type: 'said', source: 'app_server', at, preview });
  }

  #outcome(turn: Turn, at: number): void {
    if (turn.status === 'failed') this.turnFailed(turn, at);
    if (turn.status === 'interrupted') {
      this.#tell({ type: 'interrupted', source: 'app_server', at, detail: 'the turn was interrupted' });
    }
  }

  #claim({ at, doing, eventName }: { at: number; doing?: string; eventName?: string }): void {
    const claim = claimOf(this.#status);
    if (claim === null) return;
    const live = claim.activity === 'working' && doing !== undefined ? { doing } : {};
    this.#claimAs({ ...claim, at, ...live, ...(eventName === undefined ? {} : { eventName }) });
  }

  /** Claims never go back in time: `updatedAt` is rounded down, and a claim older than the last would be no news. */
  #claimAs(claim: ThreadClaim & { at: number; doing?: string; eventName?: string }): void {
    this.#lastClaimAt = Math.max(this.#lastClaimAt, claim.at);
    this.#tell({ type: 'activity', source: 'app_server', ...claim, at: this.#lastClaimAt });
  }

  #hear(at: number): void {
    this.#heardAt = Math.max(this.#heardAt, at);
  }
}

function timeOf(item: Item): number | null {
  const at = item['completedAtMs'] ?? item['startedAtMs'];
  return typeof at === 'number' ? at : null;
}
