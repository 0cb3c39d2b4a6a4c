import type { WaitMark } from '../../core/usage/waits.ts';
import type { HookEvent } from '../../ports/state-store.ts';
import { payloadOf } from './hook-payload.ts';
import { callSignature } from './requests.ts';

/** Their call and its result are in the transcript, which tells the wait itself. */
const IN_TRANSCRIPT = new Set(['AskUserQuestion', 'ExitPlanMode']);
const MAIN = 'main';

/** The events with which a wait begins. */
export const WAITING: readonly string[] = ['PermissionRequest', 'Elicitation'];

/**
 * When a session waited for a permission, from its hook events, oldest first; facts in FORMAT.md, "Hooks". A tool that
 * was allowed tells how long it ran (`duration_ms`), so that the answer came before that. Nothing fires on Escape: the
 * wait then ends with the next event that shows it was left.
 */
export function waitMarks(events: readonly HookEvent[]): WaitMark[] {
  return events.flatMap((event) => {
    const mark = markOf(event);
    return mark === null ? [] : [mark];
  });
}

function markOf(event: HookEvent): WaitMark | null {
  const { at } = event;
  const { agentId, tool = 'a tool', input, server } = payloadOf(event);
  const scope = agentId ?? MAIN;
  switch (event.event) {
    case 'PermissionRequest':
      if (IN_TRANSCRIPT.has(tool)) return { at, scope, mark: 'answered' };
      return { at, scope, mark: 'asked', label: tool, call: callSignature(tool, input) };
    case 'Elicitation':
      return { at, scope, mark: 'asked', ...(server === undefined ? {} : { label: server }) };
    case 'PostToolUse':
    case 'PostToolUseFailure':
    case 'PermissionDenied':
      return { at: at - ranFor(event), scope, mark: 'answered', call: callSignature(tool, input) };
    case 'PostToolBatch':
    case 'ElicitationResult':
    case 'UserPromptSubmit':
    case 'Stop':
    case 'StopFailure':
    case 'SubagentStop':
      return { at, scope, mark: 'answered' };
    case 'SessionStart':
    case 'SessionEnd':
      return { at, scope: null, mark: 'answered' };
    default:
      return null;
  }
}

function ranFor({ payload }: HookEvent): number {
  const ms = payload.duration_ms;
  return typeof ms === 'number' && Number.isFinite(ms) && ms > 0 ? ms : 0;
}
