import type { Clock } from '../../ports/clock.ts';

/** A command that has not left yet. */
export interface Waiting {
  id: string;
  /** Not before then: its undo window. */
  notBefore: number;
  /** Only when the session's turn is over. */
  afterTurn: boolean;
  /** Not after then: what was meant for now may be wrong much later. */
  expiresAt: number;
  /** Before all others that wait. */
  urgent: boolean;
}

export interface LanesOptions {
  clock: Clock;
  /** How long a command that goes after the turn has to wait: 0 not at all, `Infinity` until `look` is called. */
  untilTurnIsOver: (sessionKey: string) => number;
  /** It has waited for too long and will not be sent. */
  expired: (id: string) => void;
  /** Sends it. Never throws. The next one of the session leaves when it has resolved. */
  deliver: (id: string) => Promise<void>;
}

interface Lane {
  waiting: readonly Waiting[];
  busy: boolean;
  timer: NodeJS.Timeout | null;
}

/** Which command leaves when: one at a time a session, those that are due in the order they came. */
export class Lanes {
  readonly #options: LanesOptions;
  readonly #lanes = new Map<string, Lane>();

  constructor(options: LanesOptions) {
    this.#options = options;
  }

  add(sessionKey: string, waiting: Waiting): void {
    const lane = this.#lanes.get(sessionKey) ?? { waiting: [], busy: false, timer: null };
    lane.waiting = [...lane.waiting, waiting];
    this.#lanes.set(sessionKey, lane);
    this.look(sessionKey);
  }

  /** False when it has left already. */
  takeOut(sessionKey: string, id: string): boolean {
    const lane = this.#lanes.get(sessionKey);
    if (lane === undefined || !lane.waiting.some((waiting) => waiting.id === id)) return false;
    lane.waiting = lane.waiting.filter((waiting) => waiting.id !== id);
    this.look(sessionKey);
    return true;
  }

  /** Those that wait for the end of a turn. */
  afterTurn(sessionKey: string): readonly string[] {
    const waiting = this.#lanes.get(sessionKey)?.waiting ?? [];
    return waiting.filter(({ afterTurn }) => afterTurn).map(({ id }) => id);
  }

  /** Something has changed that may let a command of this session go. */
  look(sessionKey: string): void {
    const lane = this.#lanes.get(sessionKey);
    if (lane === undefined || lane.busy) return;
    this.#dropExpired(lane);
    // Whoever was told of one that has expired may have looked here already: then something leaves, or nothing is left.
    if (lane.busy || this.#lanes.get(sessionKey) !== lane) return;
    if (lane.timer !== null) clearTimeout(lane.timer);
    lane.timer = null;
    if (lane.waiting.length === 0) {
      this.#lanes.delete(sessionKey);
      return;
    }
    const { next, inMs } = this.#choose(sessionKey, lane.waiting);
    if (next !== null) this.#send(sessionKey, lane, next);
    else if (Number.isFinite(inMs)) lane.timer = setTimeout(() => this.look(sessionKey), Math.max(1, inMs)).unref();
  }

  dispose(): void {
    for (const { timer } of this.#lanes.values()) if (timer !== null) clearTimeout(timer);
    this.#lanes.clear();
  }

  #dropExpired(lane: Lane): void {
    const now = this.#options.clock();
    const late = lane.waiting.filter(({ expiresAt }) => expiresAt <= now);
    lane.waiting = lane.waiting.filter(({ expiresAt }) => expiresAt > now);
    for (const { id } of late) this.#options.expired(id);
  }

  #choose(sessionKey: string, waiting: readonly Waiting[]): { next: Waiting | null; inMs: number } {
    const now = this.#options.clock();
    const turn = waiting.some(({ afterTurn }) => afterTurn) ? this.#options.untilTurnIsOver(sessionKey) : 0;
    const rest = ({ notBefore, afterTurn }: Waiting): number => Math.max(notBefore - now, afterTurn ? turn : 0);
    const due = waiting.filter((one) => rest(one) <= 0);
    return {
      next: due.find(({ urgent }) => urgent) ?? due[0] ?? null,
      inMs: Math.min(...waiting.map((one) => Math.min(rest(one), one.expiresAt - now))),
    };
  }

  #send(sessionKey: string, lane: Lane, next: Waiting): void {
    lane.waiting = lane.waiting.filter((waiting) => waiting !== next);
    lane.busy = true;
    // Whoever submitted it gets it back first, as it was written down.
    void Promise.resolve()
      .then(() => this.#options.deliver(next.id))
      .finally(() => {
        lane.busy = false;
        this.look(sessionKey);
      });
  }
}
