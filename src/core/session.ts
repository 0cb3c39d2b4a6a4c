import { sessionKey } from '../contract/session.ts';
import type { Observation, SessionFacts } from './observation.ts';
import type { SessionEvent } from './session-event.ts';
import { closeBefore, closeOnPrompt, decideClosed, decideOpened, remember } from './session-requests.ts';
import { PROBLEMS_KEPT, type Claim, type SessionState } from './state.ts';
import { deriveStatus } from './status.ts';
import { newVitals } from './vitals.ts';

/** Decides what an observation changes. Pure; the same observation twice changes nothing the second time. */
export function decide(state: SessionState | null, observation: Observation): readonly SessionEvent[] {
  if (state === null) {
    const found: SessionEvent = {
      type: 'session_found',
      ref: observation.session,
      source: observation.source,
      at: observation.at,
    };
    const fresh = project(null, found);
    return [found, ...decide(fresh, observation)];
  }
  switch (observation.type) {
    case 'described': {
      const facts = news(state.facts, observation.facts);
      return facts === null ? [] : [{ type: 'facts_learned', facts }];
    }
    case 'process':
      return decideProcess(state, observation);
    case 'activity':
      return decideActivity(state, observation);
    case 'said':
      return decideSaid(state, observation);
    case 'request_opened':
      return decideOpened(state, observation);
    case 'request_closed':
      return decideClosed(state, observation);
    case 'requests_cleared':
      return closeBefore(state, observation.at, { by: 'unknown', detail: observation.detail });
    case 'prompt_recorded':
      return [...closeOnPrompt(state, observation.at), { type: 'prompt_taken', at: observation.at }];
    case 'done':
    case 'merged':
    case 'saying':
      return [];
    case 'interrupted':
      return closeBefore(state, observation.at, {
        by: 'unknown',
        detail: `the turn was stopped: ${observation.detail}`,
      });
    case 'conversation_changed':
      return [{ type: 'conversation_grew', at: observation.at }];
    case 'problem':
      return state.problems.some(
        ({ code, place }) => code === observation.problem.code && place === observation.problem.place,
      )
        ? []
        : [{ type: 'problem_found', problem: observation.problem }];
  }
}

/** Applies an event. Pure; the status and its age follow from the rest. */
export function project(state: SessionState | null, event: SessionEvent): SessionState {
  if (event.type === 'session_found') return newSession(event);
  if (state === null) throw new Error(`Expected session_found first, got ${event.type}`);
  const next = apply(state, event);
  const derived = deriveStatus(next);
  const same = derived.value === state.status.value;
  return { ...next, status: { ...derived, since: same ? state.status.since : derived.evidence.at } };
}

function newSession(event: Extract<SessionEvent, { type: 'session_found' }>): SessionState {
  return {
    key: sessionKey(event.ref),
    ref: event.ref,
    facts: {},
    process: { known: 'never' },
    claims: {},
    requests: [],
    closedRequests: [],
    status: {
      value: 'unknown',
      since: event.at,
      evidence: { source: event.source, at: event.at, detail: 'seen, nothing more is known yet' },
    },
    lastActivityAt: 0,
    problems: [],
    conversationRev: 0,
  };
}

