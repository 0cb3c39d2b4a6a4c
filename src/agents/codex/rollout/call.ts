import { isJsonObject, parseJsonObject, type JsonObject } from '../../../lib/json.ts';
import { firstLine } from '../command-text.ts';
import { patchedFiles, patchIn } from './patch.ts';
import { objectAt, objectsAt, textOrNull } from './values.ts';

export interface ToolCall {
  callId: string;
  /** With its namespace, e.g. `mcp__demo/add`. */
  tool: string;
  summary: string;
  /** Plain text: `name: value` lines, or what the tool takes as it is. */
  input: string;
  /** The arguments, where they are an object. */
  args: JsonObject;
}

/** A tool call of any kind; null when the payload is none. `lineId` stands in for the id where the agent gave none. */
export function readCall(payload: JsonObject, lineId: string | null = null): ToolCall | null {
  const read = CALLS[textOrNull(payload['type']) ?? ''];
  const callId = textOrNull(payload['call_id']) ?? textOrNull(payload['id']) ?? lineId;
  return read === undefined || callId === null ? null : { callId, ...read(payload) };
}

type CallBody = Omit<ToolCall, 'callId'>;

const CALLS: Readonly<Record<string, (payload: JsonObject) => CallBody>> = {
  function_call: (payload) => {
    const args = argsOf(payload['arguments']);
    const input = Object.keys(args).length > 0 ? inputText(args) : (textOrNull(payload['arguments']) ?? '');
    return { tool: toolName(payload), args, summary: summaryOf(args), input: input === '{}' ? '' : input };
  },
  custom_tool_call: (payload) => {
    const input = textOrNull(payload['input']) ?? '';
    return { tool: toolName(payload), args: {}, summary: firstLine(patchSummary(input) ?? input), input };
  },
  local_shell_call: (payload) => {
    const action = objectAt(payload, 'action');
    const command = wordsOf(action['command']);
    return { tool: 'local_shell', args: action, summary: firstLine(command), input: command };
  },
  web_search_call: (payload) => {
    const { type: _, ...action } = objectAt(payload, 'action');
    return { tool: 'web_search', args: action, summary: summaryOf(action), input: inputText(action) };
  },
  tool_search_call: (payload) => {
    const args = argsOf(payload['arguments']);
    return { tool: 'tool_search', args, summary: summaryOf(args), input: inputText(args) };
  },
  image_generation_call: (payload) => {
    const prompt = textOrNull(payload['revised_prompt']) ?? '';
    return { tool: 'image_generation', args: {}, summary: firstLine(prompt), input: prompt };
  },
};

function toolName(payload: JsonObject): string {
  const parts = [textOrNull(payload['namespace']), textOrNull(payload['name'])];
  return parts.filter((part) => part !== null && part !== '').join('/') || 'tool';
}

/** Arguments are JSON in a string; older ones may be an object. */
function argsOf(value: unknown): JsonObject {
  if (isJsonObject(value)) return value;
  const parsed = typeof value === 'string' ? parseJsonObject(value) : null;
  return parsed?.ok ? parsed.value : {};
}

/** Arguments as plain text: strings and commands as they are, the rest as JSON. */
export function inputText(args: JsonObject): string {
  return Object.entries(args)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${plain(name, value)}`)
    .join('\n');
}

function plain(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  return (name === 'command' && wordsOf(value)) || JSON.stringify(value);
}

const TELLING = ['cmd', 'command', 'query', 'path', 'file_path', 'pattern', 'url', 'explanation', 'message'];

export function summaryOf(args: JsonObject): string {
  for (const name of TELLING) {
    const words = wordsOf(args[name]);
    if (words !== '') return firstLine(patchSummary(words) ?? words);
  }
  const asked =
    objectsAt(args, 'questions')[0] ?? objectsAt(args, 'plan').find(({ status }) => status === 'in_progress');
  const words = textOrNull(asked?.['question']) ?? textOrNull(asked?.['step']);
  return firstLine(words ?? inputText(args));
}

/** A command as text, without the shell it is given to: `["bash", "-lc", "the command"]`. */
export function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  const words = value.filter((word) => typeof word === 'string');
  return words.length === 3 && words[1]?.startsWith('-') ? (words[2] ?? '') : words.join(' ');
}

/** The patch a call applies, also as a command with a here-document; null when it applies none. */
export function patchOf({ tool, args, input }: ToolCall): string | null {
  const command = wordsOf(args['cmd'] ?? args['command']);
  if (command !== '') return /\bapply_patch\b/.test(command) || isPatch(command) ? patchIn(command) : null;
  if (tool !== 'apply_patch' && !tool.endsWith('/apply_patch')) return null;
  return patchIn(textOrNull(args['input']) ?? textOrNull(args['patch']) ?? input);
}

function isPatch(command: string): boolean {
  return command.startsWith('*** Begin Patch');
}

function patchSummary(text: string): string | null {
  const patch = patchIn(text);
  const files = patch === null ? [] : patchedFiles(patch);
  return files.length === 0 ? null : files.join(', ');
}
