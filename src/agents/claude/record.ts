import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import type { Line } from '../../lib/line-splitter.ts';
import { parseTranscriptLine } from './transcript/parse-line.ts';

/**
 * What AMC reads of a transcript record; the facts are in FORMAT.md, "Transcript". A field of another shape is as good
 * as absent: the format is internal to Claude Code and changes with any version. Read by hand and not by a schema,
 * because a conversation has tens of thousands of records.
 */
export interface TranscriptRecord {
  /** Where it lies in the file: the first byte, and where the next record begins. */
  offset: number;
  end: number;
  /** ms since the epoch; undefined when the record does not say. */
  at: number | undefined;
  /** `at` as it was written. */
  timestamp: string | undefined;
  type: string;
  subtype: string | undefined;
  uuid: string | undefined;
  /** The subagent that wrote it. */
  agentId: string | undefined;
  promptId: string | undefined;
  isMeta: boolean;
  isSidechain: boolean;
  isCompactSummary: boolean;
  isApiErrorMessage: boolean;
  cwd: string | undefined;
  version: string | undefined;
  gitBranch: string | undefined;
  level: string | undefined;
  /** What is done to the queue of prompts, and why. */
  operation: string | undefined;
  reason: string | undefined;
  customTitle: string | undefined;
  aiTitle: string | undefined;
  summary: string | undefined;
  toolDenialKind: string | undefined;
  originKind: string | undefined;
  content: unknown;
  message: { content: unknown; model: string | undefined; stopReason: string | undefined; value: JsonObject } | null;
  permissionDecision: { decision: string | undefined; source: string | undefined } | null;
  attachment: {
    type: string | undefined;
    prompt: unknown;
    originKind: string | undefined;
    planFilePath: string | undefined;
    value: JsonObject;
  } | null;
  /** All of it, for what only few records say. */
  value: JsonObject;
}

/** `oddity` and `reason` complete the sentence "this line …". */
export type ReadLine =
  | { kind: 'blank' }
  | { kind: 'broken'; reason: string }
  /** A record that AMC never reads: whole prompts, copies of files. */
  | { kind: 'passed'; type: string }
  /** Mostly one. */
  | { kind: 'records'; records: readonly TranscriptRecord[]; oddity: string | null };

/** One line as records. `withoutResults`: what tools gave back is read from the message alone, which is faster. */
export function readLine(line: Line, options: { withoutResults: boolean } = { withoutResults: false }): ReadLine {
  const parsed = parseTranscriptLine(line, options);
  if (parsed.kind !== 'objects') return parsed;
  return { kind: 'records', records: parsed.values.map((value) => recordOf(value, line)), oddity: parsed.oddity };
}

/** The records on a line, whatever else is the matter with it. */
export function recordsOn(line: Line): readonly TranscriptRecord[] {
  const read = readLine(line);
  return read.kind === 'records' ? read.records : [];
}

function recordOf(value: JsonObject, { offset, end }: Line): TranscriptRecord {
  const timestamp = text(value.timestamp);
  const at = timestamp === undefined ? Number.NaN : Date.parse(timestamp);
  const { message, permissionDecision: decision, attachment } = value;
  return {
    offset,
    end,
    at: Number.isNaN(at) ? undefined : at,
    timestamp,
    type: text(value.type) ?? '',
    subtype: text(value.subtype),
    uuid: text(value.uuid),
    agentId: text(value.agentId),
    promptId: text(value.promptId),
    isMeta: value.isMeta === true,
    isSidechain: value.isSidechain === true,
    isCompactSummary: value.isCompactSummary === true,
    isApiErrorMessage: value.isApiErrorMessage === true,
    cwd: text(value.cwd),
    version: text(value.version),
    gitBranch: text(value.gitBranch),
    level: text(value.level),
    operation: text(value.operation),
    reason: text(value.reason),
    customTitle: text(value.customTitle),
    aiTitle: text(value.aiTitle),
    summary: text(value.summary),
    toolDenialKind: text(value.toolDenialKind),
    originKind: kindOf(value.origin),
    content: value.content,
    message: isJsonObject(message)
      ? { content: message.content, model: text(message.model), stopReason: text(message.stop_reason), value: message }
      : null,
    permissionDecision: isJsonObject(decision)
      ? { decision: text(decision.decision), source: text(decision.source) }
      : null,
    attachment: isJsonObject(attachment)
      ? {
          type: text(attachment.type),
          prompt: attachment.prompt,
          originKind: kindOf(attachment.origin),
          planFilePath: text(attachment.planFilePath),
          value: attachment,
        }
      : null,
    value,
  };
}

