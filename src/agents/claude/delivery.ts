import type { Action } from '../../contract/command.ts';
import type { AnswerPath } from '../../contract/request.ts';
import type { Handover, PathTarget } from '../../ports/agent.ts';
import type { RelayHub } from '../../ports/hooks.ts';
import { actionPath } from './action-path.ts';
import { hookReply, type RequestAction } from './answer.ts';
import type { LiveSession } from './live-session.ts';
import type { BookedRequest } from './request-book.ts';
import { messageOf } from '../../lib/message-of.ts';

export const RELAY = 'claude-relay';

/** How an action would reach this session now. */
export function pathOf(session: LiveSession | undefined, target: PathTarget): AnswerPath {
  if (session === undefined) return none('the session is not running');
  if (target.type !== 'request') return actionPath(session, target.type);
  const booked = session.book.get(target.requestId);
  if (booked === undefined) return none('AMC does not know this request any more');
  return requestPath(session, booked);
}

function requestPath(session: LiveSession, booked: BookedRequest): AnswerPath {
  const { kind } = booked.request;
  // What was asked in prose is answered by a prompt.
  if (kind === 'prose_question' || kind === 'error') return actionPath(session, 'prompt');
  if (booked.answer === 'taken') return none('it was answered here; the agent has not recorded it yet');
  if (booked.answer === 'sending') return none('an answer is on its way');
  if (booked.answer === 'lost') return none('an answer was sent and may or may not have arrived; look at the terminal');
  if (!booked.open) return none(endingOf(booked));
  if (booked.relayWaits) return { channel: 'structured', via: RELAY };
  if (booked.isInputCut) return none('its input is too large to be sent back unchanged; answer it in the terminal');
  if (isTypable(booked)) return actionPath(session, 'prompt');
  if (booked.eventName !== null) return none('its hook does not wait for AMC (any more); answer it in the terminal');
  return {
    ...none('no hook tells AMC of it; answer it in the terminal'),
    remedy: {
      text: 'With its hooks installed, AMC can answer the sessions that start after.',
      command: 'amc hooks install',
    },
  };
}

/**
 * Whether its dialog can be recognised on the screen and answered with one key: a command or a file that it shows, or one
 * question with one choice. No hook waits for these any more, so the terminal has drawn them.
 */
function isTypable({ request }: BookedRequest): boolean {
  if (request.kind === 'permission') return request.command !== undefined || (request.edits ?? []).length > 0;
  return request.kind === 'question' && request.questions.length === 1 && request.questions[0]?.multiSelect === false;
}

/** Hands an answer to the hook that waits for it. Never twice, whatever comes of the first time. */
export async function deliverAnswer(
  session: LiveSession | undefined,
  action: Action,
  relay: RelayHub,
): Promise<Handover> {
  if (!isRequestAction(action)) return refused('no_channel', 'Claude Code takes this through its terminal only.');
  const booked = session?.book.get(action.requestId);
  if (booked === undefined) return refused('request_unknown', 'AMC does not know this request any more.');
  const { eventName, call } = booked;
  const input = call?.input ?? booked.form;
  if (!booked.open) return refused('request_closed', `Nothing was sent: ${endingOf(booked)}.`);
  if (booked.answer !== 'none') return refused('already_answered', 'It has been answered from AMC before.');
  if (eventName === null || input === null || !booked.relayWaits) {
    return refused('no_channel', 'No hook waits for an answer to this.', 'Answer it in the terminal.');
  }
  const made = hookReply({ request: booked.request, input, suggestions: call?.suggestions ?? [] }, action);
  if (!made.ok) return { state: 'refused', via: RELAY, reason: made.reason };
  booked.answer = 'sending';
  booked.sent = made.sent;
  try {
    const outcome = await relay.answer(eventName, made.reply);
    booked.answer = outcome === 'taken' ? 'taken' : 'none';
    if (outcome === 'taken') return { state: 'accepted', via: RELAY, note: 'handed to the waiting hook' };
  } catch (error) {
    booked.answer = 'lost';
    const message = `It is not known whether the hook took the answer: ${messageOf(error)}.`;
    return { state: 'unknown', via: RELAY, reason: { code: 'relay_lost', message, next: 'Look at the terminal.' } };
  }
  booked.sent = null;
  booked.relayWaits = false;
  booked.unheldSince = booked.openedAt;
  return refused(
    'relay_gone',
    'The hook that asked waits no more: it was answered elsewhere, or it gave up.',
    'Answer it in the terminal.',
  );
}

/** What happened to a request that is not open any more. */
function endingOf({ ending }: BookedRequest): string {
  return `it does not wait any more (${ending ?? 'it was answered or withdrawn'})`;
}

function isRequestAction(action: Action): action is RequestAction {
  return action.type === 'answer' || action.type === 'approve' || action.type === 'deny';
}

function none(reason: string): Extract<AnswerPath, { channel: 'none' }> {
  return { channel: 'none', reason };
}

function refused(code: string, message: string, next?: string): Handover {
  return { state: 'refused', via: RELAY, reason: { code, message, ...(next === undefined ? {} : { next }) } };
}
