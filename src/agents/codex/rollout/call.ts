import { isJsonObject, parseJsonObject, type JsonObject } from '../../../lib/json.ts';
import { firstLine } from '../command-text.ts';
import { textOrNull } from './record.ts';

export interface ToolCall {
  callId: string;
  tool: string;
  summary: string;
  input: string;
  /** The arguments, where they are an object. */
  args: JsonObject;
}

export interface ToolOutput {
  callId: string;
  ok: boolean;
  output: string;
}

const MAX_INPUT = 20_000;
const MAX_OUTPUT = 100_000;

/** A tool call of any kind; null when the payload is none. */
export function readCall(payload: JsonObject): ToolCall | null {
  const callId = textOrNull(payload['call_id']) ?? textOrNull(payload['id']);
  if (callId === null) return null;
  switch (payload['type']) {
    case 'function_call': {
      const args = argsOf(payload['arguments']);
      const tool =
        [textOrNull(payload['namespace']), textOrNull(payload['name'])].filter((part) => part !== null).join('/') ||
        'tool';
      return { callId, tool, args, summary: summaryOf(args), input: inputOf(args, payload['arguments']) };
    }
    case 'custom_tool_call': {
      const input = textOrNull(payload['input']) ?? '';
      return {
        callId,
        tool: textOrNull(payload['name']) ?? 'tool',
        args: {},
        summary: firstLine(patchedFiles(input) ?? input),
        input: cut(input),
      };
    }
    case 'local_shell_call': {
      const action = isJsonObject(payload['action']) ? payload['action'] : {};
      const command = wordsOf(action['command']);
      return { callId, tool: 'local_shell', args: action, summary: firstLine(command), input: cut(command) };
    }
    case 'web_search_call': {
      const action = isJsonObject(payload['action']) ? payload['action'] : {};
      const query = textOrNull(action['query']) ?? textOrNull(action['url']) ?? '';
      return { callId, tool: 'web_search', args: action, summary: firstLine(query), input: cut(query) };
    }
    default:
      return null;
  }
}

/** The result of a tool call; null when the payload is none. */
export function readOutput(payload: JsonObject): ToolOutput | null {
  const { type, output } = payload;
  const callId = textOrNull(payload['call_id']);
  if (callId === null || (type !== 'function_call_output' && type !== 'custom_tool_call_output')) return null;
  const text = outputText(output);
  return { callId, output: cut(text, MAX_OUTPUT), ok: succeeded(output, text) };
}

function outputText(output: unknown): string {
  if (typeof output === 'string') return output;
  if (Array.isArray(output))
    return output
      .map(partText)
      .filter((part) => part !== '')
      .join('\n');
  if (isJsonObject(output)) return 'content' in output ? outputText(output['content']) : JSON.stringify(output);
  return '';
}

function partText(part: unknown): string {
  if (!isJsonObject(part)) return '';
  if (typeof part['text'] === 'string') return part['text'];
  return part['type'] === 'input_image' ? '(image)' : '';
}

const EXIT_CODE = /^(?:Process exited with code|Exit code:) (-?\d+)$/m;
/** Above the output itself, which must not be taken for the header. */
const HEADER_LENGTH = 400;

/** Codex says it in words: an exit code in the header, or a failure instead of it (FORMAT.md §6). */
function succeeded(output: unknown, text: string): boolean {
  if (isJsonObject(output) && typeof output['success'] === 'boolean') return output['success'];
  const code = EXIT_CODE.exec(text.slice(0, HEADER_LENGTH))?.[1];
  if (code !== undefined) return code === '0';
  return !/^(?:\w+ failed: |unsupported call: |patch rejected by user|aborted by user)/.test(text);
}

/** Arguments are JSON in a string; older ones may be an object. */
function argsOf(value: unknown): JsonObject {
  if (isJsonObject(value)) return value;
  const parsed = typeof value === 'string' ? parseJsonObject(value) : null;
  return parsed?.ok ? parsed.value : {};
}

function inputOf(args: JsonObject, raw: unknown): string {
  if (Object.keys(args).length > 0) return cut(JSON.stringify(args, null, 2));
  return cut(typeof raw === 'string' ? raw : '');
}

const TELLING = ['cmd', 'command', 'query', 'path', 'file_path', 'url', 'explanation', 'justification'];

function summaryOf(args: JsonObject): string {
  for (const name of TELLING) {
    const words = wordsOf(args[name]);
    if (words !== '') return firstLine(words);
  }
  const first = Object.values(args).find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof first === 'string' ? firstLine(first) : '';
}

function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  const words = value.filter((word) => typeof word === 'string');
  // `["bash", "-lc", "the command"]`
  return words.length === 3 && words[1]?.startsWith('-') ? (words[2] ?? '') : words.join(' ');
}

function patchedFiles(input: string): string | null {
  const files = [...input.matchAll(/^\*\*\* (?:Add|Update|Delete) File: (.+)$/gm)].map(([, file]) => file);
  return files.length === 0 ? null : files.join(', ');
}

function cut(text: string, length: number = MAX_INPUT): string {
  return text.length > length ? `${text.slice(0, length)}\n…` : text;
}
