import type { HookEvent } from '../ports/state-store.ts';
import type { CompatQueries } from './api.ts';
import type { CompatEvent, CompatMessage } from './compat-model.ts';

export interface CompatSources {
  hookEvents: (sessionId: string) => readonly HookEvent[];
  legacyEvents: (sessionId: string) => readonly CompatEvent[];
  messages: Record<
    'claude' | 'codex',
    (sessionId: string, projectDir: string | null) => Promise<readonly CompatMessage[]>
  >;
}

/** The original's questions, answered from its own files and from what AMC has seen since. */
export function createCompatQueries({ hookEvents, legacyEvents, messages }: CompatSources): CompatQueries {
  return {
    events: (sessionId) => [...legacyEvents(sessionId), ...hookEvents(sessionId).map(asOriginal)],
    messages: ({ agent, sessionId, projectDir }) => messages[agent](sessionId, projectDir),
  };
}

function asOriginal({ event, at, payload }: HookEvent): CompatEvent {
  const tool = payload.tool_name;
  return { at: new Date(at).toISOString(), event, ...(typeof tool === 'string' ? { tool } : {}) };
}
