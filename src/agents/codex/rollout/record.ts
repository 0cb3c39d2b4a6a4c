import { isJsonObject, type JsonObject } from '../../../lib/json.ts';
import type { RolloutLine } from './line.ts';
import { textOrNull } from './values.ts';

/** What a record says of the state of its thread. Everything else is `other`. Format facts: ../FORMAT.md §6. */
export type RolloutRecord =
  | { type: 'meta'; payload: JsonObject }
  | { type: 'turn_context'; payload: JsonObject }
  | { type: 'turn_started'; turnId: string | null }
  | { type: 'turn_ended'; turnId: string | null; how: 'complete' | 'aborted' | 'failed'; error: string | null }
  | { type: 'prompt'; recordId: string | null; text: string }
  | { type: 'item'; payload: JsonObject }
  | { type: 'other' };

/** A record as the state of a thread needs it. Never throws, whatever it holds. */
export function turnRecordOf({ type, payload }: RolloutLine): RolloutRecord {
  switch (type) {
    case 'session_meta':
      return { type: 'meta', payload };
    case 'turn_context':
      return { type: 'turn_context', payload };
    case 'response_item':
      return { type: 'item', payload };
    case 'event_msg':
      return eventOf(payload);
    default:
      return { type: 'other' };
  }
}

function eventOf(payload: JsonObject): RolloutRecord {
  const turnId = textOrNull(payload['turn_id']);
  switch (payload['type']) {
    case 'task_started':
    case 'turn_started':
      return { type: 'turn_started', turnId };
    case 'task_complete':
    case 'turn_complete': {
      const error = isJsonObject(payload['error'])
        ? (textOrNull(payload['error']['message']) ?? 'The turn failed.')
        : null;
      return { type: 'turn_ended', turnId, how: error === null ? 'complete' : 'failed', error };
    }
    case 'turn_aborted':
      return { type: 'turn_ended', turnId, how: 'aborted', error: null };
    case 'user_message':
      return { type: 'prompt', recordId: null, text: textOrNull(payload['message']) ?? '' };
    case 'item_completed':
      return itemCompleted(payload['item']);
    default:
      return { type: 'other' };
  }
}

/** The paginated history mode records what a person typed as an item, under the id the server uses too. */
function itemCompleted(item: unknown): RolloutRecord {
  if (!isJsonObject(item) || item['type'] !== 'UserMessage') return { type: 'other' };
  const content = Array.isArray(item['content']) ? item['content'] : [];
  const text = content
    .filter(isJsonObject)
    .flatMap((part) => (part['type'] === 'text' && typeof part['text'] === 'string' ? [part['text']] : []))
    .join('\n');
  return { type: 'prompt', recordId: textOrNull(item['id']), text };
}
