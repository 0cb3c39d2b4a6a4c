import { failure } from '../reply.ts';

/** `FAIL:<status>` or `FAIL:overloaded`. */
export function fail(kind: string) {
  if (kind === 'overloaded' || kind === '529') return failure(529, 'overloaded_error', 'Overloaded');
  const status = Number.parseInt(kind, 10);
  return failure(Number.isInteger(status) ? status : 500, 'api_error', `The test asked for status ${kind}`);
}
