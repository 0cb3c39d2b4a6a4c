import { useEffect, useMemo, useState } from 'react';
import { isSettled } from '../../../core/delivery.ts';
import type { Command } from '../../../contract/command.ts';
import type { Request } from '../../../contract/request.ts';
import type { Session } from '../../../contract/session.ts';
import { requestOf, type Outbox, type Outgoing } from '../../state/outbox.ts';
import type { Board } from '../../state/reducer.ts';
import { isLive, useApp } from '../../state/store.ts';

/** Where the decision of a request stands, as far as this page knows. */
export type Decision =
  | { stage: 'open'; last: Command | null; unsent: Outgoing | null }
  | { stage: 'sending' }
  /** With the server, or proven, or of unknown fate: nothing more is asked until a person says so. */
  | { stage: 'sent'; command: Command };

export function decisionOf(
  requestId: string,
  { commands, outbox }: { commands: Board['commands']; outbox: Outbox },
): Decision {
  const outgoing = outbox.find(({ action }) => requestOf(action) === requestId) ?? null;
  if (outgoing !== null && outgoing.problem === undefined) return { stage: 'sending' };
  const last = newestFor(commands.values(), requestId);
  if (outgoing !== null) return { stage: 'open', last, unsent: outgoing };
  const done =
    last !== null &&
    (!isSettled(last.delivery) || last.delivery.state === 'confirmed' || last.delivery.state === 'unknown');
  return done ? { stage: 'sent', command: last } : { stage: 'open', last, unsent: null };
}

export function useDecision(requestId: string): Decision {
  const commands = useApp((state) => state.board.commands);
  const outbox = useApp((state) => state.outbox);
  return useMemo(() => decisionOf(requestId, { commands, outbox }), [requestId, commands, outbox]);
}

/** Why no button may be pressed now; null when it may. */
export type Hindrance = 'offline' | 'no-channel' | 'arming' | null;

// A row that slides under the hand must not take the press that was meant for another one.
const ARMING_MS = 350;

/** A request can be decided once it has been on screen long enough to be meant, over a live connection, by a known way. */
export function useHindrance(session: Session, request: Request): Hindrance {
  const live = useApp(isLive);
  const [armedFor, setArmedFor] = useState('');
  const identity = `${session.key} ${request.id}`;
  useEffect(() => {
    const timer = setTimeout(() => setArmedFor(identity), ARMING_MS);
    return () => clearTimeout(timer);
  }, [identity]);
  if (request.answer.channel === 'none') return 'no-channel';
  if (!live) return 'offline';
  return armedFor === identity ? null : 'arming';
}

function newestFor(commands: Iterable<Command>, requestId: string): Command | null {
  let newest: Command | null = null;
  for (const command of commands) {
    if (requestOf(command.action) === requestId && (newest === null || command.createdAt >= newest.createdAt))
      newest = command;
  }
  return newest;
}
