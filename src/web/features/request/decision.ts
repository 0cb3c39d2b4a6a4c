import { useEffect, useMemo, useState } from 'react';
import { isSettled } from '../../../core/delivery.ts';
import type { Action, Command } from '../../../contract/command.ts';
import type { Request } from '../../../contract/request.ts';
import type { Session, SessionKey } from '../../../contract/session.ts';
import { requestOf, type Outbox, type Outgoing } from '../../state/outbox.ts';
import type { Board } from '../../state/reducer.ts';
import { isLive, useApp } from '../../state/store.ts';

/** Where the decision of a request stands, as far as this page knows. */
export type Decision =
  | { stage: 'open'; last: Command | null; unsent: Outgoing | null }
  | { stage: 'sending'; action: Action }
  /** With the server, or proven, or of unknown fate: nothing more is asked until a person says so. */
  | { stage: 'sent'; command: Command };

interface Known {
  commands: Board['commands'];
  outbox: Outbox;
}

export function decisionOf(requestId: string, { commands, outbox }: Known): Decision {
  const outgoing = outbox.find(({ action }) => requestOf(action) === requestId) ?? null;
  return stageOf(outgoing, newestFor(commands.values(), requestId));
}

/** The same, for requests too that a prompt answers: what is asked in prose, and what cannot go on. */
export function answerOf({ key }: Session, request: Request, known: Known): Decision {
  if (request.kind !== 'prose_question' && request.kind !== 'error') return decisionOf(request.id, known);
  const outgoing =
    known.outbox.find(({ sessionKey, action }) => sessionKey === key && action.type === 'prompt') ?? null;
  return stageOf(outgoing, newestPromptSince(known.commands.values(), key, request.openedAt));
}

/** The newest prompt that went to the session since it asked. */
export function newestPromptSince(commands: Iterable<Command>, key: SessionKey, since: number): Command | null {
  return newest(
    commands,
    ({ sessionKey, action, createdAt }) => sessionKey === key && action.type === 'prompt' && createdAt >= since,
  );
}

function stageOf(outgoing: Outgoing | null, last: Command | null): Decision {
  if (outgoing !== null && outgoing.problem === undefined) return { stage: 'sending', action: outgoing.action };
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
  return newest(commands, ({ action }) => requestOf(action) === requestId);
}

function newest(commands: Iterable<Command>, isOne: (command: Command) => boolean): Command | null {
  let found: Command | null = null;
  for (const command of commands)
    if (isOne(command) && (found === null || command.createdAt >= found.createdAt)) found = command;
  return found;
}
