import type { Action, Command } from '../../../contract/command.ts';
import type { Request } from '../../../contract/request.ts';
import type { Session } from '../../../contract/session.ts';
import type { Board } from '../../state/reducer.ts';
import type { Outbox, Outgoing } from '../../state/outbox.ts';
import { groupOf, waitsSince } from '../board/groups.ts';
import { answerOf } from '../request/decision.ts';

/** Why a request is there again after it was decided. */
export type CameBack =
  | { how: 'refused' | 'failed' | 'unknown'; command: Command }
  | { how: 'notTaken'; outgoing: Outgoing };

/** One request of one session, and whether an answer to it came to nothing. */
export interface Waiting {
  session: Session;
  request: Request;
  back: CameBack | null;
}

/** Decided, and not yet taken off the agent's list. */
export interface Leaving {
  session: Session;
  request: Request;
  action: Action;
  /** null: on its way to AMC. */
  command: Command | null;
}

export interface Queues {
  queue: readonly Waiting[];
  leaving: readonly Leaving[];
  /** Put off by a person: the first to come back first. */
  snoozed: readonly Session[];
  /** They wait, and nothing is known of what for. */
  silent: readonly Session[];
}

export const RULES = ['oldest', 'risk', 'project'] as const;
export type Rule = (typeof RULES)[number];

/** Everything that waits, where it belongs. The order depends on the requests alone, so that nothing moves by itself. */
export function queuesOf(
  sessions: Iterable<Session>,
  known: { commands: Board['commands']; outbox: Outbox },
  rule: Rule,
): Queues {
  const queue: Waiting[] = [];
  const leaving: Leaving[] = [];
  const snoozed: Session[] = [];
  const silent: Session[] = [];
  for (const session of sessions) {
    const group = groupOf(session);
    if (group === 'snoozed' && session.requests.length > 0) snoozed.push(session);
    if (group !== 'needs') continue;
    if (session.requests.length === 0) silent.push(session);
    for (const request of session.requests) {
      const decision = answerOf(session, request, known);
      if (decision.stage === 'sending') leaving.push({ session, request, action: decision.action, command: null });
      else if (decision.stage === 'open') queue.push({ session, request, back: backOf(decision) });
      else if (decision.command.delivery.state === 'unknown')
        queue.push({ session, request, back: { how: 'unknown', command: decision.command } });
      else leaving.push({ session, request, action: decision.command.action, command: decision.command });
    }
  }
  return {
    queue: queue.sort(ORDER[rule]),
    leaving: leaving.sort(oldest),
    snoozed: snoozed.sort((a, b) => (a.marks?.snoozedUntil ?? 0) - (b.marks?.snoozedUntil ?? 0)),
    silent: silent.sort((a, b) => waitsSince(a) - waitsSince(b)),
  };
}

export function hasRisks({ request }: { request: Request }): boolean {
  return request.kind === 'permission' && (request.risks ?? []).length > 0;
}

function backOf({ last, unsent }: { last: Command | null; unsent: Outgoing | null }): CameBack | null {
  if (unsent !== null) return { how: 'notTaken', outgoing: unsent };
  if (last === null) return null;
  return { how: last.delivery.state === 'failed' ? 'failed' : 'refused', command: last };
}

type Asked = Pick<Waiting, 'session' | 'request'>;

function oldest(a: Asked, b: Asked): number {
  return a.request.openedAt - b.request.openedAt || (a.request.id < b.request.id ? -1 : 1);
}

const ORDER: Record<Rule, (a: Asked, b: Asked) => number> = {
  oldest,
  risk: (a, b) => Number(hasRisks(b)) - Number(hasRisks(a)) || oldest(a, b),
  project: (a, b) =>
    a.session.project.name.localeCompare(b.session.project.name) ||
    a.session.project.dir.localeCompare(b.session.project.dir) ||
    oldest(a, b),
};
