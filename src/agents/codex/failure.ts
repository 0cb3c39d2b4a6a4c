import { isJsonObject, type JsonObject } from '../../lib/json.ts';

export type Cause = 'rate_limit' | 'authentication' | 'overloaded' | 'billing' | 'other';

/** Words of the server in camel case, of the rollout with underscores (FORMAT.md §9). */
const CAUSES: Readonly<Record<string, Cause>> = {
  usagelimitexceeded: 'rate_limit',
  ratelimitexceeded: 'rate_limit',
  sessionbudgetexceeded: 'billing',
  serveroverloaded: 'overloaded',
  policycapacityunavailable: 'overloaded',
  flexunavailable: 'overloaded',
  unauthorized: 'authentication',
};

/** Why a turn failed, by Codex's own word for it (`codexErrorInfo`), else by the status the model's server gave. */
export function causeOf(info: unknown): Cause {
  if (typeof info === 'string') return CAUSES[info.replaceAll('_', '').toLowerCase()] ?? 'other';
  const status = isJsonObject(info)
    ? Object.values(info)
        .map(statusIn)
        .find((found) => found !== null)
    : null;
  switch (status) {
    case 429:
      return 'rate_limit';
    case 401:
    case 403:
      return 'authentication';
    case 402:
      return 'billing';
    case 503:
    case 529:
      return 'overloaded';
    default:
      return 'other';
  }
}

function statusIn(value: unknown): number | null {
  if (!isJsonObject(value)) return null;
  const status = value['httpStatusCode'] ?? value['http_status_code'];
  return typeof status === 'number' ? status : null;
}

/**
 * When the limits that are used up end, ms since the epoch; null when none is. Both spellings: the server's
 * `rateLimits` and the rollout's `rate_limits`. Of several the last one counts: until then nothing runs.
 */
export function resetOf(limits: JsonObject): number | null {
  const ends = [limits['primary'], limits['secondary']].filter(isJsonObject).flatMap((window) => {
    const used = window['usedPercent'] ?? window['used_percent'];
    const reset = window['resetsAt'] ?? window['resets_at'];
    return typeof used === 'number' && used >= 100 && typeof reset === 'number' ? [reset * 1_000] : [];
  });
  return ends.length === 0 ? null : Math.max(...ends);
}
