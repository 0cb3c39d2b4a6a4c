import { EnvironmentError } from '../contract/errors.ts';
import type { StartThread, Thread } from './threads.ts';
import { type ArgumentOf, Calls, type Methods, type ResultOf } from './worker-rpc.ts';

export interface ThreadHostOptions<E> {
  /** What messages call it, e.g. `The reader of transcripts`. */
  name: string;
  start: StartThread;
  role: unknown;
  onEvent?: (event: E) => void;
  /** It ended by itself; it is started anew at the next call, or at once when `restarts`. */
  onDeath?: (reason: EnvironmentError) => void;
  /** Kept running: started anew after a pause that doubles. */
  restarts?: boolean;
  /** Ends when nothing was called for so long; absent: never. */
  idleMs?: number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
/** Who lived so long begins with a short pause again. */
const HEALTHY_MS = 60_000;

interface Running<M extends Methods<M>, E> {
  thread: Thread;
  calls: Calls<M, E>;
  startedAt: number;
}

/** One thread, started when it is needed. A death rejects the open calls and is told; it never takes AMC along. */
export class ThreadHost<M extends Methods<M>, E = never> {
  readonly #options: ThreadHostOptions<E>;
  #running: Running<M, E> | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #restart: NodeJS.Timeout | null = null;
  #idle: NodeJS.Timeout | null = null;

  constructor(options: ThreadHostOptions<E>) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  start(): void {
    this.#started();
  }

  /** Rejects when the thread ends meanwhile, and while it waits to be started anew. */
  async call<K extends keyof M & string>(method: K, argument: ArgumentOf<M, K>): Promise<ResultOf<M, K>> {
    if (this.#restart !== null) throw this.#ended('ended and is started again in a moment');
    const { calls } = this.#started();
    this.#stopIdling();
    try {
      return await calls.call(method, argument);
    } finally {
      if (calls.open === 0) this.#idleFrom(calls);
    }
  }

  /** `finish` is asked first, so that nothing is left half done. */
  async end(finish?: keyof M & string): Promise<void> {
    this.#stopIdling();
    if (this.#restart !== null) clearTimeout(this.#restart);
    this.#restart = null;
    const running = this.#running;
    this.#running = null;
    if (running === null) return;
    const { thread, calls } = running;
    if (finish !== undefined)
      await Promise.race([calls.call(finish, null as never), thread.died]).catch(() => undefined);
    await thread.end();
    calls.close(this.#ended('was ended'));
  }

  #started(): Running<M, E> {
    if (this.#running !== null) return this.#running;
    if (this.#restart !== null) clearTimeout(this.#restart);
    this.#restart = null;
    const { start, role, onEvent } = this.#options;
    const thread = start(role);
    const calls = new Calls<M, E>(thread.wire, (event) => {
      if (this.#running?.thread === thread) onEvent?.(event);
    });
    const running = { thread, calls, startedAt: performance.now() };
    this.#running = running;
    void thread.died.then((reason) => this.#died(running, reason));
    return running;
  }

  #died(running: Running<M, E>, why: string): void {
    const reason = this.#ended(`ended: ${why}`);
    running.calls.close(reason);
    if (this.#running !== running) return;
    this.#running = null;
    this.#stopIdling();
    if (performance.now() - running.startedAt > HEALTHY_MS) this.#pauseMs = FIRST_PAUSE_MS;
    if (this.#options.restarts === true) {
      this.#restart = setTimeout(() => this.#started(), this.#pauseMs);
      this.#restart.unref();
      this.#pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * this.#pauseMs);
    }
    this.#options.onDeath?.(reason);
  }

  #idleFrom(calls: Calls<M, E>): void {
    const { idleMs } = this.#options;
    if (idleMs === undefined || this.#running?.calls !== calls) return;
    this.#stopIdling();
    this.#idle = setTimeout(() => void this.end(), idleMs);
    this.#idle.unref();
  }

  #stopIdling(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
  }

  #ended(what: string): EnvironmentError {
    return new EnvironmentError({
      code: 'thread_ended',
      message: `${this.#options.name} ${what}.`,
      next: 'Try again.',
    });
  }
}
