import { STATUS_CODES } from 'node:http';
import { AmcError } from '../contract/errors.ts';
import type { ProblemDetails } from '../contract/problem.ts';
import type { Refusal } from './refusal.ts';

export interface RenderedReply {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** The paths of the original; its clients expect their own shape of errors. */
const ORIGINAL_PATH = /^\/api\/(?:state|events|conversation|dismiss|respond)(?:\/|$)/;

/** The one place where the server turns an error into bytes. */
export function render(refusal: Refusal, path: string): RenderedReply {
  const isOriginal = ORIGINAL_PATH.test(path);
  return {
    status: refusal.status,
    headers: {
      'Content-Type': isOriginal ? 'application/json' : 'application/problem+json',
      ...refusal.headers,
    },
    body: JSON.stringify(isOriginal ? originalError(refusal) : problemDetails(refusal)),
  };
}

/** What the client may know of an error: everything about an expected one, nothing about a bug. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof AmcError) || error.fault === 'bug') {
    return {
      status: 500,
      code: 'internal',
      fault: 'bug',
      message: 'AMC failed at this. That is a bug; its log says more.',
    };
  }
  const { fault, code, message, next, place } = error;
  return {
    status: statusOf(fault, code),
    code,
    fault,
    message,
    ...(next === undefined ? {} : { next }),
    ...(place === undefined ? {} : { place }),
  };
}

function statusOf(fault: Exclude<AmcError['fault'], 'bug'>, code: string): number {
  if (fault === 'environment') return 503;
  if (fault === 'upstream') return 502;
  if (code.endsWith('_unknown') || code.endsWith('_not_found')) return 404;
  return code.endsWith('_closed') || code.endsWith('_conflict') ? 409 : 400;
}

function problemDetails({ status, code, message, next, fault, issues, place }: Refusal): ProblemDetails {
  return {
    type: `urn:amc:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    fault: fault ?? 'user',
    detail: message,
    ...(next === undefined ? {} : { next }),
    ...(issues === undefined ? {} : { issues: [...issues] }),
    ...(place === undefined ? {} : { place }),
  };
}

function originalError({ message, next, code }: Refusal): { ok: false; error: string; code: string } {
  return { ok: false, error: next === undefined ? message : `${message} ${next}`, code };
}
