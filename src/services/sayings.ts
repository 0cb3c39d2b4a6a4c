import { sessionKey, type SessionKey } from '../contract/session.ts';
import type { StreamEvent } from '../contract/stream.ts';
import type { Observation } from '../core/observation.ts';

type Saying = Extract<StreamEvent, { type: 'saying' }>;
type Heard = Extract<Observation, { type: 'saying' }>;

/** At most ten times a second for one session, ms. */
const APART_MS = 100;
/** What is longer is read when it is on record. */
export const LONGEST_SAYING = 200_000;

interface Reply {
  itemId: string;
  text: string;
  /** How much of it has been told. */
  told: number;
  timer: NodeJS.Timeout | null;
  lastAt: number;
}

/** What agents say while they say it: collected by session, told in passing, and forgotten when it is over. */
export class Sayings {
  readonly #tell: (event: Saying) => void;
  readonly #replies = new Map<SessionKey, Reply>();

  constructor(tell: (event: Saying) => void) {
    this.#tell = tell;
  }

  heard({ session, itemId, more, over, dropped }: Heard): void {
    const key = sessionKey(session);
    const known = this.#replies.get(key);
    if (known !== undefined && known.itemId !== itemId) this.#end(key, known, true);
    const reply = known?.itemId === itemId ? known : newReply(itemId);
    reply.text += more.slice(0, LONGEST_SAYING - reply.text.length);
    if (over) return this.#end(key, reply, dropped === true);
    this.#replies.set(key, reply);
    if (more !== '') this.#later(key, reply);
  }

  /** Everything that is being said now, from its beginning. */
  now(): readonly Saying[] {
    return [...this.#replies].flatMap(([key, { itemId, text, told }]) =>
      told === 0 ? [] : [{ type: 'saying', key, itemId, from: 0, text: text.slice(0, told), over: false }],
    );
  }

  dispose(): void {
    for (const { timer } of this.#replies.values()) if (timer !== null) clearTimeout(timer);
    this.#replies.clear();
  }

  #later(key: SessionKey, reply: Reply): void {
    if (reply.timer !== null) return;
    const wait = Math.max(0, reply.lastAt + APART_MS - performance.now());
    reply.timer = setTimeout(() => this.#flush(key, reply), wait);
    reply.timer.unref();
  }

  #flush(key: SessionKey, reply: Reply): void {
    reply.timer = null;
    reply.lastAt = performance.now();
    const { itemId, text, told: from } = reply;
    if (text.length === from) return;
    reply.told = text.length;
    this.#tell({ type: 'saying', key, itemId, from, text: text.slice(from), over: false });
  }

  #end(key: SessionKey, reply: Reply, dropped: boolean): void {
    if (reply.timer !== null) clearTimeout(reply.timer);
    this.#replies.delete(key);
    const { itemId, text, told: from } = reply;
    const how = dropped ? ({ over: true, dropped: true } as const) : { over: true };
    this.#tell({ type: 'saying', key, itemId, from, text: text.slice(from), ...how });
  }
}

function newReply(itemId: string): Reply {
  return { itemId, text: '', told: 0, timer: null, lastAt: -Infinity };
}
