import type { ConversationItem } from '../../contract/conversation.ts';

type Item<K extends ConversationItem['kind']> = Extract<ConversationItem, { kind: K }>;

/** A call with its result. Without its result it still runs, or that is not on record; without its call, that lies above. */
export interface ToolUse {
  kind: 'tool';
  /** Of the call, else of the result. */
  id: string;
  call: Item<'tool_call'> | null;
  result: Item<'tool_result'> | null;
}

/** One thing in a conversation, calls joined with their results. */
export type Part =
  | { kind: 'prompt'; id: string; item: Item<'prompt'> }
  | { kind: 'reply'; id: string; item: Item<'reply'> }
  | { kind: 'thinking'; id: string; item: Item<'thinking'> }
  | { kind: 'note'; id: string; item: Item<'note'> }
  | ToolUse;

/** What a person asked and all that came of it. The first turn of a stretch may lack its prompt. */
export interface Turn {
  prompt: Item<'prompt'> | null;
  parts: Part[];
}

/** Items in order, every result at the place of its call. */
export function joinTools(items: readonly ConversationItem[]): Part[] {
  const parts: Part[] = [];
  const open = new Map<string, ToolUse>();
  for (const item of items) addItem(parts, open, item);
  return parts;
}

/** Items as turns: each begins with a prompt that is no part of a turn under way. */
export function turnsOf(items: readonly ConversationItem[]): Turn[] {
  const turns: Turn[] = [];
  for (const part of joinTools(items)) {
    const last = turns.at(-1);
    if (part.kind === 'prompt') turns.push({ prompt: part.item, parts: [] });
    else if (last === undefined) turns.push({ prompt: null, parts: [part] });
    else last.parts.push(part);
  }
  return turns;
}

/** A result that comes later than this many parts, or characters, after its call is told by itself. */
const HELD = { parts: 200, characters: 8_000_000 };

/** `joinTools` for a conversation that does not fit into memory: parts come out as soon as they are whole. */
export class ToolJoiner {
  readonly #held: { parts: number; characters: number };
  readonly #open = new Map<string, ToolUse>();
  readonly #parts: Part[] = [];
  #characters = 0;

  constructor(held: Partial<typeof HELD> = {}) {
    this.#held = { ...HELD, ...held };
  }

  /** The parts that are whole now, in order. */
  push(item: ConversationItem): Part[] {
    addItem(this.#parts, this.#open, item);
    this.#characters += lengthOf(item);
    const given: Part[] = [];
    for (let part = this.#parts[0]; part !== undefined && this.#isDue(part); part = this.#parts[0]) {
      given.push(part);
      this.#parts.shift();
      this.#forget(part);
    }
    return given;
  }

  /** All the rest, calls without their results too. */
  flush(): Part[] {
    const given = this.#parts.splice(0);
    this.#open.clear();
    this.#characters = 0;
    return given;
  }

  #isDue(part: Part): boolean {
    if (part.kind !== 'tool' || part.result !== null) return true;
    return this.#parts.length > this.#held.parts || this.#characters > this.#held.characters;
  }

  #forget(part: Part): void {
    if (part.kind !== 'tool') {
      this.#characters -= lengthOf(part.item);
      return;
    }
    if (part.call !== null) this.#open.delete(part.call.callId);
    for (const item of [part.call, part.result]) if (item !== null) this.#characters -= lengthOf(item);
  }
}

function lengthOf(item: ConversationItem): number {
  switch (item.kind) {
    case 'tool_call':
      return item.input.length;
    case 'tool_result':
      return item.output.length;
    default:
      return item.text.length;
  }
}

function addItem(parts: Part[], open: Map<string, ToolUse>, item: ConversationItem): void {
  switch (item.kind) {
    case 'tool_call': {
      const use: ToolUse = { kind: 'tool', id: item.id, call: item, result: null };
      open.set(item.callId, use);
      parts.push(use);
      return;
    }
    case 'tool_result': {
      const use = open.get(item.callId);
      if (use === undefined) parts.push({ kind: 'tool', id: item.id, call: null, result: item });
      else use.result = item;
      return;
    }
    case 'prompt':
      parts.push({ kind: 'prompt', id: item.id, item });
      return;
    case 'reply':
      parts.push({ kind: 'reply', id: item.id, item });
      return;
    case 'thinking':
      parts.push({ kind: 'thinking', id: item.id, item });
      return;
    case 'note':
      parts.push({ kind: 'note', id: item.id, item });
  }
}
