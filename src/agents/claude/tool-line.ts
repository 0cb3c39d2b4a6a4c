import { basename } from 'node:path';
import type { JsonObject } from '../../lib/json.ts';

const MAX_LENGTH = 120;

/** One line that says what a tool call is about: the command, the file, the query. Empty when it says nothing. */
export function toolSummary(tool: string, input: JsonObject): string {
  const subject =
    firstText(input, [
      'command',
      'file_path',
      'notebook_path',
      'pattern',
      'query',
      'url',
      'subject',
      'description',
      'skill',
      'plan',
      'path',
    ]) ??
    questionText(input) ??
    taskText(input) ??
    (tool.startsWith('mcp__') ? mcpName(tool) : '');
  return oneLine(subject);
}

/** The live line while the tool runs, e.g. `running npm test`; a few words that stand alone. */
export function toolDoing(tool: string, input: JsonObject): string {
  const file = firstText(input, ['file_path', 'notebook_path']);
  const fileName = file === null ? 'a file' : basename(file);
  switch (tool) {
    case 'Bash':
    case 'PowerShell':
      return oneLine(`running ${firstText(input, ['command']) ?? 'a command'}`);
    case 'Edit':
    case 'MultiEdit':
    case 'NotebookEdit':
      return `editing ${fileName}`;
    case 'Write':
      return `writing ${fileName}`;
    case 'Read':
      return `reading ${fileName}`;
    case 'Grep':
    case 'Glob':
    case 'LS':
    case 'ToolSearch':
      return oneLine(`searching ${firstText(input, ['pattern', 'query', 'path']) ?? ''}`.trim());
    case 'WebFetch':
      return oneLine(`fetching ${firstText(input, ['url']) ?? 'a page'}`);
    case 'WebSearch':
      return oneLine(`searching the web for ${firstText(input, ['query']) ?? 'something'}`);
    case 'Agent':
    case 'Task':
      return oneLine(`agent: ${firstText(input, ['description']) ?? 'a subagent works'}`);
    case 'Skill':
      return oneLine(`using the skill ${firstText(input, ['skill']) ?? ''}`.trim());
    default:
      return oneLine(`using ${tool.startsWith('mcp__') ? mcpName(tool) : tool}`);
  }
}

/** What a permission is asked for, as a title. */
export function toolTitle(tool: string, input: JsonObject): string {
  const file = firstText(input, ['file_path', 'notebook_path']);
  switch (tool) {
    case 'Bash':
    case 'PowerShell':
      return oneLine(`Run ${firstText(input, ['command']) ?? 'a command'}`);
    case 'Edit':
    case 'MultiEdit':
    case 'NotebookEdit':
      return `Edit ${file === null ? 'a file' : basename(file)}`;
    case 'Write':
      return `Write ${file === null ? 'a file' : basename(file)}`;
    case 'Read':
      return `Read ${file ?? 'a file'}`;
    case 'WebFetch':
      return oneLine(`Fetch ${firstText(input, ['url']) ?? 'a page'}`);
    default: {
      const name = tool.startsWith('mcp__') ? mcpName(tool) : tool;
      const summary = toolSummary(tool, input);
      return oneLine(summary === '' || summary === name ? `Use ${name}` : `Use ${name}: ${summary}`);
    }
  }
}

/** The first of the named fields that holds text. */
export function firstText(input: JsonObject, names: readonly string[]): string | null {
  for (const name of names) {
    const value = input[name];
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return null;
}

export function oneLine(text: string, maxLength = MAX_LENGTH): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= maxLength ? line : `${Array.from(line.slice(0, maxLength)).slice(0, -1).join('')}…`;
}

function questionText(input: JsonObject): string | null {
  const { questions } = input;
  const first: unknown = Array.isArray(questions) ? questions[0] : undefined;
  if (typeof first !== 'object' || first === null || !('question' in first)) return null;
  return typeof first.question === 'string' ? first.question : null;
}

/** Of the lists of tasks: the task by its number, or how many there are. */
function taskText({ taskId, todos }: JsonObject): string | null {
  if (typeof taskId === 'string' && taskId !== '') return `#${taskId}`;
  return Array.isArray(todos) && todos.length > 0 ? `${todos.length} tasks` : null;
}

/** `mcp__server__tool` as `server tool`. */
function mcpName(tool: string): string {
  return tool.split('__').slice(1).join(' ');
}
