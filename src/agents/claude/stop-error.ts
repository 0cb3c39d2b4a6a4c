import type { Request } from '../../contract/request.ts';
import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import { text } from './record.ts';

type ErrorRequest = Extract<Request, { kind: 'error' }>;

/** What ended a turn. `resetsAt`: ms since the epoch. */
export type StopCause = Pick<ErrorRequest, 'cause' | 'resetsAt'>;

/** Claude Code's names of what stopped it, in hook and transcript alike (FORMAT.md, "Errors"). */
const CAUSE_OF: Readonly<Record<string, NonNullable<ErrorRequest['cause']>>> = {
  rate_limit: 'rate_limit',
  overloaded: 'overloaded',
  authentication_failed: 'authentication',
  oauth_org_not_allowed: 'authentication',
  account_on_hold: 'authentication',
  verification_required: 'authentication',
  cloud_credential_error: 'authentication',
  billing_error: 'billing',
};
/** An overloaded server is a `server_error` by name; only its words, or its status, tell it. */
const OVERLOADED = /^API Error: (529\b|.*\boverloaded\b)/i;

/** From the `StopFailure` hook: its name of the error, and what it said. */
export function causeOfHook(error: string, said: string): StopCause {
  return { cause: error === 'server_error' && OVERLOADED.test(said) ? 'overloaded' : (CAUSE_OF[error] ?? 'other') };
}

/** From the transcript's record, which alone says when a limit ends. */
export function causeOfRecord(record: JsonObject, said: string): StopCause {
  const error = text(record.error) ?? 'unknown';
  const isOverloaded = record.apiErrorStatus === 529 || record.apiErrorType === 'overloaded_error';
  const cause = isOverloaded ? { cause: 'overloaded' as const } : causeOfHook(error, said);
  const resetsAt = resetOf(record.quotaLimits) ?? resetOf(rateLimitInfo(record));
  return { ...cause, ...(resetsAt === null ? {} : { resetsAt }) };
}

function rateLimitInfo({ apiErrorParams: params }: JsonObject): unknown {
  return isJsonObject(params) ? params.rate_limit_info : undefined;
}

/** In seconds. */
function resetOf(limits: unknown): number | null {
  if (!isJsonObject(limits)) return null;
  const { resetsAt } = limits;
  return typeof resetsAt === 'number' && Number.isFinite(resetsAt) && resetsAt > 0 ? Math.round(resetsAt * 1000) : null;
}
