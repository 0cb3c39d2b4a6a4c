import type { FileChange, ToolView } from '../../../contract/conversation.ts';
import { isJsonObject, type JsonObject } from '../../../lib/json.ts';
import { text } from '../record.ts';
import { firstText } from '../tool-line.ts';

/** What a call is, where the tool is one that AMC knows and its input has the shape known. */
export function toolView(tool: string, input: JsonObject): ToolView | null {
  const mcp = MCP.exec(tool);
  if (mcp !== null) return { type: 'mcp', server: mcp[1] ?? '', tool: mcp[2] ?? '' };
  return Object.hasOwn(VIEWS, tool) ? (VIEWS[tool]?.(input) ?? null) : null;
}

const MCP = /^mcp__(.+?)__(.+)$/;

type Viewer = (input: JsonObject) => ToolView | null;

const shell: Viewer = ({ command }) => (typeof command === 'string' ? { type: 'shell', command } : null);

const edit: Viewer = (input) => edited(input, [replacement(input)]);
const multiEdit: Viewer = (input) => edited(input, objects(input.edits).map(replacement));
/** The call does not say whether there was such a file before. */
const write: Viewer = (input) => edited(input, [{ after: text(input.content) }]);
const notebookEdit: Viewer = (input) =>
  edited(input, [input.edit_mode === 'delete' ? {} : { after: text(input.new_source) }]);

type Change = { before?: string | undefined; after?: string | undefined };

function edited(input: JsonObject, changes: readonly Change[]): ToolView | null {
  const path = firstText(input, ['file_path', 'notebook_path']);
  if (path === null || changes.length === 0) return null;
  const files = changes.map(({ before, after }): FileChange => ({
    path,
    change: 'update',
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  }));
  return { type: 'edit', files };
}

function replacement({ old_string: before, new_string: after }: JsonObject): Change {
  return { before: text(before), after: text(after) };
}

const read: Viewer = ({ file_path: path, notebook_path: notebook, offset, limit }) => {
  const file = text(path) ?? text(notebook);
  if (file === undefined) return null;
  return {
    type: 'read',
    path: file,
    ...(typeof offset === 'number' ? { from: offset } : {}),
    ...(typeof limit === 'number' ? { lines: limit } : {}),
  };
};

const search: Viewer = (input) => {
  const pattern = firstText(input, ['pattern', 'query']);
  const path = text(input.path);
  return pattern === null ? null : { type: 'search', pattern, ...(path === undefined ? {} : { path }) };
};

const web: Viewer = (input) => {
  const url = text(input.url);
  const query = text(input.query);
  return { type: 'web', ...(url === undefined ? {} : { url }), ...(query === undefined ? {} : { query }) };
};

const todos: Viewer = ({ todos: list }) => ({
  type: 'todo',
  items: objects(list).map(({ content, status }) => ({ text: text(content) ?? '', state: stateOf(status) })),
});

const taskCreate: Viewer = ({ subject }) => ({
  type: 'todo',
  items: [{ text: text(subject) ?? '', state: 'pending' }],
});

/** Names the task by its number, unless it renames it; a change of other fields shows no state. */
const taskUpdate: Viewer = ({ taskId, subject, status }) => {
  if (typeof status !== 'string' || status === 'deleted') return null;
  return { type: 'todo', items: [{ text: text(subject) ?? `#${text(taskId) ?? '?'}`, state: stateOf(status) }] };
};

function stateOf(status: unknown): 'pending' | 'active' | 'done' {
  return status === 'completed' ? 'done' : status === 'in_progress' ? 'active' : 'pending';
}

const plan: Viewer = ({ plan: markdown }) => (typeof markdown === 'string' ? { type: 'plan', markdown } : null);

const question: Viewer = ({ questions }) => ({
  type: 'question',
  questions: objects(questions).map(({ question: asked, options }) => ({
    text: text(asked) ?? '',
    options: objects(options).map(({ label }) => text(label) ?? ''),
  })),
});

const subagent: Viewer = (input) => {
  const role = text(input.subagent_type);
  const description = text(input.description);
  return {
    type: 'subagent',
    ...(role === undefined ? {} : { role }),
    ...(description === undefined ? {} : { description }),
    prompt: text(input.prompt) ?? '',
  };
};

function objects(list: unknown): JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

const VIEWS: Readonly<Record<string, Viewer>> = {
  Bash: shell,
  PowerShell: shell,
  Edit: edit,
  MultiEdit: multiEdit,
  Write: write,
  NotebookEdit: notebookEdit,
  Read: read,
  NotebookRead: read,
  Grep: search,
  Glob: search,
  ToolSearch: search,
  WebFetch: web,
  WebSearch: web,
  web_search: web,
  web_fetch: web,
  TodoWrite: todos,
  TaskCreate: taskCreate,
  TaskUpdate: taskUpdate,
  ExitPlanMode: plan,
  AskUserQuestion: question,
  Task: subagent,
  Agent: subagent,
};
