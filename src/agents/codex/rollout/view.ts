import type { ToolView } from '../../../contract/conversation.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { patchOf, wordsOf, type ToolCall } from './call.ts';
import { changesOf } from './patch.ts';
import { numberOrNull, objectsAt, pathOf, textOrNull } from './values.ts';

/** What a call is, where the tool is one that AMC knows. */
export function viewOf(call: ToolCall): ToolView | null {
  const { tool, args } = call;
  const namespace = MCP.exec(tool);
  if (namespace !== null) return { type: 'mcp', server: namespace[1] ?? '', tool: namespace[2] ?? '' };
  const name = tool.slice(tool.lastIndexOf('/') + 1);
  return VIEWS[name]?.(args, call) ?? null;
}

/** `mcp__server__tool` in one name, or `mcp__server` as the namespace. */
const MCP = /^mcp__(.+?)(?:__|\/)(.+)$/;

type Viewer = (args: JsonObject, call: ToolCall) => ToolView | null;

const shell: Viewer = (args, call) => {
  const view = edit(args, call);
  if (view !== null) return view;
  const command = wordsOf(args['cmd'] ?? args['command']) || call.input;
  const cwd = pathOf(args['workdir'] ?? args['working_directory']);
  return { type: 'shell', command, ...(cwd === null ? {} : { cwd }) };
};

function edit(_: JsonObject, call: ToolCall): ToolView | null {
  const patch = patchOf(call);
  const files = patch === null ? [] : changesOf(patch);
  return files.length === 0 ? null : { type: 'edit', files };
}

const todo: Viewer = (args) => ({
  type: 'todo',
  items: objectsAt(args, 'plan').map(({ step, status }) => ({
    text: textOrNull(step) ?? '',
    state: status === 'completed' ? 'done' : status === 'in_progress' ? 'active' : 'pending',
  })),
});

const question: Viewer = (args) => ({
  type: 'question',
  questions: objectsAt(args, 'questions').map((one) => ({
    text: textOrNull(one['question']) ?? '',
    options: objectsAt(one, 'options').map(({ label }) => textOrNull(label) ?? ''),
  })),
});

const web: Viewer = (args) => {
  const url = textOrNull(args['url']);
  const queries = Array.isArray(args['queries']) ? args['queries'].filter((one) => typeof one === 'string') : [];
  const query = textOrNull(args['query']) ?? textOrNull(args['pattern']) ?? (queries.join(', ') || null);
  return { type: 'web', ...(url === null ? {} : { url }), ...(query === null ? {} : { query }) };
};

const read: Viewer = (args) => {
  const path = pathOf(args['path'] ?? args['file_path']);
  if (path === null) return null;
  const from = numberOrNull(args['offset']);
  const lines = numberOrNull(args['limit']);
  return { type: 'read', path, ...(from === null ? {} : { from }), ...(lines === null ? {} : { lines }) };
};

const search: Viewer = (args) => {
  const pattern = textOrNull(args['pattern']) ?? textOrNull(args['query']);
  if (pattern === null) return null;
  const path = pathOf(args['path']);
  return { type: 'search', pattern, ...(path === null ? {} : { path }) };
};

const subagent: Viewer = (args) => {
  const role = textOrNull(args['agent_type']);
  const description = textOrNull(args['task_name']);
  return {
    type: 'subagent',
    ...(role === null ? {} : { role }),
    ...(description === null ? {} : { description }),
    prompt: textOrNull(args['message']) ?? textOrNull(args['prompt']) ?? '',
  };
};

const VIEWS: Readonly<Record<string, Viewer>> = {
  exec_command: shell,
  shell,
  shell_command: shell,
  local_shell: shell,
  unified_exec: shell,
  apply_patch: edit,
  update_plan: todo,
  request_user_input: question,
  request_user_input_async: question,
  web_search: web,
  view_image: read,
  read_file: read,
  grep_files: search,
  tool_search: search,
  spawn_agent: subagent,
};
