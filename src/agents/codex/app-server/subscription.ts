import type { RpcConnection } from './rpc.ts';
import { loadedIds } from './loaded.ts';
import { ResumeReply, whatIsWrong } from './schemas.ts';
import type { ServerThread } from './thread.ts';

/** AMC's subscription would keep an unused thread loaded (FORMAT.md §2), so it is given back soon after the turn. */
const LINGER_MS = 10_000;
/** The rollout appears some 100 ms after the first turn began, and without it there is no subscribing. */
const FIRST_TURN_RETRIES_MS = [100, 200, 400, 800, 1_600];
/** Questions that are open are asked again right behind the reply to subscribing. */
const REPLAY_MS = 500;

export interface SubscriptionOptions {
  thread: ServerThread;
  rpc: RpcConnection;
  serverVersion: string | null;
  /** Shared by the threads of one connection. */
  now: () => number;
  malformed: (reason: string) => void;
}

/** Listens to one thread while it does something. Never loads a thread: it asks only for what the server has loaded. */
export class Subscription {
  readonly #options: SubscriptionOptions;
  #state: 'off' | 'asking' | 'on' = 'off';
  #timer: NodeJS.Timeout | null = null;
  #replay: NodeJS.Timeout | null = null;
  #asking: Promise<void> = Promise.resolve();
  #disposed = false;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
  }

  /** Follows the thread's state: subscribes when it is active, lets go some time after it became idle. */
  update(): void {
    if (this.#disposed) return;
    this.#cancelTimer();
    if (this.#options.thread.isActive) {
      if (this.#state === 'off') this.#asking = this.#subscribe(0);
    } else if (this.#state === 'on') {
      this.#after(LINGER_MS, () => this.#unsubscribe());
    }
  }

  /** Listens for a while although nothing runs, so that what AMC asks for is told. False where that cannot be. */
  async ensure(): Promise<boolean> {
    if (this.#disposed) return false;
    this.#cancelTimer();
    if (this.#state === 'off') this.#asking = this.#subscribe(0);
    await this.#asking;
    return this.#isOn();
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelTimer();
    // What the next connection is asked again is not this one's to withdraw.
    if (this.#replay !== null) clearTimeout(this.#replay);
  }

  async #subscribe(attempt: number): Promise<void> {
    const { thread, rpc, malformed } = this.#options;
    this.#state = 'asking';
    const loaded = await loadedIds(rpc);
    // Resuming a thread that is not loaded would load it and take its writer lock: a side effect nobody asked for.
    if (this.#disposed || !loaded?.includes(thread.id)) return this.#off();
    const { heardStatuses } = thread;
    const reply = await rpc.request('thread/resume', {
      threadId: thread.id,
      excludeTurns: true,
      initialTurnsPage: { limit: 1, sortDirection: 'desc', itemsView: 'full' },
    });
    if (this.#disposed) return;
    if (reply.state === 'error') return this.#retry(attempt);
    if (reply.state !== 'result') return this.#off();
    const parsed = ResumeReply.safeParse(reply.result);
    if (!parsed.success) {
      malformed(`reply to thread/resume: ${whatIsWrong(parsed.error)}`);
      return this.#off();
    }
    this.#state = 'on';
    // A status heard meanwhile is newer than the one in the reply.
    this.#caughtUp(parsed.data, { newerStatus: thread.heardStatuses !== heardStatuses });
    this.update();
  }

  #caughtUp(reply: ResumeReply, { newerStatus }: { newerStatus: boolean }): void {
    const { thread, serverVersion, now } = this.#options;
    const { thread: described, initialTurnsPage } = reply;
    thread.described(newerStatus ? { ...described, status: null } : described, { at: now(), serverVersion });
    thread.configured(reply, now());
    const turn = initialTurnsPage?.data[0];
    if (turn !== undefined) thread.caughtUp(turn);
    const missing = thread.asks.unconfirmed();
    if (missing.length === 0) return;
    const drop = () => thread.asks.drop(missing, 'the Codex server does not wait for it any more');
    if (!thread.waits) return drop();
    this.#replay = setTimeout(drop, REPLAY_MS);
    this.#replay.unref();
  }

  #retry(attempt: number): void {
    this.#state = 'off';
    const delay = FIRST_TURN_RETRIES_MS[attempt];
    if (delay === undefined || !this.#options.thread.isActive) return;
    this.#after(delay, () => (this.#asking = this.#subscribe(attempt + 1)));
  }

  #unsubscribe(): void {
    this.#state = 'off';
    void this.#options.rpc.request('thread/unsubscribe', { threadId: this.#options.thread.id });
  }

  #isOn(): boolean {
    return this.#state === 'on';
  }

  #off(): void {
    this.#state = 'off';
  }

  #after(ms: number, act: () => unknown): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      act();
    }, ms);
    this.#timer.unref();
  }

  #cancelTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
