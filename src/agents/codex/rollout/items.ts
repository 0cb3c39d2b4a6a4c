import type { ConversationItem, NoteKind, ToolView } from '../../../contract/conversation.ts';

type Item<K extends ConversationItem['kind']> = Extract<ConversationItem, { kind: K }>;

/** What every item of a record has. */
export interface Place {
  /** Unique in the file. */
  id: string;
  at: number | undefined;
  offset: number;
}

/** The place of a further item of the same record. */
export function behind(place: Place, count = 1): Place {
  return { id: `${place.id}.${count}`, at: place.at, offset: place.offset };
}

// Written out, one literal each: made by spreading, they would cost more than reading the line.

export function reply({ id, at, offset }: Place, text: string): Item<'reply'> {
  return { id, at, offset, kind: 'reply', text };
}

export function thinking({ id, at, offset }: Place, text: string): Item<'thinking'> {
  return { id, at, offset, kind: 'thinking', text };
}

export function noteItem({ id, at, offset }: Place, note: NoteKind, text: string): Item<'note'> {
  return { id, at, offset, kind: 'note', note, text };
}

export function prompt({ id, at, offset }: Place, text: string, images = 0): Item<'prompt'> {
  return { id, at, offset, kind: 'prompt', text, images };
}

export interface CallWords {
  callId: string;
  tool: string;
  summary: string;
  input: string;
}

export function toolCall(
  { id, at, offset }: Place,
  { callId, tool, summary, input }: CallWords,
  view: ToolView | null = null,
): Item<'tool_call'> {
  const item: Item<'tool_call'> = { id, at, offset, kind: 'tool_call', callId, tool, summary, input };
  if (view !== null) item.view = view;
  return item;
}

export interface ResultWords {
  callId: string;
  ok: boolean;
  output: string;
}

/** `max`: how many characters of the output are kept; null: all. */
export function toolResult(
  { id, at, offset }: Place,
  { callId, ok, output }: ResultWords,
  max: number | null,
): Item<'tool_result'> {
  if (max === null || output.length <= max) return { id, at, offset, kind: 'tool_result', callId, ok, output };
  const end = isHighSurrogate(output.charCodeAt(max - 1)) ? max - 1 : max;
  const cut = output.length - end;
  return { id, at, offset, kind: 'tool_result', callId, ok, output: output.slice(0, end), cut };
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
