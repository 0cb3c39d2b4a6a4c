import { isJsonObject, type JsonObject } from '../../../lib/json.ts';
import { objectAt } from './values.ts';

/** What Codex adds to a conversation in the user's name, by how it begins. */
const INJECTED = [
  '<INSTRUCTIONS>',
  '<environment_context>',
  '<permissions instructions>',
  '# AGENTS.md instructions',
  '<user_instructions>',
  '<turn_aborted>',
  '<codex_internal_context',
  '<collaboration_mode>',
  '<hook_prompt',
  '<model_switch>',
  '<multi_agent_mode>',
  '<plugins_instructions>',
  '<recommended_plugins>',
  '<rollout_budget>',
  '<skill>',
  '<skills_instructions>',
  '<subagent_notification>',
  '<user_action>',
  'Another language model started to solve this problem',
];

export interface VisibleMessage {
  role: 'user' | 'assistant';
  text: string;
  images: number;
  /** Of attached pictures, where they were taken from. */
  files: readonly string[];
}

export type ReadMessage =
  | { kind: 'visible'; message: VisibleMessage }
  /** Codex's own words, or nothing that can be shown. */
  | { kind: 'hidden' }
  /** Completes "this line …". */
  | { kind: 'odd'; reason: string };

/** A `message` payload as a person should see it. Content may be a list of parts or plain text. */
export function readMessage(payload: JsonObject): ReadMessage {
  const { role, content } = payload;
  if (role !== 'user' && role !== 'assistant') return { kind: 'hidden' };
  if (typeof content === 'string') return visible({ role, texts: own(role, content), images: 0, files: [] });
  if (!Array.isArray(content)) return { kind: 'odd', reason: `is a message whose content is ${nameOf(content)}` };
  const added = role === 'user' ? addedParts(payload) : NONE;
  const texts: string[] = [];
  const files: string[] = [];
  let images = 0;
  let broken = 0;
  for (const [index, part] of content.entries()) {
    if (added.has(index)) continue;
    if (!isJsonObject(part)) broken += 1;
    else if (part['type'] === 'input_image') images += 1;
    else if (TEXT_PARTS.has(part['type'])) {
      if (typeof part['text'] !== 'string') broken += 1;
      else {
        const image = role === 'user' ? IMAGE_MARK.exec(part['text']) : null;
        if (image === null) texts.push(...own(role, part['text']));
        else if (image[1] !== undefined) files.push(image[1]);
      }
    }
  }
  const message = visible({ role, texts, images, files });
  if (message.kind === 'hidden' && broken > 0) return { kind: 'odd', reason: 'is a message whose text is no text' };
  return message;
}

const TEXT_PARTS = new Set<unknown>(['input_text', 'output_text', 'text']);
const NONE: ReadonlySet<number> = new Set();

/** Around a picture that was attached by its path. */
const IMAGE_MARK = /^<(?:image(?: name=\[?[^\]>]*\]?)?(?: path="([^"]*)")?|\/image)>$/;

interface MessageParts extends Omit<VisibleMessage, 'text'> {
  texts: readonly string[];
}

function visible({ texts, ...message }: MessageParts): ReadMessage {
  const text = texts.join('\n');
  if (text.trim() === '' && message.images === 0) return { kind: 'hidden' };
  return { kind: 'visible', message: { ...message, text } };
}

function own(role: string, text: string): string[] {
  return role === 'user' && isInjectedText(text) ? [] : [text];
}

/** Whether a text in the user's name is Codex's own. */
export function isInjectedText(text: string): boolean {
  const start = text.trimStart();
  return INJECTED.some((prefix) => start.startsWith(prefix));
}

export interface ShellByHand {
  command: string;
  result: string;
}

const BY_HAND = /^<user_shell_command>\s*<command>\n?([\s\S]*?)\n?<\/command>\s*<result>\n?([\s\S]*?)\n?<\/result>/;

/** A command the user ran with `!`, as Codex tells it to the model; null for any other text. */
export function shellByHand(text: string): ShellByHand | null {
  const [, command, result] = text.startsWith('<user_shell_command>') ? (BY_HAND.exec(text) ?? []) : [];
  return command === undefined || result === undefined ? null : { command, result };
}

const IDE_REQUEST = '## My request for Codex:';

/** An editor puts its open files above what the user typed. */
export function requestOf(text: string): string {
  const at = text.startsWith('# Context from my IDE setup') ? text.indexOf(IDE_REQUEST) : -1;
  return at === -1 ? text : text.slice(at + IDE_REQUEST.length).trim();
}

const PLAN = /<proposed_plan>\n?([\s\S]*?)\n?<\/proposed_plan>\n?/;

/** A reply of the plan mode: the plan and the words around it; null when it holds no plan. */
export function planIn(text: string): { plan: string; rest: string } | null {
  const plan = text.includes('<proposed_plan>') ? PLAN.exec(text) : null;
  return plan === null ? null : { plan: plan[1] ?? '', rest: text.replace(PLAN, '').trim() };
}

/** Parts that newer versions mark as not coming from the user (FORMAT.md §7). */
function addedParts(payload: JsonObject): ReadonlySet<number> {
  const metadata = objectAt(payload, 'internal_chat_message_metadata_passthrough')['content_item_metadata'];
  if (!Array.isArray(metadata)) return NONE;
  const added = metadata.flatMap((part, index) => (isAdded(part) ? [index] : []));
  return added.length === 0 ? NONE : new Set(added);
}

function isAdded(part: unknown): boolean {
  if (!isJsonObject(part)) return false;
  const { type } = objectAt(part, 'provenance');
  return typeof type === 'string' && type !== 'user';
}

function nameOf(value: unknown): string {
  return value === null ? 'null' : value === undefined ? 'missing' : `of type ${typeof value}`;
}
