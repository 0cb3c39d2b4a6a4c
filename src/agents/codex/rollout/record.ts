import { isJsonObject, type JsonObject } from '../../../lib/json.ts';

/** A line of a rollout as far as AMC reads it. Everything else is `other`. Format facts: ../FORMAT.md §6. */
export type RolloutRecord =
  | { type: 'meta'; payload: JsonObject }
  | { type: 'turn_context'; payload: JsonObject }
  | { type: 'turn_started'; turnId: string | null }
  | { type: 'turn_ended'; turnId: string | null; how: 'complete' | 'aborted' | 'failed'; error: string | null }
  | { type: 'prompt'; recordId: string | null; text: string }
  | { type: 'item'; payload: JsonObject }
  | { type: 'compacted' }
  | { type: 'other' };

export interface StampedRecord {
  /** ms since the epoch; null when the line has no readable time. */
  at: number | null;
  record: RolloutRecord;
  /** What is odd about it, completing "this line …"; null when nothing is. */
  oddity: string | null;
}

/** Reads one parsed line. Never throws, whatever the line holds. */
export function readRecord(line: JsonObject): StampedRecord {
  const { type, payload, timestamp } = line;
  const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  const stamp = Number.isNaN(at) ? null : at;
  if (type === 'compacted') return { at: stamp, record: { type: 'compacted' }, oddity: null };
  if (!READ.has(type)) return { at: stamp, record: { type: 'other' }, oddity: null };
  if (!isJsonObject(payload))
    return { at: stamp, record: { type: 'other' }, oddity: `has no payload: ${String(type)}` };
  return { at: stamp, record: recordOf(type, payload), oddity: null };
}

const READ = new Set<unknown>(['session_meta', 'turn_context', 'event_msg', 'response_item']);

function recordOf(type: unknown, payload: JsonObject): RolloutRecord {
  switch (type) {
    case 'session_meta':
      return { type: 'meta', payload };
    case 'turn_context':
      return { type: 'turn_context', payload };
    case 'response_item':
      return { type: 'item', payload };
    default:
      return eventOf(payload);
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

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
