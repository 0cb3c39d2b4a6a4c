import type { ConversationItem } from '../../../contract/conversation.ts';
import { isJsonObject, type JsonObject } from '../../../lib/json.ts';
import { parseJsonLine } from '../../../lib/json-line.ts';
import type { Line } from '../../../lib/line-splitter.ts';
import { readCall, readOutput } from './call.ts';
import { readMessage } from './message.ts';
import { readRecord, textOrNull, type RolloutRecord } from './record.ts';

export interface LineItems {
  items: readonly ConversationItem[];
  /** Completes "this line …". */
  oddity: string | null;
}

const NOTHING: LineItems = { items: [], oddity: null };

/**
 * What one line of a rollout shows in the conversation. The line's offset is the item's id: the file only grows.
 * `event_msg` repeats what `response_item` holds, so only its turn ends are shown.
 */
export function itemsOf(line: Line): LineItems {
  const parsed = parseJsonLine(line);
  if (parsed.kind === 'blank') return NOTHING;
  if (parsed.kind === 'broken') return { items: [], oddity: parsed.reason };
  const { at, record, oddity } = readRecord(parsed.value);
  const base = { id: `o${line.offset}`, ...(at === null ? {} : { at }) };
  const shown = shownOf(record, base);
  return { items: shown.items, oddity: shown.oddity ?? oddity ?? parsed.damage };
}

interface Base {
  id: string;
  at?: number;
}

function shownOf(record: RolloutRecord, base: Base): LineItems {
  switch (record.type) {
    case 'item':
      return itemShown(record.payload, base);
    case 'turn_ended':
      if (record.how === 'aborted') return note(base, 'Interrupted');
      return record.error === null ? NOTHING : note(base, `Error: ${record.error}`);
    case 'compacted':
      return note(base, 'The conversation was compacted');
    case 'meta':
      return metaShown(record.payload, base);
    default:
      return NOTHING;
  }
}

/** A fork, and some resumed threads, begin in another thread's file (FORMAT.md §6). */
function metaShown({ history_base: history }: JsonObject, base: Base): LineItems {
  const origin = isJsonObject(history) ? textOrNull(history['thread_id']) : null;
  return origin === null ? NOTHING : note(base, `Continues the conversation ${origin}: what came before is there`);
}

function itemShown(payload: JsonObject, base: Base): LineItems {
  switch (payload['type']) {
    case 'message':
      return messageShown(payload, base);
    case 'reasoning': {
      const text = summaryText(payload['summary']);
      return text === '' ? NOTHING : { items: [{ ...base, kind: 'thinking', text }], oddity: null };
    }
    default:
      return toolShown(payload, base);
  }
}

function messageShown(payload: JsonObject, base: Base): LineItems {
  const read = readMessage(payload);
  if (read.kind === 'hidden') return NOTHING;
  if (read.kind === 'odd') return { items: [], oddity: read.reason };
  const { role, text, images } = read.message;
  const item: ConversationItem =
    role === 'user' ? { ...base, kind: 'prompt', text, images } : { ...base, kind: 'reply', text };
  return { items: [item], oddity: null };
}

function toolShown(payload: JsonObject, base: Base): LineItems {
  const call = readCall(payload);
  if (call !== null) {
    const { callId, tool, summary, input } = call;
    return { items: [{ ...base, kind: 'tool_call', callId, tool, summary, input }], oddity: null };
  }
  const output = readOutput(payload);
  return output === null ? NOTHING : { items: [{ ...base, kind: 'tool_result', ...output }], oddity: null };
}

function summaryText(summary: unknown): string {
  if (!Array.isArray(summary)) return '';
  return summary
    .filter(isJsonObject)
    .map((part) => textOrNull(part['text']) ?? '')
    .filter((text) => text.trim() !== '')
    .join('\n\n');
}

function note(base: Base, text: string): LineItems {
  return { items: [{ ...base, kind: 'note', text }], oddity: null };
}
