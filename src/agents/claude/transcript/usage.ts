import type { RecordFacts, ResponseUsage } from '../../../ports/transcripts.ts';
import { isJsonObject, type JsonObject } from '../../../lib/json.ts';
import { text, type TranscriptRecord } from '../record.ts';

/** Claude Code's own words: no model was asked. */
export const SYNTHETIC_MODEL = '<synthetic>';

/**
 * The tokens of the response an `assistant` record belongs to. Every block of a response is a record of its own with the
 * same usage, or, in older versions, with what was used so far: the last one counts. Its id is the message's and the
 * request's, as both together are unique; a record without the message's id counts for itself.
 */
export function usageOf({ message, value, uuid }: TranscriptRecord): ResponseUsage | null {
  const usage = message?.value.usage;
  const model = message?.model;
  if (message === null || model === undefined || model === SYNTHETIC_MODEL || !isJsonObject(usage)) return null;
  const hour = isJsonObject(usage.cache_creation) ? count(usage.cache_creation.ephemeral_1h_input_tokens) : 0;
  const cacheWrite = cacheWriteOf(usage);
  const tier = tierOf(usage);
  const messageId = text(message.value.id);
  const requestId = text(value.requestId);
  return {
    id: messageId === undefined ? (uuid ?? '') : requestId === undefined ? messageId : `${messageId}:${requestId}`,
    model,
    tokens: {
      input: count(usage.input_tokens),
      output: count(usage.output_tokens),
      cacheRead: count(usage.cache_read_input_tokens),
      cacheWrite,
    },
    ...(hour > 0 && cacheWrite > 0 ? { cacheWriteHour: Math.min(hour, cacheWrite) } : {}),
    ...(tier === null ? {} : { tier }),
  };
}

/** How full the window was when the model answered. */
export function contextOf({ model, tokens }: ResponseUsage): NonNullable<RecordFacts['context']> {
  const used = tokens.input + tokens.cacheRead + tokens.cacheWrite;
  return { used, window: windowOf(model, used) };
}

const STANDARD_WINDOW = 200_000;
const LONG_WINDOW = 1_000_000;
/** Models that were only ever offered with the standard window; later ones come with both under one name. */
const ONLY_STANDARD = /^claude-(?:2|3|instant|haiku-4|opus-4(?:-[015])?(?:-\d{8})?$)/;

function windowOf(model: string, used: number): number | null {
  if (/\[1m\]|-1m\b/.test(model) || used > STANDARD_WINDOW) return LONG_WINDOW;
  return ONLY_STANDARD.test(model) ? STANDARD_WINDOW : null;
}

function cacheWriteOf(usage: JsonObject): number {
  if (typeof usage.cache_creation_input_tokens === 'number') return count(usage.cache_creation_input_tokens);
  const { cache_creation: parts } = usage;
  return isJsonObject(parts) ? count(parts.ephemeral_5m_input_tokens) + count(parts.ephemeral_1h_input_tokens) : 0;
}

function tierOf({ speed, service_tier: tier }: JsonObject): string | null {
  if (typeof speed === 'string' && speed !== 'standard') return speed;
  return typeof tier === 'string' && tier !== 'standard' ? tier : null;
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}