function kindOf(origin: unknown): string | undefined {
  return isJsonObject(origin) ? text(origin.kind) : undefined;
}

/** A part of a message. */
export type Block =
  | { type: 'text'; text: string }
  | { type: 'image' }
  | { type: 'thinking'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: JsonObject }
  | { type: 'tool_result'; callId: string; ok: boolean; content: unknown }
  | { type: 'document'; title: string }
  /** Not for people: signatures, what was taken out. */
  | { type: 'hidden' }
  | { type: 'unknown'; name: string };

/** The parts of a message's content; text alone is one part. */
export function blocksOf(content: unknown): Block[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  if (!Array.isArray(content)) return [];
  return content.map(blockOf).filter((block) => block !== null);
}

function blockOf(part: unknown): Block | null {
  if (typeof part === 'string') return { type: 'text', text: part };
  if (!isJsonObject(part)) return null;
  const { type } = part;
  switch (type) {
    case 'text':
      return typeof part.text === 'string' ? { type, text: part.text } : null;
    case 'image':
      return { type };
    case 'document':
      return { type, title: text(part.title) ?? text(part.name) ?? 'document' };
    case 'thinking':
      return typeof part.thinking === 'string' && part.thinking !== '' ? { type, text: part.thinking } : null;
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use':
      return {
        type: 'tool_use',
        id: text(part.id) ?? '',
        name: text(part.name) ?? 'unknown tool',
        input: objectOr(part.input),
      };
    case 'redacted_thinking':
    case 'container_upload':
    case 'fallback':
      return { type: 'hidden' };
    default:
      return typeof type === 'string' ? otherBlock(type, part) : null;
  }
}

/** Results of tools: the user's side writes `tool_result`, the model's own server `web_search_tool_result` and the like. */
function otherBlock(type: string, part: JsonObject): Block {
  if (!type.endsWith('tool_result')) return { type: 'unknown', name: type };
  const { content, tool_use_id: callId, is_error: isError } = part;
  const failed = isError === true || (isJsonObject(content) && text(content.type)?.endsWith('_error') === true);
  return { type: 'tool_result', callId: text(callId) ?? '', ok: !failed, content };
}

/** The texts among the parts. */
export function textsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => (block.type === 'text' ? [block.text] : []));
}

/** The text of a tool's result; what is no text as a word. */
export function resultText(content: unknown): string {
  if (typeof content === 'string') return content;
  const parts: readonly unknown[] = Array.isArray(content) ? content : isJsonObject(content) ? [content] : [];
  return parts
    .map(partText)
    .filter((part) => part !== '')
    .join('\n');
}

function partText(part: unknown): string {
  if (typeof part === 'string') return part;
  if (!isJsonObject(part)) return '';
  switch (part.type) {
    case 'text':
      return text(part.text) ?? '';
    case 'image':
      return '[image]';
    case 'document':
      return '[document]';
    case 'tool_reference':
      return `[tool ${text(part.tool_name) ?? ''}]`;
    default: {
      const words = [text(part.title), text(part.url), text(part.text), text(part.error_code)];
      return words.filter((word) => word !== undefined && word !== '').join(' ');
    }
  }
}

/** Tool input comes as an object; some versions gave JSON text. Anything else counts as empty. */
export function objectOr(value: unknown): JsonObject {
  if (isJsonObject(value)) return value;
  if (typeof value !== 'string') return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return isJsonObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** The value if it is text. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
