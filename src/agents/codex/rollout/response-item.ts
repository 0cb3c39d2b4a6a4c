import type { ConversationItem } from '../../../contract/conversation.ts';
import type { JsonObject } from '../../../lib/json.ts';
import type { FileTouch } from '../../../ports/transcripts.ts';
import { firstLine } from '../command-text.ts';
import { patchOf, readCall, type ToolCall } from './call.ts';
import type { RolloutLine } from './line.ts';
import { planIn, readMessage, requestOf, shellByHand } from './message.ts';
import { readOutput } from './output.ts';
import { behind, noteItem, prompt, reply, thinking, toolCall, toolResult } from './items.ts';
import {
  cutInput,
  FOLDED,
  HIDDEN,
  note,
  odd,
  outputLimit,
  shown,
  UNKNOWN,
  type Outcome,
  type ReadContext,
} from './outcome.ts';
import { patchedFiles } from './patch.ts';
import { objectsAt, pathOf, textOrNull } from './values.ts';
import { viewOf } from './view.ts';

/** A `response_item`: what the model was told and what it said, as both travel over the wire. */
export function readResponseItem(record: RolloutLine, context: ReadContext): Outcome {
  const { kind, payload } = record;
  switch (kind) {
    case 'message':
      return messageOutcome(payload, context);
    case 'reasoning':
      return reasoningOutcome(payload, context);
    case 'agent_message':
      return agentMessage(payload, context);
    case 'function_call':
    case 'custom_tool_call':
    case 'local_shell_call':
    case 'web_search_call':
    case 'tool_search_call':
    case 'image_generation_call':
      return callOutcome(record, context);
    case 'function_call_output':
    case 'custom_tool_call_output':
    case 'tool_search_output':
      return outputOutcome(payload, context);
    default:
      return UNSHOWN.has(kind) ? HIDDEN : UNKNOWN;
  }
}

/** The model's own bookkeeping: tool lists, compacted pasts, settings. */
const UNSHOWN = new Set([
  'additional_tools',
  'compaction',
  'compaction_summary',
  'compaction_trigger',
  'configuration_update',
  'context_compaction',
  'ghost_snapshot',
  'other',
]);

function messageOutcome(payload: JsonObject, context: ReadContext): Outcome {
  const byHand = payload['role'] === 'user' ? commandByHand(payload, context) : null;
  if (byHand !== null) return byHand;
  const read = readMessage(payload);
  if (read.kind === 'hidden') return HIDDEN;
  if (read.kind === 'odd') return odd(read.reason);
  const { role, text, images, files } = read.message;
  if (role === 'assistant') return replyOutcome(text, context);
  const item = prompt(context.place, requestOf(text), images);
  return shown(files.length === 0 ? item : { ...item, files: [...files] });
}

/** `! command`: what ran and what came of it is in one message to the model. */
function commandByHand(payload: JsonObject, context: ReadContext): Outcome | null {
  const first = objectsAt(payload, 'content')[0];
  const run = shellByHand(textOrNull(first?.['text'] ?? payload['content']) ?? '');
  if (run === null) return null;
  const { place } = context;
  return shown({ ...prompt(place, run.command), via: 'shell' }, noteItem(behind(place), 'command_output', run.result));
}

/** The plan mode proposes its plan within a reply. It is shown as the tool call that it is elsewhere. */
function replyOutcome(text: string, context: ReadContext): Outcome {
  const { page, place } = context;
  const proposal = planIn(text);
  if (proposal === null) return shown(reply(place, text));
  const { plan, rest } = proposal;
  const callId = place.id;
  const call = { callId, tool: 'proposed_plan', summary: firstLine(plan), input: plan };
  return shown(
    ...(rest === '' ? [] : [reply(place, rest)]),
    toolCall(behind(place), call, page ? { type: 'plan', markdown: plan } : null),
    toolResult(behind(place, 2), { callId, ok: true, output: '' }, null),
  );
}

function reasoningOutcome(payload: JsonObject, { place }: ReadContext): Outcome {
  const summary = textsOf(objectsAt(payload, 'summary'));
  const text = summary === '' ? textsOf(objectsAt(payload, 'content')) : summary;
  return text === '' ? HIDDEN : shown(thinking(place, text));
}

function textsOf(parts: readonly JsonObject[]): string {
  return parts
    .map((part) => textOrNull(part['text']) ?? '')
    .filter((text) => text.trim() !== '')
    .join('\n\n');
}

const PAYLOAD = 'Payload:\n';

/** Agents of one team write to each other; with OpenAI's models what they say is encrypted. */
function agentMessage(payload: JsonObject, context: ReadContext): Outcome {
  const content = objectsAt(payload, 'content');
  const words = textsOf(content);
  const at = words.indexOf(PAYLOAD);
  const text = (at === -1 ? words : words.slice(at + PAYLOAD.length)).trim();
  const encrypted = content.some((part) => part['type'] === 'encrypted_content');
  const from = textOrNull(payload['author']) ?? 'an agent';
  const to = textOrNull(payload['recipient']) ?? 'an agent';
  return note(context, 'task', `${from} to ${to}: ${text === '' && encrypted ? '(encrypted)' : text}`);
}

function callOutcome({ payload, paginated }: RolloutLine, context: ReadContext): Outcome {
  const call = readCall(payload, context.place.id);
  if (call === null) return odd('is a tool call without an id');
  const outcome = shown(callItem(call, context), ...drawn(payload, call, context));
  if (ASKING.has(call.tool)) return { ...outcome, more: { waits: [call.callId] } };
  const touched = paginated ? [] : touchedBy(call);
  return touched.length === 0 ? outcome : { ...outcome, more: { touched } };
}

/** Calls that surely wait for a person. */
const ASKING = new Set(['request_user_input', 'request_permissions']);

/** A picture is its own result. */
function drawn({ type, status }: JsonObject, { callId }: ToolCall, context: ReadContext): ConversationItem[] {
  if (type !== 'image_generation_call') return [];
  return [toolResult(behind(context.place), { callId, ok: status !== 'failed', output: '(image)' }, null)];
}

export function callItem(call: ToolCall, context: ReadContext): ConversationItem {
  if (!context.page) return toolCall(context.place, call);
  return toolCall(context.place, { ...call, input: cutInput(call.input, context) }, viewOf(call));
}

/** In the paginated mode `FileChange` and `CommandExecution` items tell it, with whole paths and only what was done. */
function touchedBy(call: ToolCall): readonly FileTouch[] {
  const { tool, args } = call;
  if (tool.endsWith('view_image') || tool.endsWith('read_file')) {
    const path = pathOf(args['path'] ?? args['file_path']);
    return path === null ? [] : [{ path, how: 'read' }];
  }
  const patch = patchOf(call);
  return patch === null ? [] : patchedFiles(patch).map((path) => ({ path, how: 'edit' }));
}

function outputOutcome(payload: JsonObject, context: ReadContext): Outcome {
  const read = readOutput(payload);
  // Codex puts e.g. a goal into the context as the output of a tool that nobody called.
  if (read === null) return typeof payload['name'] === 'string' ? FOLDED : odd('is a tool output without an id');
  const { agentId: sessionId, callId } = read;
  const item = toolResult(context.place, read, outputLimit(context));
  if (sessionId === undefined) return shown(item);
  return { ...shown({ ...item, agentId: sessionId }), more: { facts: { started: { callId, sessionId } } } };
}
