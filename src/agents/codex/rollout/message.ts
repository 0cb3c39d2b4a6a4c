import { isJsonObject, type JsonObject } from '../../../lib/json.ts';

/** What Codex adds to a conversation in the user's name, by how it begins. */
const INJECTED = [
  '<INSTRUCTIONS>',
  '<environment_context>',
  '<permissions instructions>',
  '# AGENTS.md instructions',
  '<user_instructions>',
  '<turn_aborted>',
];

export interface VisibleMessage {
  role: 'user' | 'assistant';
  text: string;
  images: number;
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
  if (typeof content === 'string')
    return visible({ role, texts: isInjected(role, content) ? [] : [content], images: 0 });
  if (!Array.isArray(content)) return { kind: 'odd', reason: `is a message whose content is ${nameOf(content)}` };
  const harness = harnessParts(payload);
  const own = content.filter((_, index) => !harness.has(index));
  const parts = own.filter(isJsonObject);
  const broken =
    own.length -
    parts.length +
    parts.filter((part) => TEXT_PARTS.has(part['type']) && typeof part['text'] !== 'string').length;
  const texts = parts.flatMap(({ type, text }) =>
    TEXT_PARTS.has(type) && typeof text === 'string' && !isInjected(role, text) ? [text] : [],
  );
  const images = parts.filter(({ type }) => type === 'input_image').length;
  const message = visible({ role, texts, images });
  if (message.kind === 'hidden' && broken > 0) return { kind: 'odd', reason: 'is a message whose text is no text' };
  return message;
}

const TEXT_PARTS = new Set<unknown>(['input_text', 'output_text', 'text']);

function visible({
  role,
  texts,
  images,
}: {
  role: 'user' | 'assistant';
  texts: readonly string[];
  images: number;
}): ReadMessage {
  const text = texts.join('\n');
  if (text.trim() === '' && images === 0) return { kind: 'hidden' };
  return { kind: 'visible', message: { role, text, images } };
}

function isInjected(role: string, text: string): boolean {
  return role === 'user' && isInjectedText(text);
}

/** Whether a text in the user's name is Codex's own. */
export function isInjectedText(text: string): boolean {
  const start = text.trimStart();
  return INJECTED.some((prefix) => start.startsWith(prefix));
}

/** Parts that newer versions mark as not coming from the user (FORMAT.md §6). */
function harnessParts(payload: JsonObject): ReadonlySet<number> {
  const passthrough = payload['internal_chat_message_metadata_passthrough'];
  const metadata = isJsonObject(passthrough) ? passthrough['content_item_metadata'] : null;
  if (!Array.isArray(metadata)) return new Set();
  return new Set(metadata.flatMap((part, index) => (provenanceOf(part) === 'harness' ? [index] : [])));
}

function provenanceOf(part: unknown): unknown {
  const provenance = isJsonObject(part) ? part['provenance'] : null;
  return isJsonObject(provenance) ? provenance['type'] : null;
}

function nameOf(value: unknown): string {
  return value === null ? 'null' : value === undefined ? 'missing' : `of type ${typeof value}`;
}
