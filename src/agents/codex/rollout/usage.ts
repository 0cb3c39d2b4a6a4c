import { isJsonObject, type JsonObject } from '../../../lib/json.ts';
import type { RecordFacts, ResponseUsage } from '../../../ports/transcripts.ts';
import { numberOrNull, objectAt, textOrNull } from './values.ts';

/** Tokens of one response by a `token_usage_record`; the `token_count` behind it repeats them. */
export function recordedUsage(payload: JsonObject): ResponseUsage | null {
  const id = textOrNull(payload['response_id']);
  return usageOf(objectAt(payload, 'usage'), {
    id: id === null ? '' : `codex:${id}`,
    cumulative: numberOrNull(objectAt(payload, 'thread_token_usage')['total_tokens']),
  });
}

/** Tokens of the last response by a `token_count`, which is written again whenever limits change. */
export function countedUsage(payload: JsonObject): ResponseUsage | null {
  const info = objectAt(payload, 'info');
  return usageOf(objectAt(info, 'last_token_usage'), {
    id: '',
    cumulative: numberOrNull(objectAt(info, 'total_token_usage')['total_tokens']),
  });
}

/** Codex counts what came from the cache as input, and reasoning as output. Nothing, where there are no tokens. */
function usageOf(
  tokens: JsonObject,
  { id, cumulative }: { id: string; cumulative: number | null },
): ResponseUsage | null {
  const input = numberOrNull(tokens['input_tokens']) ?? 0;
  const output = numberOrNull(tokens['output_tokens']) ?? 0;
  // What came from the cache is a part of the input: more than that is no count.
  const cacheRead = Math.min(input, numberOrNull(tokens['cached_input_tokens']) ?? 0);
  const cacheWrite = numberOrNull(tokens['cache_write_input_tokens']) ?? 0;
  if (input === 0 && output === 0) return null;
  return {
    id,
    model: '',
    ...(cumulative === null ? {} : { cumulative }),
    tokens: { input: Math.max(0, input - cacheRead - cacheWrite), output, cacheRead, cacheWrite },
  };
}

/** How full the context is, and the limits, by a `token_count`. */
export function countedFacts(payload: JsonObject, at: number | undefined): RecordFacts {
  const info = objectAt(payload, 'info');
  const used = numberOrNull(objectAt(info, 'last_token_usage')['total_tokens']);
  const limits = limitsOf(objectAt(payload, 'rate_limits'), at);
  const facts: RecordFacts = limits.length === 0 ? {} : { limits };
  if (used !== null) facts.context = { used, window: numberOrNull(info['model_context_window']) };
  return facts;
}

function limitsOf(limits: JsonObject, at: number | undefined): NonNullable<RecordFacts['limits']> {
  const found = WINDOWS.flatMap((window) => (isJsonObject(limits[window]) ? [{ window, limit: limits[window] }] : []));
  if (found.length === 0) return [];
  const limitName = textOrNull(limits['limit_name']) ?? textOrNull(limits['limit_id']);
  return found.flatMap(({ window, limit }) => {
    const usedPercent = numberOrNull(limit['used_percent']);
    if (usedPercent === null) return [];
    const name = limitName === null || limitName === 'codex' ? window : `${limitName} ${window}`;
    const windowMinutes = numberOrNull(limit['window_minutes']);
    return [{ name, usedPercent, windowMinutes, resetsAt: resetOf(limit, at) }];
  });
}

const WINDOWS = ['primary', 'secondary'] as const;

/** Seconds since the epoch; in 2025 seconds from the record's own time. */
function resetOf(limit: JsonObject, at: number | undefined): number | null {
  const resetsAt = numberOrNull(limit['resets_at']);
  if (resetsAt !== null) return resetsAt * 1000;
  const inSeconds = numberOrNull(limit['resets_in_seconds']);
  return inSeconds === null || at === undefined ? null : at + inSeconds * 1000;
}
