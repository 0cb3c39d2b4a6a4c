import type { Observation } from '../core/observation.ts';
import type { SessionEvent } from '../core/session-event.ts';
import { decide, project } from '../core/session.ts';
import type { SessionState } from '../core/state.ts';

/** Ended sessions beyond this are forgotten, oldest first; their conversations stay where the agents keep them. */
const ENDED_KEPT = 2_000;

export interface BoardListener {
  changed(state: SessionState, events: readonly SessionEvent[]): void;
  removed(key: string): void;
}

/** Every session's state: the only place where observations become truth. */
export class Board {
  readonly #states = new Map<string, SessionState>();
  readonly #listener: BoardListener;

  constructor(listener: BoardListener) {
    this.#listener = listener;
  }

  observe(observation: Observation): void {
    const key = `${observation.session.agent}:${observation.session.id}`;
    if (observation.type === 'merged') {
      if (this.#states.delete(key)) this.#listener.removed(key);
      return;
    }
    const before = this.#states.get(key) ?? null;
    const events = decide(before, observation);
    if (events.length === 0) return;
    const after = events.reduce<SessionState | null>(project, before);
    if (after === null) return;
    this.#states.set(key, after);
    this.#listener.changed(after, events);
    if (before === null) this.#forgetOldest();
  }

  get(key: string): SessionState | null {
    return this.#states.get(key) ?? null;
  }

  all(): IterableIterator<SessionState> {
    return this.#states.values();
  }

  #forgetOldest(): void {
    if (this.#states.size <= ENDED_KEPT * 1.1) return;
    const ended = [...this.#states.values()]
      .filter(({ status }) => status.value === 'ended')
      .sort((a, b) => a.lastActivityAt - b.lastActivityAt);
    for (const { key } of ended.slice(0, Math.max(0, ended.length - ENDED_KEPT))) {
      this.#states.delete(key);
      this.#listener.removed(key);
    }
  }
}
