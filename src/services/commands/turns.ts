import type { ActionType } from '../../contract/command.ts';
import type { Status } from '../../contract/session.ts';
import type { Clock } from '../../ports/clock.ts';

/** After a command was taken, the agent's "working" may come a little later than its record of the command, ms. */
const GRACE_MS = 2_000;
/** What an agent does a turn for, or at least may. */
const STARTS_A_TURN: ReadonlySet<ActionType> = new Set([
  'prompt',
  'compact',
  'clear',
  'model',
  'mode',
  'rename',
  'close',
]);

export interface TurnsOptions {
  clock: Clock;
  /** null: AMC does not know the session any more. */
  statusOf: (sessionKey: string) => Status | null;
}

/** When a session's turn is over, so that what was kept for then may go. */
export class Turns {
  readonly #options: TurnsOptions;
  /** Commands that have left and are not settled, by session. */
  readonly #under = new Map<string, Set<string>>();
  /** The newest command that was settled: when the agent recorded it, and when AMC learned it. */
  readonly #last = new Map<string, { recordedAt: number; settledAt: number }>();

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  left(sessionKey: string, command: { id: string; type: ActionType }): void {
    if (!STARTS_A_TURN.has(command.type)) return;
    const under = this.#under.get(sessionKey) ?? new Set();
    this.#under.set(sessionKey, under.add(command.id));
  }

  settled(sessionKey: string, id: string, recordedAt: number): void {
    const under = this.#under.get(sessionKey);
    if (under?.delete(id) !== true) return;
    if (under.size === 0) this.#under.delete(sessionKey);
    this.#last.set(sessionKey, { recordedAt, settledAt: this.#options.clock() });
  }

  /** ms until a command may follow: 0 now, `Infinity` when only a change of the session can tell. */
  untilOver(sessionKey: string): number {
    const status = this.#options.statusOf(sessionKey);
    if (status?.value !== 'idle' || this.#under.has(sessionKey)) return Infinity;
    const last = this.#last.get(sessionKey);
    if (last === undefined || status.since >= last.recordedAt) return 0;
    // A command like `/model` starts no turn at all: then there is no "idle" after it.
    return Math.max(0, last.settledAt + GRACE_MS - this.#options.clock());
  }

  hasEnded(sessionKey: string): boolean {
    const status = this.#options.statusOf(sessionKey);
    return status === null || status.value === 'ended';
  }
}
