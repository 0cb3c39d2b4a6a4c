import { basename } from 'node:path';
import type { AgentName } from '../contract/agent.ts';
import type { Marks } from '../contract/marks.ts';
import type { AnswerPath } from '../contract/request.ts';
import type { PaneView, Session, Vitals } from '../contract/session.ts';
import type { ObservedRequest } from '../core/observation.ts';
import { risksOf } from '../core/risks/risks.ts';
import { deriveDoing } from '../core/status.ts';
import type { SessionState } from '../core/state.ts';
import { shownVitals } from '../core/vitals.ts';
import type { AgentAdapter, SessionContext } from '../ports/agent.ts';

export interface ViewInputs {
  state: SessionState;
  adapter: AgentAdapter | undefined;
  /** The pane as it was last found, or why there is none. */
  pane: PaneView | { reason: string } | null;
  /** What people put on it. */
  marks: Marks | null;
  /** What it cost so far; absent: not known. */
  spent?: Pick<Vitals, 'cost' | 'tokens'>;
  /** The machine's name. */
  host?: string | undefined;
}

/** A session as the page, the CLI and the API show it. */
export function viewOf({ state, adapter, pane, marks, spent = {}, host }: ViewInputs): Session {
  const { ref, facts, status } = state;
  const context = contextOf(state);
  const where = pane !== null && 'terminal' in pane ? pane : null;
  const note = pane !== null && 'reason' in pane ? pane.reason : null;
  const doing = status.value === 'working' ? deriveDoing(state.claims) : undefined;
  const dir = facts.cwd ?? '';
  const vitals = shownVitals(facts.vitals, spent, status.value);
  return {
    key: state.key,
    agent: ref.agent,
    id: ref.id,
    title: titleOf(state),
    project: { name: basename(dir) || 'unknown', dir, ...optional('branch', facts.branch) },
    ...optional('host', host),
    ...optional('model', facts.model),
    ...optional('mode', facts.mode),
    ...optional('effort', facts.effort),
    ...optional('agentVersion', facts.agentVersion),
    status,
    ...optional('startedAt', facts.startedAt),
    lastActivityAt: state.lastActivityAt,
    ...optional('lastEvent', state.lastEvent),
    ...optional('doing', doing),
    ...optional('preview', state.said?.preview),
    ...(state.process.known === 'running' ? { process: { pid: state.process.process.pid } } : {}),
    ...(where === null ? {} : { pane: where }),
    ...(note === null ? {} : { paneNote: note }),
    prompt: reach(adapter, context, { type: 'prompt' }, pane),
    interrupt: reach(adapter, context, { type: 'interrupt' }, pane),
    offers: (adapter?.offers(context) ?? []).map((offer) => ({ ...offer, path: through(offer.path, ref.agent, pane) })),
    requests: state.requests.map(({ request, evidence }) => ({
      ...withRisks(request, dir),
      evidence,
      answer: reach(adapter, context, { type: 'request', requestId: request.id }, pane),
    })),
    problems: [...state.problems],
    ...(marks === null ? {} : { marks }),
    ...(vitals === null ? {} : { vitals }),
    conversationRev: state.conversationRev,
  };
}

/** What a person would call it. */
export function titleOf({ ref, facts }: Pick<SessionState, 'ref' | 'facts'>): string {
  return facts.title?.text ?? (basename(facts.cwd ?? '') || ref.id.slice(0, 8));
}

/** The session as an adapter needs it. */
export function contextOf(state: SessionState): SessionContext {
  return {
    ref: state.ref,
    process: state.process.known === 'running' ? state.process.process : null,
    requests: state.requests.map(({ request, evidence }) => ({
      ...request,
      evidence,
      answer: { channel: 'none', reason: 'not decided yet' },
    })),
    busy: state.status.value === 'working',
  };
}

/** The adapter's word; where only keystrokes are left, whether there is a pane to type into. */
function reach(
  adapter: AgentAdapter | undefined,
  context: SessionContext,
  target: Parameters<AgentAdapter['path']>[1],
  pane: ViewInputs['pane'],
): AnswerPath {
  if (adapter === undefined) return { channel: 'none', reason: `AMC has no adapter for ${context.ref.agent}` };
  return through(adapter.path(context, target), context.ref.agent, pane);
}

function through(path: AnswerPath, agent: AgentName, pane: ViewInputs['pane']): AnswerPath {
  if (path.channel !== 'keystrokes') return path;
  if (pane === null) return { channel: 'none', reason: 'its pane has not been looked for yet' };
  if ('terminal' in pane) return { channel: 'keystrokes', via: pane.terminal };
  return { channel: 'none', reason: pane.reason, remedy: inMultiplexer(agent) };
}

/** AMC types into panes only: there it can prove who reads what is typed. */
function inMultiplexer(agent: AgentName): { text: string; command: string } {
  return {
    text: 'AMC can type to an agent that runs in tmux or in Zellij. Start it there, or go on in its own terminal.',
    command: `tmux new-session ${agent}`,
  };
}

/** What the agent says itself comes first. */
function withRisks(request: ObservedRequest, project: string): ObservedRequest {
  if (request.kind !== 'permission') return request;
  const risks = [...new Set([...(request.risks ?? []), ...risksOf(request, project)])];
  return risks.length === 0 ? request : { ...request, risks };
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}
