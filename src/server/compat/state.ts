import type { Session } from '../../contract/session.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MissionControl } from '../../services/api.ts';
import { originalSession } from './session-view.ts';

/** The body of `GET /api/state`: made anew only after a change, so that a poll costs next to nothing. */
export class OriginalState {
  readonly #mission: MissionControl;
  readonly #clock: Clock;
  readonly #texts = new WeakMap<Session, string>();
  readonly #unfollow: () => void;
  #sessions: Buffer | null = null;

  constructor({ mission, clock }: { mission: MissionControl; clock: Clock }) {
    this.#mission = mission;
    this.#clock = clock;
    this.#unfollow = mission.feed.follow(null, ({ event }) => {
      if (event.type !== 'command' && event.type !== 'sources') this.#sessions = null;
    });
  }

  body(): Buffer {
    this.#sessions ??= this.#render();
    const time = new Date(this.#clock()).toISOString();
    return Buffer.concat([this.#sessions, Buffer.from(`"server_time":"${time}"}`)]);
  }

  dispose(): void {
    this.#unfollow();
  }

  #render(): Buffer {
    const newestFirst = [...this.#mission.sessions()].sort((a, b) => b.lastActivityAt - a.lastActivityAt);
    return Buffer.from(`{"sessions":[${newestFirst.map((session) => this.#text(session)).join(',')}],`);
  }

  #text(session: Session): string {
    const known = this.#texts.get(session);
    if (known !== undefined) return known;
    const text = JSON.stringify(originalSession(session));
    this.#texts.set(session, text);
    return text;
  }
}
