import type { Refusal } from '../refusal.ts';
import { isUnsafe, type RequestFacts } from './facts.ts';

/** Headers that decide something here: a second value could be read by one check and not by another. */
const DECIDING = [
  'authorization',
  'content-length',
  'content-type',
  'last-event-id',
  'origin',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'transfer-encoding',
  'x-amc-page',
];

export function checkRepeatedHeaders({ header }: RequestFacts): Refusal | null {
  return DECIDING.some((name) => header(name).length > 1)
    ? { status: 400, code: 'header_repeated', message: 'A header that may come once came twice.' }
    : null;
}

/** Preflights are always refused: no other origin is ever granted anything, so there is nothing to negotiate. */
export function checkMethod({ method }: RequestFacts): Refusal | null {
  return method === 'OPTIONS'
    ? { status: 403, code: 'preflight_refused', message: 'Other origins are not granted access.' }
    : null;
}

/** Only `application/json` may change something: a page of another origin cannot send that without a preflight. */
export function checkContent(facts: RequestFacts, { maxBytes }: { maxBytes: number }): Refusal | null {
  const { header } = facts;
  const length = Number(header('content-length')[0] ?? '0');
  if (!isUnsafe(facts)) {
    const hasBody = length > 0 || header('transfer-encoding').length > 0;
    return hasBody ? { status: 400, code: 'body_unexpected', message: 'This method takes no body.' } : null;
  }
  if (facts.upgrade) return null;
  if (header('content-type')[0]?.trim().toLowerCase() !== 'application/json') {
    return { status: 415, code: 'content_type_wrong', message: 'Expected Content-Type: application/json.' };
  }
  return length > maxBytes ? bodyTooLarge(maxBytes) : null;
}

export function bodyTooLarge(maxBytes: number): Refusal {
  return { status: 413, code: 'body_too_large', message: `The body is larger than ${maxBytes} bytes.` };
}
