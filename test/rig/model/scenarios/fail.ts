import { failure } from '../reply.ts';

/** `FAIL:<status>`, `FAIL:overloaded`, `FAIL:billing`, or `FAIL:limit@<seconds>`: a plan's limit that ends then. */
export function fail(kind: string) {
  if (kind.startsWith('limit@')) return failure(429, 'rate_limit_error', 'This request would exceed your rate limit');
  if (kind === 'billing') return failure(400, 'invalid_request_error', 'Your credit balance is too low to access this');
  if (kind === 'overloaded' || kind === '529') return failure(529, 'overloaded_error', 'Overloaded');
  const status = Number.parseInt(kind, 10);
  return failure(Number.isInteger(status) ? status : 500, 'api_error', `The test asked for status ${kind}`);
}
