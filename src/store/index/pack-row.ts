import type { ConversationItem } from '../../contract/conversation.ts';
import { isJsonObject, type JsonObject } from '../../lib/json.ts';

/** Never reordered: packed blocks hold the place of a kind in this list. */
const KINDS: readonly ConversationItem['kind'][] = ['prompt', 'reply', 'thinking', 'tool_call', 'tool_result', 'note'];

/**
 * One item without its texts: kind, id, offset and time (both as the difference to the item before; no time: null),
 * everything else it has, then for each text its length in UTF-16 units, or the text itself.
 */
export type PackedRow = readonly [number, string, number, number | null, object, ...(number | string)[]];

/** What the differences in a row are told against. */
export interface Before {
  offset: number;
  at: number;
}

/** The texts of an item that can be searched, in the order in which they are packed. */
export function textsOf(item: ConversationItem): readonly string[] {
  switch (item.kind) {
    case 'prompt':
      return item.files === undefined ? [item.text] : [item.text, ...item.files];
    case 'tool_call':
      return [item.tool, item.summary, item.input];
    case 'tool_result':
      return [item.output];
    case 'reply':
    case 'thinking':
    case 'note':
      return [item.text];
  }
}

/** Where the texts of rows go. */
interface Texts {
  /** Which of them have to stand in the row itself; null: none. */
  keep: ((text: string) => boolean) | null;
  /** All others, in order. */
  texts: string[];
}

/** `before` is moved on to this item, its texts go to `texts`. */
export function toRow(item: ConversationItem, before: Before, { keep, texts }: Texts): PackedRow {
  const at = item.at !== undefined && Number.isSafeInteger(item.at) ? item.at - before.at : null;
  const row: [number, string, number, number | null, object, ...(number | string)[]] = [
    KINDS.indexOf(item.kind),
    item.id,
    item.offset - before.offset,
    at,
    othersOf(item),
  ];
  for (const text of textsOf(item)) {
    if (keep?.(text) === true) row.push(text);
    else {
      texts.push(text);
      row.push(text.length);
    }
  }
  before.offset = item.offset;
  before.at += at ?? 0;
  return row;
}

/** Fields that are no text, in the form in which JSON gives them back. */
function othersOf(item: ConversationItem): object {
  const odd = item.at !== undefined && !Number.isSafeInteger(item.at) ? { at: item.at } : undefined;
  switch (item.kind) {
    case 'prompt': {
      const { kind: _kind, id: _id, at: _at, offset: _offset, text: _text, files, ...others } = item;
      return { ...others, ...odd, ...(files && { files: [] }) };
    }
    case 'tool_call': {
      const {
        kind: _kind,
        id: _id,
        at: _at,
        offset: _offset,
        tool: _tool,
        summary: _s,
        input: _input,
        ...others
      } = item;
      return { ...others, ...odd };
    }
    case 'tool_result': {
      const { kind: _kind, id: _id, at: _at, offset: _offset, output: _output, ...others } = item;
      return { ...others, ...odd };
    }
    default: {
      const { kind: _kind, id: _id, at: _at, offset: _offset, text: _text, ...others } = item;
      return { ...others, ...odd };
    }
  }
}

/** The way back. `next` gives the next text of that length. */
export function fromRow(row: PackedRow, before: Before, next: (length: number) => string): ConversationItem {
  const [kindAt, id, offset, at, others, ...lengths] = row;
  const texts = lengths.map((length) => (typeof length === 'string' ? length : next(length)));
  before.offset += offset;
  before.at += at ?? 0;
  const item: JsonObject = {
    id,
    ...(at !== null && { at: before.at }),
    offset: before.offset,
    kind: KINDS[kindAt],
    ...fieldsOf(KINDS[kindAt], texts),
    ...others,
    ...('files' in others && { files: texts.slice(1) }),
  };
  if (!isItem(item)) throw new Error(`a packed item is of kind ${kindAt}, which is not known`);
  return item;
}

function fieldsOf(kind: ConversationItem['kind'] | undefined, texts: readonly string[]): JsonObject {
  switch (kind) {
    case 'tool_call':
      return { tool: texts[0], summary: texts[1], input: texts[2] };
    case 'tool_result':
      return { output: texts[0] };
    default:
      return { text: texts[0] };
  }
}

/** The rest is as `toRow` wrote it. */
function isItem(value: unknown): value is ConversationItem {
  return isJsonObject(value) && value['kind'] !== undefined;
}

export function isPackedRows(value: unknown): value is readonly PackedRow[] {
  return Array.isArray(value) && value.every((row) => Array.isArray(row) && row.length > 4 && isJsonObject(row[4]));
}
