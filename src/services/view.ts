import { basename } from 'node:path';
import type { AnswerPath } from '../contract/request.ts';
import type { PaneView, Session } from '../contract/session.ts';
import { deriveDoing } from '../core/status.ts';
import type { SessionState } from '../core/state.ts';
import type { AgentAdapter, SessionContext } from '../ports/agent.ts';

export interface ViewInputs {
  state: SessionState;
  adapter: AgentAdapter | undefined;
  /** The pane as it was last found, or why there is none. */
  pane: PaneView | { reason: string } | null;
}

/** A session as the page, the CLI and the API show it. */
export function viewOf({ state, adapter, pane }: ViewInputs): Session {
  const { ref, facts, status } = state;
  const context = contextOf(state);
  const where = pane !== null && 'terminal' in pane ? pane : null;
  const note = pane !== null && 'reason' in pane ? pane.reason : null;
  const doing = status.value === 'working' ? deriveDoing(state.claims) : undefined;
  const dir = facts.cwd ?? '';
  return {
    key: state.key,
    agent: ref.agent,
    id: ref.id,
    title: facts.title?.text ?? (basename(dir) || ref.id.slice(0, 8)),
    project: { name: basename(dir) || 'unknown', dir, ...optional('branch', facts.branch) },
    ...optional('model', facts.model),
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
    requests: state.requests.map(({ request, evidence }) => ({
      ...request,
      evidence,
      answer: reach(adapter, context, { type: 'request', requestId: request.id }, pane),
    })),
    problems: [...state.problems],
    conversationRev: state.conversationRev,
  };
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
  const path = adapter.path(context, target);
  if (path.channel !== 'keystrokes') return path;
  if (pane === null) return { channel: 'none', reason: 'its pane has not been looked for yet' };
  return 'terminal' in pane ? { channel: 'keystrokes', via: pane.terminal } : { channel: 'none', reason: pane.reason };
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}
