import { sessionPath } from '../../lib/session-path.ts';
import type { Here, Started } from './here.ts';
import type { Result } from './tools/output.tsx';
import type { Call } from './tools/tool-line.ts';

/** The conversation of the subagent that a call started; null: it started none, or this is it. */
export function startedByCall(here: Here, call: Call | null, result: Result | null): Started | null {
  const callId = call?.callId ?? result?.callId ?? '';
  const agentId = call?.agentId ?? result?.agentId;
  const started = agentId === undefined ? here.startedBy.get(callId) : { key: here.key, agentId };
  if (started === undefined) return null;
  return started.key === here.key && started.agentId === here.agentId ? null : started;
}

export function pathTo({ key, agentId }: Started): string {
  return sessionPath(key, { agentId });
}
