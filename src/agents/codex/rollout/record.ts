import { isJsonObject, type JsonObject } from '../../../lib/json.ts';
import { isFilePart } from '../attachments.ts';
import type { RecordFacts } from '../../../ports/transcripts.ts';
import type { RolloutLine } from './line.ts';
import { countedFacts } from './usage.ts';
import { textOrNull } from './values.ts';

/** What a record says of the state of its thread. Everything else is `other`. Format facts: ../FORMAT.md §6. */
export type RolloutRecord =
  | { type: 'meta'; payload: JsonObject }
  | { type: 'turn_context'; payload: JsonObject }
  | { type: 'turn_started'; turnId: string | null }
  | { type: 'turn_ended'; turnId: string | null; how: 'complete' | 'aborted' | 'failed'; error: TurnError | null }
  | { type: 'settings'; payload: JsonObject }
  | { type: 'counted'; limits: JsonObject | null; context: RecordFacts['context'] }
  | { type: 'compacted' }
  | { type: 'plan'; itemId: string; text: string }
  | { type: 'prompt'; recordId: string | null; text: string }
  | { type: 'item'; payload: JsonObject }
  | { type: 'other' };

/** Why a turn failed: its words, and Codex's word for it as it came. */
export interface TurnError {
  message: string;
  info: unknown;
}

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
      const error = isJsonObject(payload['error']) ? errorOf(payload['error']) : null;
      return { type: 'turn_ended', turnId, how: error === null ? 'complete' : 'failed', error };
    }
    case 'turn_aborted':
      return { type: 'turn_ended', turnId, how: 'aborted', error: null };
    case 'user_message':
      return { type: 'prompt', recordId: null, text: textOrNull(payload['message']) ?? '' };
    case 'thread_settings_applied':
      return isJsonObject(payload['thread_settings'])
        ? { type: 'settings', payload: payload['thread_settings'] }
        : { type: 'other' };
    case 'token_count':
      return {
        type: 'counted',
        limits: isJsonObject(payload['rate_limits']) ? payload['rate_limits'] : null,
        context: countedFacts(payload, undefined).context,
      };
    case 'item_completed':
      return itemCompleted(payload['item']);
    default:
      return { type: 'other' };
  }
}

function errorOf(error: JsonObject): TurnError {
  return { message: textOrNull(error['message']) ?? 'The turn failed.', info: error['codex_error_info'] };
}

/** The paginated history mode records what a person typed as an item, under the id the server uses too. */
function itemCompleted(item: unknown): RolloutRecord {
  if (!isJsonObject(item)) return { type: 'other' };
  if (item['type'] === 'ContextCompaction') return { type: 'compacted' };
  const id = textOrNull(item['id']);
  if (item['type'] === 'Plan' && id !== null) return { type: 'plan', itemId: id, text: textOrNull(item['text']) ?? '' };
  if (item['type'] !== 'UserMessage') return { type: 'other' };
  const content = Array.isArray(item['content']) ? item['content'] : [];
  const text = content
    .filter(isJsonObject)
    .flatMap((part) => (part['type'] === 'text' && typeof part['text'] === 'string' ? [part['text']] : []))
    .filter((part) => !isFilePart(part))
    .join('\n');
  return { type: 'prompt', recordId: textOrNull(item['id']), text };
}
