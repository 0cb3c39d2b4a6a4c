import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import { parseJsonLine } from '../../lib/json-line.ts';
import type { Line } from '../../lib/line-splitter.ts';

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
  message: { content: unknown; model: string | undefined; stopReason: string | undefined } | null;
  permissionDecision: { decision: string | undefined; source: string | undefined } | null;
  attachment: {
    type: string | undefined;
    prompt: unknown;
    originKind: string | undefined;
    planFilePath: string | undefined;
  } | null;
}

export type ReadRecord = { record: TranscriptRecord; damage: string | null } | { broken: string } | null;

/** Whole prompts and model requests are kept under these types; they are never part of the conversation. */
const NEVER_READ = /^api-request/;

/** One line as a record; null for a blank line or one that AMC never reads. */
export function readRecord(line: Line): ReadRecord {
  const parsed = parseJsonLine(line);
  if (parsed.kind === 'blank') return null;
  if (parsed.kind === 'broken') return { broken: parsed.reason };
  if (typeof parsed.value.type === 'string' && NEVER_READ.test(parsed.value.type)) return null;
  return { record: recordOf(parsed.value, line), damage: parsed.damage };
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
      ? { content: message.content, model: text(message.model), stopReason: text(message.stop_reason) }
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
        }
      : null,
  };
}

function kindOf(origin: unknown): string | undefined {
  return isJsonObject(origin) ? text(origin.kind) : undefined;
}

/** A part of a message. Parts of other types are left out: they are not for people. */
export type Block =
  | { type: 'text'; text: string }
  | { type: 'image' }
  | { type: 'thinking'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: JsonObject }
  | { type: 'tool_result'; callId: string; ok: boolean; content: unknown };

/** The parts of a message's content; text alone is one part. */
export function blocksOf(content: unknown): Block[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  if (!Array.isArray(content)) return [];
  return content.map(blockOf).filter((block) => block !== null);
}

function blockOf(part: unknown): Block | null {
  if (typeof part === 'string') return { type: 'text', text: part };
  if (!isJsonObject(part)) return null;
  switch (part.type) {
    case 'text':
      return typeof part.text === 'string' ? { type: 'text', text: part.text } : null;
    case 'image':
      return { type: 'image' };
    case 'thinking':
      return typeof part.thinking === 'string' && part.thinking !== ''
        ? { type: 'thinking', text: part.thinking }
        : null;
    case 'tool_use':
    case 'server_tool_use':
      return {
        type: 'tool_use',
        id: text(part.id) ?? '',
        name: text(part.name) ?? 'unknown tool',
        input: objectOr(part.input),
      };
    case 'tool_result':
      return {
        type: 'tool_result',
        callId: text(part.tool_use_id) ?? '',
        ok: part.is_error !== true,
        content: part.content,
      };
    default:
      return null;
  }
}

/** The text of a tool's result, images as a word. */
export function resultText(content: unknown): string {
  return blocksOf(content)
    .map((block) => (block.type === 'text' ? block.text : block.type === 'image' ? '[image]' : ''))
    .filter((part) => part !== '')
    .join('\n');
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
