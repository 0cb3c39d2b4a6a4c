import type { JsonObject } from '../../../lib/json.ts';
import { outputText } from './output.ts';
import { imageSaved, readCompletedItem, reviewBegins, subagentActivity } from './completed-item.ts';
import type { RolloutLine } from './line.ts';
import { FOLDED, folded, HIDDEN, note, UNKNOWN, type Outcome, type ReadContext } from './outcome.ts';
import { countedFacts, countedUsage } from './usage.ts';
import { numberOrNull, objectAt, textOrNull } from './values.ts';

/** An `event_msg`: what Codex told its screen. Most of it repeats `response_item`s. */
export function readEvent({ kind, payload }: RolloutLine, context: ReadContext): Outcome {
  const reader = READERS[kind];
  if (reader !== undefined) return reader(payload, context);
  if (REPEATS.has(kind)) return FOLDED;
  return PASSING.has(kind) || kind.endsWith('_delta') ? HIDDEN : UNKNOWN;
}

type EventReader = (payload: JsonObject, context: ReadContext) => Outcome;

const turnComplete: EventReader = (payload, context) => {
  const error = objectAt(payload, 'error');
  const message = textOrNull(error['message']);
  if (payload['error'] === undefined || payload['error'] === null) return folded(TURN_ENDED);
  return { ...errorNote(context, message ?? 'The turn failed.', error['codex_error_info']), more: TURN_ENDED };
};

const TURN_ENDED = { facts: { turnEnded: true } } as const;

const turnAborted: EventReader = ({ reason }, context) => {
  const why = reason === 'interrupted' || typeof reason !== 'string' ? 'Interrupted' : `Interrupted: ${reason}`;
  return { ...note(context, 'interrupted', why), more: TURN_ENDED };
};

const tokenCount: EventReader = (payload, { place: { at } }) => {
  const usage = countedUsage(payload);
  const facts = countedFacts(payload, at);
  return folded(usage === null ? { facts } : { facts, usage });
};

const rolledBack: EventReader = ({ num_turns: count }, context) => {
  const turns = numberOrNull(count) ?? 1;
  const text = turns === 1 ? 'The last turn was taken back' : `The last ${turns} turns were taken back`;
  return { ...note(context, 'rewound', text), more: { rollback: { turns } } };
};

const goalUpdated: EventReader = (payload, context) => {
  const goal = objectAt(payload, 'goal');
  return note(context, 'task', `Goal (${textOrNull(goal['status']) ?? 'set'}): ${textOrNull(goal['objective']) ?? ''}`);
};

const modelRerouted: EventReader = ({ from_model: from, to_model: to }, context) =>
  note(context, 'model', `Model changed from ${textOrNull(from) ?? '?'} to ${textOrNull(to) ?? '?'}`);

const hookCompleted: EventReader = (payload, context) => {
  const run = objectAt(payload, 'run');
  const status = textOrNull(run['status']) ?? 'completed';
  if (status === 'completed' || status === 'running') return HIDDEN;
  const entries = outputText(run['entries']);
  return note(
    context,
    'hook',
    `${textOrNull(run['event_name']) ?? 'A'} hook ${status}${entries === '' ? '' : `: ${entries}`}`,
  );
};

const READERS: Readonly<Record<string, EventReader>> = {
  task_complete: turnComplete,
  turn_complete: turnComplete,
  turn_aborted: turnAborted,
  token_count: tokenCount,
  thread_rolled_back: rolledBack,
  thread_goal_updated: goalUpdated,
  model_reroute: modelRerouted,
  image_generation_end: imageSaved,
  hook_completed: hookCompleted,
  sub_agent_activity: subagentActivity,
  item_completed: (payload, context) => readCompletedItem(objectAt(payload, 'item'), context),
  entered_review_mode: (payload, context) => note(context, 'mode', reviewBegins(payload)),
  exited_review_mode: (_, context) => note(context, 'mode', 'Review finished'),
  error: (payload, context) =>
    errorNote(context, textOrNull(payload['message']) ?? 'An error', payload['codex_error_info']),
  stream_error: (payload, context) =>
    errorNote(context, textOrNull(payload['message']) ?? 'An error', payload['codex_error_info']),
  warning: (payload, context) => note(context, 'other', textOrNull(payload['message']) ?? 'Warning'),
  guardian_warning: (payload, context) => note(context, 'other', textOrNull(payload['message']) ?? 'Warning'),
  deprecation_notice: (payload, context) =>
    note(context, 'other', textOrNull(payload['summary']) ?? 'Deprecation notice'),
};

function errorNote(context: ReadContext, message: string, info: unknown): Outcome {
  const what = typeof info === 'string' ? info : JSON.stringify(info ?? '');
  const isLimit = /usage_limit|rate_limit|session_budget|"http_status_code":429/.test(what);
  return note(context, isLimit ? 'rate_limit' : 'error', `Error: ${message}`);
}

/** What `response_item`s, `turn_context` or `compacted` hold as well. */
const REPEATS = new Set([
  'agent_message',
  'agent_reasoning',
  'agent_reasoning_raw_content',
  'agent_reasoning_section_break',
  'collab_agent_interaction_begin',
  'collab_agent_interaction_end',
  'collab_agent_spawn_begin',
  'collab_agent_spawn_end',
  'collab_close_begin',
  'collab_close_end',
  'collab_resume_begin',
  'collab_resume_end',
  'collab_waiting_begin',
  'collab_waiting_end',
  'context_compacted',
  'dynamic_tool_call_request',
  'dynamic_tool_call_response',
  'exec_command_begin',
  'exec_command_end',
  'image_generation_begin',
  'item_started',
  'mcp_tool_call_begin',
  'mcp_tool_call_end',
  'patch_apply_begin',
  'patch_apply_end',
  'patch_apply_updated',
  'plan_update',
  'raw_response_completed',
  'raw_response_item',
  'session_configured',
  'task_started',
  'terminal_interaction',
  'thread_settings_applied',
  'turn_diff',
  'turn_started',
  'user_message',
  'view_image_tool_call',
  'web_search_begin',
  'web_search_end',
]);

/** What only mattered while it happened. */
const PASSING = new Set([
  'apply_patch_approval_request',
  'auth_recovery_completed',
  'auth_recovery_started',
  'background_event',
  'elicitation_abandoned',
  'elicitation_request',
  'environment_connected',
  'environment_disconnected',
  'exec_approval_request',
  'guardian_assessment',
  'hook_started',
  'mcp_startup_complete',
  'mcp_startup_update',
  'model_verification',
  'realtime_conversation_closed',
  'realtime_conversation_list_voices_response',
  'realtime_conversation_realtime',
  'realtime_conversation_sdp',
  'realtime_conversation_started',
  'request_permissions',
  'request_user_input',
  'safety_buffering',
  'shutdown_complete',
  'thread_queue_changed',
  'turn_moderation_metadata',
  'undo_completed',
  'undo_started',
]);
