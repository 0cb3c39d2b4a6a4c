import type { FileTouch, RecordFacts } from '../../../ports/transcripts.ts';
import { plainFields } from '../../../lib/plain-fields.ts';
import type { JsonObject } from '../../../lib/json.ts';
import type { Block } from '../record.ts';
import { firstText, toolSummary } from '../tool-line.ts';
import { fitted, type Content } from './outcome.ts';
import { toolView } from './tool-view.ts';

type ToolUse = Extract<Block, { type: 'tool_use' }>;

/** The item of a tool call; on a page with its view. */
export function toolCall({ id, name, input }: ToolUse, page: boolean): Content {
  const view = page ? toolView(name, input) : null;
  const agentId = startedAgent(name, input);
  return {
    kind: 'tool_call',
    callId: id,
    tool: name,
    summary: toolSummary(name, input),
    input: fitted(plainFields(input), page),
    ...(view === null ? {} : { view }),
    ...(agentId === null ? {} : { agentId }),
  };
}

/** What a call says of the subagent that it starts; whom it started, its result knows. */
export function startedBy(block: Block): RecordFacts['started'] | null {
  if (block.type !== 'tool_use' || !STARTING.has(block.name)) return null;
  const { subagent_type: role, description } = block.input;
  return {
    callId: block.id,
    ...(typeof role === 'string' ? { role } : {}),
    ...(typeof description === 'string' ? { description } : {}),
  };
}

const STARTING = new Set(['Task', 'Agent']);

/** Only a call that goes on with an agent names it; one that starts an agent learns the id from its result. */
function startedAgent(tool: string, { resume }: JsonObject): string | null {
  return STARTING.has(tool) && typeof resume === 'string' && resume !== '' ? resume : null;
}

/** Tools whose result is a person's answer. */
const ASKING = new Set(['AskUserQuestion', 'ExitPlanMode']);

export function asksPerson({ name }: ToolUse): boolean {
  return ASKING.has(name);
}

const TOUCHING: Readonly<Record<string, FileTouch['how']>> = {
  Read: 'read',
  NotebookRead: 'read',
  Edit: 'edit',
  MultiEdit: 'edit',
  Write: 'edit',
  NotebookEdit: 'edit',
};

/** The file that a call is about to read or to change. */
export function touchedBy({ name, input }: ToolUse): FileTouch | null {
  const how = TOUCHING[name];
  const path = how === undefined ? null : firstText(input, ['file_path', 'notebook_path']);
  return how === undefined || path === null ? null : { path, how };
}
