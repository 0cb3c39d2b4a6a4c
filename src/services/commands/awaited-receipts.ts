import type { Action, ActionType, Command } from '../../contract/command.ts';
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
    awaited.set(id, { pending, timer: null });
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
  judge(observation: Observation): { id: string; verdict: Verdict } | null {
    if (this.#bySession.size === 0) return null;
    const awaited = this.#bySession.get(`${observation.session.agent}:${observation.session.id}`);
    for (const [id, { pending }] of awaited ?? []) {
      const verdict = judge(pending, observation, this.#used);
      if (verdict === null) continue;
      if (verdict.verdict === 'confirmed' && verdict.recordId !== null) this.use(verdict.recordId);
      return { id, verdict };
    }
    return null;
  }

  /** This record proves nothing more. */
  use(recordId: string): void {
    this.#used.add(recordId);
    const oldest = this.#used.values().next().value;
    if (this.#used.size > USED_KEPT && oldest !== undefined) this.#used.delete(oldest);
  }

  /** The actions of a session that have left and are not proven. */
  of(sessionKey: string): readonly Action[] {
    return [...(this.#bySession.get(sessionKey)?.values() ?? [])].map(({ pending }) => pending.action);
  }

  forget({ id, sessionKey }: Pick<Command, 'id' | 'sessionKey'>): void {
    const awaited = this.#bySession.get(sessionKey);
    const timer = awaited?.get(id)?.timer ?? null;
    if (timer !== null) clearTimeout(timer);
    awaited?.delete(id);
    if (awaited?.size === 0) this.#bySession.delete(sessionKey);
  }

  dispose(): void {
    for (const awaited of this.#bySession.values()) {
      for (const { timer } of awaited.values()) if (timer !== null) clearTimeout(timer);
    }
  }
}
