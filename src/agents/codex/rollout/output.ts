import { isJsonObject, parseJsonObject, type JsonObject } from '../../../lib/json.ts';
import { numberOrNull, objectsAt, textOrNull } from './values.ts';

export interface ToolOutput {
  callId: string;
  ok: boolean;
  output: string;
  /** The thread of the subagent that the call started. */
  agentId?: string;
}

/** The result of a tool call; null when the payload is none. */
export function readOutput(payload: JsonObject): ToolOutput | null {
  const { type, output } = payload;
  const callId = textOrNull(payload['call_id']);
  if (callId === null) return null;
  if (type === 'tool_search_output') return { callId, ok: true, output: foundTools(payload) };
  if (type !== 'function_call_output' && type !== 'custom_tool_call_output') return null;
  const told = typeof output === 'string' && output.startsWith('{') ? shellOutput(output) : null;
  if (told !== null) return { callId, ...told };
  const text = outputText(output);
  const agentId = typeof output === 'string' ? startedAgent(output) : null;
  return { callId, output: text, ok: succeeded(output, text), ...(agentId === null ? {} : { agentId }) };
}

/** Text of an output, whatever form it has; pictures are told as `(image)`. */
export function outputText(output: unknown): string {
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
  return part['type'] === 'input_image' || part['type'] === 'image' ? '(image)' : '';
}

/** Until the end of 2025: `{"output": "…", "metadata": {"exit_code": 0, "duration_seconds": 0.1}}`. */
function shellOutput(text: string): Pick<ToolOutput, 'ok' | 'output'> | null {
  const parsed = parseJsonObject(text);
  if (!parsed.ok) return null;
  const { output, metadata } = parsed.value;
  const exitCode = isJsonObject(metadata) ? numberOrNull(metadata['exit_code']) : null;
  return typeof output === 'string' && exitCode !== null ? { ok: exitCode === 0, output } : null;
}

const EXIT_CODE = /^(?:Process exited with code|Exit code:) (-?\d+)$/m;
/** Above the output itself, which must not be taken for the header. */
const HEADER_LENGTH = 400;

/** Codex says it in words: an exit code in the header, or a failure instead of it (FORMAT.md §7). */
function succeeded(output: unknown, text: string): boolean {
  if (isJsonObject(output) && typeof output['success'] === 'boolean') return output['success'];
  const code = EXIT_CODE.exec(text.slice(0, HEADER_LENGTH))?.[1];
  if (code !== undefined) return code === '0';
  return !FAILURES.test(text);
}

const FAILURES =
  /^(?:Wall time: [\d.]+ seconds\n)?(?:\w+ (?:verification )?failed[: ]|unsupported call: |patch rejected by user|aborted(?: by user|$)|Script failed)/;

function startedAgent(text: string): string | null {
  if (!text.startsWith('{"agent_id":')) return null;
  const parsed = parseJsonObject(text);
  return parsed.ok ? textOrNull(parsed.value['agent_id']) : null;
}

function foundTools(payload: JsonObject): string {
  const names = objectsAt(payload, 'tools').flatMap((tool) => {
    const name = textOrNull(tool['name']) ?? '';
    const inside = objectsAt(tool, 'tools').map((one) => `${name}/${textOrNull(one['name']) ?? ''}`);
    return inside.length > 0 ? inside : [name];
  });
  return names.join('\n');
}
