import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceHealth } from '../../contract/health.ts';
import type { NotificationTarget } from '../../contract/settings.ts';
import { oneLine } from '../../core/notify/words.ts';
import { messageOf } from '../../lib/message-of.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PostToWeb, WebPostResult } from '../../ports/web-post.ts';
import { requestFor, type Message } from './messages.ts';

/** So many wait for one target at most; then the oldest is given up. */
const WAITING = 20;
/** Before the one try more. */
const RETRY_MS = 2_000;

export interface DeliveryOptions {
  clock: Clock;
  post: PostToWeb;
  /** Told when it has changed how a target stands. */
  changed: () => void;
  retryMs?: number;
}

interface Lane {
  target: NotificationTarget;
  waiting: Message[];
  busy: boolean;
  health: SourceHealth | null;
}

/** Brings messages to targets: each target one at a time, in order; a target that is slow keeps none of the others. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #stop = new AbortController();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Takes it in and returns at once. */
  send(target: NotificationTarget, message: Message): void {
    const lane = this.#laneOf(target);
    lane.waiting.push(message);
    if (lane.waiting.length > WAITING) {
      lane.waiting.shift();
      this.#note(lane, { ok: false, detail: `more than ${WAITING} waited; the oldest was given up` });
    }
    void this.#work(lane);
  }

  /** One try, with what came of it. */
  async test(target: NotificationTarget, message: Message): Promise<Outcome> {
    const outcome = outcomeOf(await this.#post(target, message));
    const lane = this.#lanes.get(target.id);
    if (lane !== undefined) this.#note(lane, outcome);
    return outcome;
  }

  /** Targets that are not there any more are forgotten, with what waited for them. */
  keep(targets: readonly NotificationTarget[]): void {
    const wanted = new Map(targets.map((target) => [target.id, target]));
    for (const [id, lane] of this.#lanes) {
      const target = wanted.get(id);
      if (target === undefined) {
        lane.waiting.length = 0;
        this.#lanes.delete(id);
      } else if (JSON.stringify(target) !== JSON.stringify(lane.target)) {
        lane.target = target;
        lane.health = null;
      }
    }
  }

  /** Of each target that was used since AMC started. */
  health(): readonly SourceHealth[] {
    return [...this.#lanes.values()].flatMap(({ health }) => (health === null ? [] : [health]));
  }

  dispose(): void {
    this.#stop.abort();
    for (const lane of this.#lanes.values()) lane.waiting.length = 0;
  }

  #laneOf(target: NotificationTarget): Lane {
    const known = this.#lanes.get(target.id) ?? { target, waiting: [], busy: false, health: null };
    this.#lanes.set(target.id, known);
    return known;
  }

  async #work(lane: Lane): Promise<void> {
    if (lane.busy) return;
    lane.busy = true;
    for (let message = lane.waiting.shift(); message !== undefined; message = lane.waiting.shift()) {
      const outcome = outcomeOf(await this.#postTwice(lane.target, message));
      if (this.#stop.signal.aborted) return;
      this.#note(lane, outcome);
    }
    lane.busy = false;
  }

  /** A second try only where the first cannot have arrived: nobody is told twice. */
  async #postTwice(target: NotificationTarget, message: Message): Promise<WebPostResult> {
    const first = await this.#post(target, message);
    if (first.outcome !== 'not_reached' || !(await this.#pause())) return first;
    return this.#post(target, message);
  }

  #post(target: NotificationTarget, message: Message): Promise<WebPostResult> {
    try {
      return this.#options.post(requestFor(target, message));
    } catch (error) {
      return Promise.resolve({ outcome: 'not_reached', reason: messageOf(error) });
    }
  }

  #pause(): Promise<boolean> {
    const { signal } = this.#stop;
    return sleep(this.#options.retryMs ?? RETRY_MS, true, { signal, ref: false }).catch(() => false);
  }

  #note(lane: Lane, { ok, detail }: Outcome): void {
    const { clock, changed } = this.#options;
    const { name } = lane.target;
    lane.health = {
      name: targetSource(name),
      state: ok ? 'ok' : 'degraded',
      detail,
      ...(ok ? {} : { next: 'Look at the target in the settings, and send it a test.' }),
      at: clock(),
    };
    changed();
  }
}

export interface Outcome {
  ok: boolean;
  detail: string;
}

/** What a target is called among what AMC looks at. */
export function targetSource(name: string): string {
  return `notifications to ${name}`;
}

function outcomeOf(result: WebPostResult): Outcome {
  switch (result.outcome) {
    case 'answered': {
      const { status, text } = result;
      if (status >= 200 && status < 300) return { ok: true, detail: `it answered ${status}` };
      const said = oneLine(text);
      return { ok: false, detail: `it answered ${status}${said === '' ? '' : `: ${said}`}` };
    }
    case 'redirected':
      return {
        ok: false,
        detail: `it answered ${result.status} and wants ${originOf(result.to)} to be used; AMC follows no redirects`,
      };
    case 'not_reached':
      return { ok: false, detail: `it was not reached: ${oneLine(result.reason)}` };
    case 'unknown':
      return { ok: false, detail: `whether it arrived is not known: ${oneLine(result.reason)}` };
  }
}

/** The rest of an address may be a secret. */
function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : 'another address';
}
