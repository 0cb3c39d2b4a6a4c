import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import type { HookEvent } from '../../ports/state-store.ts';
import { objectOr, text } from './record.ts';

/**
 * What AMC reads of a hook's stdin; the facts are in FORMAT.md, "Hooks". A field of another shape counts as absent. Read
 * by hand and not by a schema: a day has thousands of events, and all are read again at a start.
 */
export interface HookPayload {
  transcriptPath: string | undefined;
  cwd: string | undefined;
  promptId: string | undefined;
  /** Set only when a subagent fired it. */
  agentId: string | undefined;
  agentType: string | undefined;
  tool: string | undefined;
  input: JsonObject;
  toolUseId: string | undefined;
  toolCalls: readonly { id: string; tool: string; input: JsonObject }[];
  suggestions: readonly unknown[];
  prompt: string | undefined;
  source: string | undefined;
  reason: string | undefined;
  model: string | undefined;
  title: string | undefined;
  lastMessage: string | undefined;
  /** undefined: this version does not say. */
  backgroundTasks: readonly unknown[] | undefined;
  error: string | undefined;
  errorDetails: string | undefined;
  isInterrupt: boolean;
  message: string | undefined;
  server: string | undefined;
  /** Of what an MCP server asks: the page to visit, the form's JSON schema. */
  url: string | undefined;
  requestedSchema: JsonObject;
  /** How it was answered: `accept`, `decline`, `cancel`. */
  action: string | undefined;
  /** The tool's input was too large to be kept whole: it must not be sent back. */
  isInputCut: boolean;
}

export function payloadOf({ payload }: HookEvent): HookPayload {
  return {
    transcriptPath: text(payload.transcript_path),
    cwd: text(payload.cwd),
    promptId: text(payload.prompt_id),
    agentId: text(payload.agent_id),
    agentType: text(payload.agent_type),
    tool: text(payload.tool_name),
    input: objectOr(payload.tool_input),
    toolUseId: text(payload.tool_use_id),
    toolCalls: listOr(payload.tool_calls).flatMap(callOf),
    suggestions: listOr(payload.permission_suggestions),
    prompt: text(payload.prompt),
    source: text(payload.source),
    reason: text(payload.reason),
    model: text(payload.model),
    title: text(payload.session_title),
    lastMessage: text(payload.last_assistant_message),
    backgroundTasks: Array.isArray(payload.background_tasks) ? payload.background_tasks : undefined,
    error: text(payload.error),
    errorDetails: text(payload.error_details),
    isInterrupt: payload.is_interrupt === true,
    message: text(payload.message),
    server: text(payload.mcp_server_name),
    url: text(payload.url),
    requestedSchema: objectOr(payload.requested_schema),
    action: text(payload.action),
    // See hook/README.md, "Large payloads".
    isInputCut: listOr(payload.amc_trimmed).some((place) => /^(tool_input|requested_schema)/.test(text(place) ?? '')),
  };
}

/** Whether an event may wait for AMC's answer. */
export function isAsking({ event }: HookEvent): boolean {
  return event === 'PermissionRequest' || event === 'Elicitation';
}

function callOf(call: unknown): HookPayload['toolCalls'] {
  if (!isJsonObject(call)) return [];
  const [id, tool] = [text(call.tool_use_id), text(call.tool_name)];
  return id === undefined || tool === undefined ? [] : [{ id, tool, input: objectOr(call.tool_input) }];
}

function listOr(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
