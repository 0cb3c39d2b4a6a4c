import { describe, expect, it } from 'vitest';
import { causeOfHook, causeOfRecord } from './stop-error.ts';

/** Words and fields as Claude Code 2.1.330 wrote them when the mock model failed. */
describe('what stopped a turn', () => {
  it.each([
    ['rate_limit', "You've hit your 5-hour limit · resets 4:04pm (UTC)", 'rate_limit'],
    ['authentication_failed', 'Please run /login · API Error: 401 …', 'authentication'],
    ['billing_error', 'Credit balance is too low', 'billing'],
    ['server_error', 'API Error: 529 Overloaded. This is a server-side issue, usually temporary', 'overloaded'],
    ['server_error', 'API Error: 500 The test asked for status 500.', 'other'],
    ['unknown', 'API Error: 402 The test asked for status 402', 'other'],
    ['brand_new', '', 'other'],
  ])('%s, %s', (error, said, cause) => expect(causeOfHook(error, said)).toEqual({ cause }));

  it('is told with the end of a limit by the transcript', () => {
    const limits = { status: 'rejected', resetsAt: 1_795_363_441, rateLimitType: 'five_hour' };
    const resetsAt = 1_795_363_441_000;
    expect(causeOfRecord({ error: 'rate_limit', quotaLimits: limits }, '')).toEqual({ cause: 'rate_limit', resetsAt });
    const apiErrorParams = { rate_limit_info: limits };
    expect(causeOfRecord({ error: 'rate_limit', apiErrorParams }, '')).toEqual({ cause: 'rate_limit', resetsAt });
    expect(causeOfRecord({ error: 'rate_limit', quotaLimits: { resetsAt: 'soon' } }, '')).toEqual({
      cause: 'rate_limit',
    });
    expect(causeOfRecord({ error: 'server_error', apiErrorStatus: 529 }, '')).toEqual({ cause: 'overloaded' });
    expect(causeOfRecord({}, '')).toEqual({ cause: 'other' });
  });
});
