import type { Action, DeliveryReason } from '../contract/command.ts';
import type { ClosedRequest, SessionState } from '../core/state.ts';

const LOOK = 'Look at the session as it is now.';
const HOW_CLOSED: Record<ClosedRequest['by'], string> = {
  amc: 'It was answered from AMC before',
  elsewhere: 'It was answered elsewhere, e.g. in its terminal',
  unknown: 'It is asked no more',
};

/** Why an answer makes no sense any more: the request is closed, and how; or never was; or has no such choice. */
export function answerFault(
  { requests, closedRequests }: Pick<SessionState, 'requests' | 'closedRequests'>,
  action: Action,
): DeliveryReason | null {
  if (!('requestId' in action)) return null;
  const open = requests.find(({ request }) => request.id === action.requestId)?.request;
  if (open === undefined) {
    const closed = closedRequests.find(({ id }) => id === action.requestId);
    return closed === undefined ? neverAsked(action.requestId) : hasClosed(closed);
  }
  const choiceId = 'choiceId' in action ? action.choiceId : undefined;
  if (choiceId === undefined || !('choices' in open)) return null;
  return open.choices.some(({ id }) => id === choiceId) ? null : noSuchChoice(choiceId);
}

/** What the request that an action answers asks for, in its own words; undefined when it answers none. */
export function subjectOf({ requests }: Pick<SessionState, 'requests'>, action: Action): string | undefined {
  if (!('requestId' in action)) return undefined;
  const request = requests.find(({ request: { id } }) => id === action.requestId)?.request;
  switch (request?.kind) {
    case undefined:
      return undefined;
    case 'permission':
      return request.title;
    case 'question':
      return request.questions.map(({ text }) => text).join(' ');
    case 'plan':
      return 'its plan';
    case 'elicitation':
    case 'trust':
    case 'prose_question':
    case 'error':
      return request.text;
  }
}

function hasClosed({ by, at, detail }: ClosedRequest): DeliveryReason {
  const when = new Date(at).toISOString();
  return { code: 'request_closed', message: `${HOW_CLOSED[by]}: ${detail} (${when}).`, next: LOOK };
}

function neverAsked(requestId: string): DeliveryReason {
  return { code: 'request_unknown', message: `There is no request ${requestId} in this session.`, next: LOOK };
}

function noSuchChoice(choiceId: string): DeliveryReason {
  return { code: 'choice_unknown', message: `The request has no choice ${choiceId}.`, next: LOOK };
}