function apply(state: SessionState, event: Exclude<SessionEvent, { type: 'session_found' }>): SessionState {
  switch (event.type) {
    case 'facts_learned':
      return { ...state, facts: { ...state.facts, ...event.facts } };
    case 'process_found':
      return { ...state, process: { known: 'running', process: event.process, source: event.source, at: event.at } };
    case 'process_lost':
      return {
        ...state,
        process: { known: 'gone', source: event.source, at: event.at, detail: event.detail },
        requests: [],
        closedRequests: remember(
          state.closedRequests,
          state.requests.map(({ request: { id, kind } }) => ({
            id,
            kind,
            by: 'unknown',
            at: event.at,
            detail: `its session ended: ${event.detail}`,
          })),
        ),
      };
    case 'claimed':
      return {
        ...state,
        claims: { ...state.claims, [event.source]: event.claim },
        lastActivityAt: Math.max(state.lastActivityAt, event.claim.at),
        ...(event.eventName === null ? {} : { lastEvent: event.eventName }),
      };
    case 'said':
      return {
        ...state,
        said: { preview: event.preview, at: event.at },
        lastActivityAt: Math.max(state.lastActivityAt, event.at),
      };
    case 'request_opened':
      return {
        ...state,
        requests: [...state.requests, { request: event.request, evidence: event.evidence }].sort(
          (a, b) => a.request.openedAt - b.request.openedAt,
        ),
        lastActivityAt: Math.max(state.lastActivityAt, event.request.openedAt),
      };
    case 'request_closed':
      return {
        ...state,
        requests: state.requests.filter(({ request }) => request.id !== event.closed.id),
        closedRequests: remember(state.closedRequests, [event.closed]),
        lastActivityAt: Math.max(state.lastActivityAt, event.closed.at),
      };
    case 'prompt_taken':
      return {
        ...state,
        lastActivityAt: Math.max(state.lastActivityAt, event.at),
        conversationRev: state.conversationRev + 1,
      };
    case 'conversation_grew':
      return { ...state, conversationRev: state.conversationRev + 1 };
    case 'problem_found':
      return { ...state, problems: [...state.problems, event.problem].slice(-PROBLEMS_KEPT) };
  }
}

/** The facts that are new; a title only when its rank is at least that of the present one. */
function news(known: SessionFacts, told: SessionFacts): SessionFacts | null {
  const fresh: SessionFacts = {};
  if (told.cwd !== undefined && told.cwd !== known.cwd) fresh.cwd = told.cwd;
  if (told.branch !== undefined && told.branch !== known.branch) fresh.branch = told.branch;
  if (told.model !== undefined && told.model !== known.model) fresh.model = told.model;
  if (told.mode !== undefined && told.mode !== known.mode) fresh.mode = told.mode;
  if (told.effort !== undefined && told.effort !== known.effort) fresh.effort = told.effort;
  if (told.agentVersion !== undefined && told.agentVersion !== known.agentVersion)
    fresh.agentVersion = told.agentVersion;
  if (told.startedAt !== undefined && told.startedAt !== known.startedAt) fresh.startedAt = told.startedAt;
  if (
    told.title !== undefined &&
    told.title.rank >= (known.title?.rank ?? 0) &&
    told.title.text !== known.title?.text
  ) {
    fresh.title = told.title;
  }
  const vitals = told.vitals === undefined ? null : newVitals(known.vitals, told.vitals);
  if (vitals !== null) fresh.vitals = vitals;
  return Object.keys(fresh).length === 0 ? null : fresh;
}

type Of<T extends Observation['type']> = Extract<Observation, { type: T }>;

function decideProcess(state: SessionState, { process, source, at, detail }: Of<'process'>): readonly SessionEvent[] {
  const known = state.process;
  if (process === null) {
    return known.known === 'gone' ? [] : [{ type: 'process_lost', source, at, detail }];
  }
  const same =
    known.known === 'running' && known.process.pid === process.pid && known.process.startTime === process.startTime;
  return same ? [] : [{ type: 'process_found', process, source, at }];
}

/** An older word of the same source than the one held is no news: files are read in any order after a restart. */
function decideActivity(state: SessionState, observation: Of<'activity'>): readonly SessionEvent[] {
  const { source, activity, at, detail, doing, eventName } = observation;
  const held = state.claims[source];
  if (held !== undefined && held.at > at) return [];
  const claim: Claim = { activity, at, detail, ...(doing === undefined ? {} : { doing }) };
  if (
    held !== undefined &&
    held.at === at &&
    held.activity === activity &&
    held.detail === detail &&
    held.doing === doing
  ) {
    return [];
  }
  return [{ type: 'claimed', source, claim, eventName: eventName ?? null }];
}

function decideSaid({ said }: SessionState, { preview, at }: Of<'said'>): readonly SessionEvent[] {
  const isNews = said === undefined || (at >= said.at && preview !== said.preview);
  return isNews ? [{ type: 'said', preview, at }] : [];
}
