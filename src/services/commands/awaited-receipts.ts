import type { ActionType, Command } from '../../contract/command.ts';
import type { Observation } from '../../core/observation.ts';
import { judge, type Pending, type Verdict } from '../../core/receipts.ts';

/** How long AMC waits for the agent's own record before it says `unknown`, ms. A tool that was allowed may run long. */
export const RECEIPT_TIMEOUT_MS = {
  prompt: 15_000,
  interrupt: 8_000,
  answer: 600_000,
  approve: 600_000,
  deny: 60_000,
  mode: 8_000,
  model: 8_000,
  compact: 300_000,
  clear: 15_000,
  rename: 8_000,
  close: 20_000,
} as const satisfies Record<ActionType, number>;

/**
 * Up to when the agent may have written a record that proves it, ms after AMC began to write. The same thing done later
 * was done by somebody else. An answer names its request, so there it is never somebody else's.
 */
const PROVABLE_MS: Record<ActionType, number> = {
  prompt: 3_600_000,
  // Claude Code writes its mode down with the next prompt.
  mode: 3_600_000,
  compact: 600_000,
  interrupt: 60_000,
  model: 60_000,
  clear: 60_000,
  rename: 60_000,
  close: 60_000,
  answer: Infinity,
  approve: Infinity,
  deny: Infinity,
};
/** Records that have proven a command; older ones come up no more. */
const USED_KEPT = 5_000;

interface Awaited {
  pending: Pending;
  timer: NodeJS.Timeout | null;
  /** The dialog it answered has left the screen: one that stands there with the same id was opened again. */
  hasLeftScreen: boolean;
}

interface Judged {
  id: string;
  verdict: Verdict;
}

/** The commands that have left and are not proven yet. */
export class AwaitedReceipts {
  /** By session, then by command, in the order they left. */
  readonly #bySession = new Map<string, Map<string, Awaited>>();
  readonly #used = new Set<string>();

  /** From now on records may prove it; AMC began to write at `since`. */
  expect({ id, sessionKey, action }: Command, since: number): void {
    const awaited = this.#bySession.get(sessionKey) ?? new Map<string, Awaited>();
    const pending: Pending = { commandId: id, action, since, until: since + PROVABLE_MS[action.type] };
    awaited.set(id, { pending, timer: null, hasLeftScreen: false });
    this.#bySession.set(sessionKey, awaited);
  }

  /** It was typed at the agent's terminal. */
  typed({ id, sessionKey }: Command): void {
    const awaited = this.#bySession.get(sessionKey)?.get(id);
    if (awaited !== undefined) awaited.pending.typed = true;
  }

  /** Calls `late` when no record has come in time. */
  armTimeout({ id, sessionKey, action }: Command, late: (timeoutMs: number) => void): void {
    const awaited = this.#bySession.get(sessionKey)?.get(id);
    if (awaited === undefined) return;
    const timeoutMs = RECEIPT_TIMEOUT_MS[action.type];
    awaited.timer = setTimeout(() => late(timeoutMs), timeoutMs).unref();
  }

  /** What an observation says about one of them: a record proves one command only. */
  judge(observation: Observation): Judged | null {
    if (this.#bySession.size === 0) return null;
    const awaited = this.#bySession.get(`${observation.session.agent}:${observation.session.id}`);
    if (awaited === undefined) return null;
    const judged = this.#judgeEach(awaited, observation);
    if (judged?.verdict.verdict === 'confirmed' && judged.verdict.recordId !== null) this.use(judged.verdict.recordId);
    if (isScreenClosing(observation)) noteScreenClosing(awaited, observation.requestId);
    return judged;
  }

  /** This record proves nothing more. */
  use(recordId: string): void {
    this.#used.add(recordId);
    const oldest = this.#used.values().next().value;
    if (this.#used.size > USED_KEPT && oldest !== undefined) this.#used.delete(oldest);
  }

  /** The commands that answered this request as it is asked now, and are not proven. `typed`: at the terminal only. */
  answersTo(sessionKey: string, requestId: string, { typed = false } = {}): readonly string[] {
    return [...(this.#bySession.get(sessionKey) ?? [])]
      .filter(([, { pending, hasLeftScreen }]) => {
        const isAnswer = 'requestId' in pending.action && pending.action.requestId === requestId;
        return isAnswer && !hasLeftScreen && (!typed || pending.typed === true);
      })
      .map(([id]) => id);
  }

  forget({ id, sessionKey }: Pick<Command, 'id' | 'sessionKey'>): void {
    const awaited = this.#bySession.get(sessionKey);
    const timer = awaited?.get(id)?.timer ?? null;
    if (timer !== null) clearTimeout(timer);
    awaited?.delete(id);
    if (awaited?.size === 0) this.#bySession.delete(sessionKey);
  }

  /** The first that is proven; else the first of which anything is said. Of several answers the last one counted. */
  #judgeEach(awaited: ReadonlyMap<string, Awaited>, observation: Observation): Judged | null {
    const inOrder = observation.type === 'request_closed' ? [...awaited].reverse() : awaited;
    let other: Judged | null = null;
    for (const [id, { pending, hasLeftScreen }] of inOrder) {
      if (hasLeftScreen && isScreenClosing(observation)) continue;
      const verdict = judge(pending, observation, this.#used);
      if (verdict?.verdict === 'confirmed') return { id, verdict };
      if (verdict !== null) other ??= { id, verdict };
    }
    return other;
  }

  dispose(): void {
    for (const awaited of this.#bySession.values()) {
      for (const { timer } of awaited.values()) if (timer !== null) clearTimeout(timer);
    }
  }
}

type ScreenClosing = Extract<Observation, { type: 'request_closed' }>;

/** What only the screen tells has no id of its own: the same words asked again are the same id. */
function isScreenClosing(observation: Observation): observation is ScreenClosing {
  return observation.type === 'request_closed' && observation.source === 'screen';
}

function noteScreenClosing(awaited: ReadonlyMap<string, Awaited>, requestId: string): void {
  for (const one of awaited.values()) {
    const { action } = one.pending;
    if ('requestId' in action && action.requestId === requestId) one.hasLeftScreen = true;
  }
}
