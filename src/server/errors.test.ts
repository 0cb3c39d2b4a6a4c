import { describe, expect, test } from 'vitest';
import { AmcError, EnvironmentError, UpstreamError, UserError } from '../contract/errors.ts';
import { refusalOf, render } from './errors.ts';

const SAID = { message: 'It is so.', next: 'Do this.' };

describe('an error becomes a reply', () => {
  test.each([
    [new UserError({ code: 'prompt_empty', ...SAID }), 400],
    [new UserError({ code: 'session_unknown', ...SAID }), 404],
    [new UserError({ code: 'file_not_found', ...SAID }), 404],
    [new UserError({ code: 'request_closed', ...SAID }), 409],
    [new EnvironmentError({ code: 'no_multiplexer', ...SAID }), 503],
    [new UpstreamError({ code: 'agent_said_no', ...SAID }), 502],
  ])('%s is told whole, with status %i', (error, status) => {
    const reply = render(refusalOf(error), '/api/sessions');
    expect(reply.status).toBe(status);
    expect(reply.headers['Content-Type']).toBe('application/problem+json');
    expect(JSON.parse(reply.body)).toEqual({
      type: `urn:amc:problem:${error.code}`,
      title: expect.any(String),
      status,
      code: error.code,
      fault: error.fault,
      detail: SAID.message,
      next: SAID.next,
    });
  });

  test.each([
    new Error('inside'),
    new TypeError('inside'),
    'inside',
    null,
    new AmcError({ code: 'inside', message: 'inside' }),
  ])('a bug (%s) tells nothing of its inside', (error) => {
    const reply = render(refusalOf(error), '/api/sessions');
    expect([reply.status, JSON.parse(reply.body).code]).toEqual([500, 'internal']);
    expect(reply.body).not.toContain('inside');
  });

  test.each(['/api/state', '/api/events/x', '/api/conversation/x', '/api/dismiss/x', '/api/respond/x'])(
    '%s answers in the original’s shape',
    (path) => {
      const reply = render(refusalOf(new UserError({ code: 'session_unknown', ...SAID })), path);
      expect([reply.headers['Content-Type'], JSON.parse(reply.body)]).toEqual([
        'application/json',
        { ok: false, error: 'It is so. Do this.', code: 'session_unknown' },
      ]);
    },
  );

  test('a path that only begins like one of the original’s is ours', () => {
    expect(render(refusalOf(null), '/api/statement').headers['Content-Type']).toBe('application/problem+json');
  });
});
