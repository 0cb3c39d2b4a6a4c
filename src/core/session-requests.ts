import type { Observation } from './observation.ts';
import type { SessionEvent } from './session-event.ts';
import { CLOSED_REQUESTS_KEPT, type ClosedRequest, type SessionState } from './state.ts';

type Of<T extends Observation['type']> = Extract<Observation, { type: T }>;

/** The same id twice is no news, nor is one that was closed before, unless its source asks anew. */
export function decideOpened(
  state: SessionState,
  { request, source, at }: Of<'request_opened'>,
): readonly SessionEvent[] {
  if (state.requests.some((open) => open.request.id === request.id)) return [];
  const closed = state.closedRequests.find(({ id }) => id === request.id);
  // A screen is looked at when it is shown: what stands there again was opened again.
  const standsThereAgain = source === 'screen' && closed !== undefined && at > closed.at;
  // A server asks only what it waits for: what AMC took for withdrawn, because nobody said how it ended, was not.
  const isAskedAgain = source === 'app_server' && closed?.by === 'unknown';
  if (closed !== undefined && !standsThereAgain && !isAskedAgain) return [];
  return [
    { type: 'request_opened', request, evidence: { source, at, detail: `${request.kind.replace('_', ' ')} opened` } },
  ];
}

/** Of a request that nobody knew to be open, too: its opening may still come. */
export function decideClosed(state: SessionState, observation: Of<'request_closed'>): readonly SessionEvent[] {
  const { requestId: id, by, at, detail } = observation;
  const open = state.requests.find(({ request }) => request.id === id);
  if (open === undefined && state.closedRequests.some((closed) => closed.id === id)) return [];
  return [{ type: 'request_closed', closed: { id, kind: open?.request.kind ?? null, by, at, detail } }];
}

/** A new prompt answers what was asked in prose, and an error it came after is history. */
export function closeOnPrompt(state: SessionState, at: number): SessionEvent[] {
  const answered = state.requests.filter(({ request: { kind } }) => kind === 'prose_question' || kind === 'error');
  return closeBefore({ requests: answered }, at, { by: 'unknown', detail: 'a new prompt was recorded' });
}

/** Whatever was asked before that time is asked no more. */
export function closeBefore(
  { requests }: Pick<SessionState, 'requests'>,
  at: number,
  how: Pick<ClosedRequest, 'by' | 'detail'>,
): SessionEvent[] {
  return requests
    .filter(({ request }) => request.openedAt < at)
    .map(({ request: { id, kind } }) => ({ type: 'request_closed', closed: { id, kind, at, ...how } }));
}

/** The newest last; only so many are kept. */
export function remember(closed: readonly ClosedRequest[], more: readonly ClosedRequest[]): readonly ClosedRequest[] {
  return [...closed.filter(({ id }) => !more.some((one) => one.id === id)), ...more].slice(-CLOSED_REQUESTS_KEPT);
}
