import type { Action } from '../../contract/command.ts';
import type { SessionKey } from '../../contract/session.ts';

/** Something a person asked for that the server has not taken yet. */
export interface Outgoing {
  /** The idempotency key: a second try with it can never run twice. */
  key: string;
  sessionKey: SessionKey;
  action: Action;
  /** How long the server keeps it before it is sent, so that it can be taken back. */
  holdMs: number;
  at: number;
  /** Absent while it is on its way to the server. */
  problem?: { message: string; next: string | undefined; mayHaveArrived: boolean };
}

export type Outbox = readonly Outgoing[];

/** Puts it in, or says why not: the same thing is already on its way. */
export function put(outbox: Outbox, outgoing: Outgoing): Outbox | 'already' {
  const same = outbox.find(
    (other) =>
      other.key !== outgoing.key && other.sessionKey === outgoing.sessionKey && sameAim(other.action, outgoing.action),
  );
  if (same !== undefined && same.problem === undefined) return 'already';
  return [...outbox.filter((other) => other.key !== outgoing.key && other !== same), outgoing];
}

export function drop(outbox: Outbox, key: string): Outbox {
  return outbox.filter((outgoing) => outgoing.key !== key);
}

export function fail(outbox: Outbox, key: string, problem: NonNullable<Outgoing['problem']>): Outbox {
  return outbox.map((outgoing) => (outgoing.key === key ? { ...outgoing, problem } : outgoing));
}

/** The request an action decides; null for everything else. */
export function requestOf(action: Action): string | null {
  return 'requestId' in action ? action.requestId : null;
}

/** Both aim at what can happen once: the same request, or the same thing done to a session. Two prompts never do. */
export function sameAim(a: Action, b: Action): boolean {
  const request = requestOf(a);
  return request === null
    ? a.type === b.type && a.type !== 'prompt' && requestOf(b) === null
    : request === requestOf(b);
}
