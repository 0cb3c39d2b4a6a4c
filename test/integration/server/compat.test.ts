import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Request } from '../../../src/contract/request.ts';
import type { Session } from '../../../src/contract/session.ts';
import { UserError } from '../../../src/contract/errors.ts';
import { fakeSession } from '../../helpers/fake-mission.ts';
import { header, type RawReply } from '../../helpers/raw-http.ts';
import { startServer, type ServerRig } from '../../helpers/server-rig.ts';

let rig: ServerRig;
beforeEach(async () => {
  rig = await startServer();
});
afterEach(() => rig.dispose());

const ID = fakeSession().id;
const EVIDENCE = { source: 'hook', at: 0, detail: 'permission opened' } as const;
const BASE = {
  id: 'r1',
  openedAt: 0,
  evidence: EVIDENCE,
  answer: { channel: 'structured', via: 'claude-relay' },
} as const;
const OPTIONS = [{ label: 'Postgres', description: 'relational', preview: '**pg**' }, { label: 'SQLite' }];
const QUESTION: Request = {
  ...BASE,
  kind: 'question',
  questions: [
    { id: 'q1', header: 'Database', text: 'Which one?', multiSelect: false, options: OPTIONS, takesFreeText: true },
  ],
};
const PERMISSION: Request = {
  ...BASE,
  kind: 'permission',
  tool: 'Bash',
  title: 'npm publish',
  choices: [
    { id: 'yes', label: 'Yes', effect: 'allow', takesMessage: false },
    { id: 'always', label: 'Always', effect: 'allow_always', takesMessage: false },
    { id: 'no', label: 'No', effect: 'deny', takesMessage: true },
  ],
};

async function state(): Promise<{ sessions: Record<string, unknown>[]; server_time: string }> {
  const reply = await rig.ask({ target: '/api/state', headers: rig.asCli() });
  expect([reply.status, header(reply, 'content-type')]).toEqual([200, 'application/json']);
  return JSON.parse(reply.body);
}

function respond(body: unknown, id = ID): Promise<RawReply> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return rig.ask({
    method: 'POST',
    target: `/api/respond/${id}`,
    headers: rig.asCli([['Content-Type', 'application/json']]),
    body: text,
  });
}

function actions(): unknown[] {
  return rig.mission.submitted.map(({ action }) => action);
}

function put(...requests: Request[]): Session {
  return rig.mission.put(fakeSession({ requests }));
}

describe('GET /api/state', () => {
  test('has the original’s fields, in its words', async () => {
    rig.mission.put(
      fakeSession({
        pane: { terminal: 'zellij', session: 'main', pane: 'terminal_4', label: 'main 4' },
        preview: 'p'.repeat(300),
      }),
    );
    const { sessions, server_time } = await state();
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({
      session_id: ID,
      agent: 'claude',
      project: 'ledger',
      project_dir: '/home/someone/ledger',
      status: 'active',
      started_at: '2026-01-02T03:03:05.000Z',
      last_event_at: '2026-01-02T03:04:05.000Z',
      last_event: 'UserPromptSubmit',
      last_message_preview: 'p'.repeat(200),
      zellij_session: 'main',
      zellij_pane: 'terminal_4',
      pending_questions: [],
    });
    expect(Math.abs(Date.parse(server_time) - Date.now())).toBeLessThan(60_000);
  });

  test.each([
    ['starting', 'starting'],
    ['working', 'active'],
    ['needs_attention', 'needs_attention'],
    ['idle', 'done'],
    ['ended', 'done'],
    ['unknown', 'done'],
  ] as const)('%s is called %s there', async (value, original) => {
    const { status } = fakeSession();
    rig.mission.put(fakeSession({ status: { ...status, value } }));
    expect((await state()).sessions[0]).toMatchObject({ status: original, amc_status: value });
  });

  test('newest last_event_at first', async () => {
    for (const [id, at] of [
      ['b', 2_000],
      ['c', 3_000],
      ['a', 1_000],
    ] as const)
      rig.mission.put(fakeSession({ id, lastActivityAt: at }));
    expect((await state()).sessions.map(({ session_id }) => session_id)).toEqual(['c', 'b', 'a']);
  });

  test('a tmux pane is no Zellij pane', async () => {
    rig.mission.put(fakeSession({ pane: { terminal: 'tmux', session: '$1', pane: '%4', label: 'work:2.1' } }));
    expect((await state()).sessions[0]).toMatchObject({
      zellij_session: '',
      zellij_pane: '',
      tmux_session: '$1',
      tmux_pane: '%4',
    });
  });

  test('pending questions are those of the request that an answer would go to', async () => {
    put(QUESTION, PERMISSION);
    expect((await state()).sessions[0]?.pending_questions).toEqual([
      {
        question: 'Which one?',
        header: 'Database',
        options: [
          { label: 'Postgres', description: 'relational', markdown: '**pg**' },
          { label: 'SQLite', description: '' },
        ],
      },
    ]);
  });

  test('is made once for many polls, and anew after a change; the time is always new', async () => {
    rig.mission.put(fakeSession({ title: 'a' }));
    const first = await state();
    const listed = rig.mission.listed;
    rig.advance(5_000);
    const second = await state();
    expect(rig.mission.listed).toBe(listed);
    expect(Date.parse(second.server_time) - Date.parse(first.server_time)).toBeGreaterThanOrEqual(5_000);
    rig.mission.put(fakeSession({ preview: 'changed' }));
    expect((await state()).sessions[0]).toMatchObject({ last_message_preview: 'changed' });
  });

  test('Fix 8: a session that was dismissed is gone at once and stays gone', async () => {
    rig.mission.put(fakeSession());
    expect((await state()).sessions).toHaveLength(1);
    const headers = rig.asCli([['Content-Type', 'application/json']]);
    const reply = await rig.ask({ method: 'POST', target: `/api/dismiss/${ID}`, headers, body: '{}' });
    expect(JSON.parse(reply.body)).toEqual({ ok: true });
    expect((await state()).sessions).toEqual([]);
    expect((await rig.ask({ method: 'POST', target: `/api/dismiss/${ID}`, headers })).status).toBe(200);
  });

  test('Fix 12: asking changes nothing', async () => {
    rig.mission.put(fakeSession());
    for (const target of ['/api/state', `/api/events/${ID}`, `/api/conversation/${ID}`])
      await rig.ask({ target, headers: rig.asCli() });
    expect([rig.mission.submitted, rig.mission.dismissed]).toEqual([[], []]);
  });
});

describe('GET /api/events/ID and /api/conversation/ID', () => {
  test('events of exactly this id, and none for nobody', async () => {
    rig.mission.eventsOf = (id) => (id === 'a%41 b' ? [{ at: '2026-01-01', event: 'Stop', extra: 1 }] : []);
    const mine = await rig.ask({ target: '/api/events/a%2541%20b', headers: rig.asCli() });
    expect(JSON.parse(mine.body)).toEqual({
      session_id: 'a%41 b',
      events: [{ at: '2026-01-01', event: 'Stop', extra: 1 }],
    });
    const nobody = await rig.ask({ target: '/api/events/a', headers: rig.asCli() });
    expect([nobody.status, JSON.parse(nobody.body)]).toEqual([200, { session_id: 'a', events: [] }]);
  });

  test('Fix 1: an id of 300 characters is 404, not a crash', async () => {
    const reply = await rig.ask({ target: `/api/events/${'e'.repeat(300)}`, headers: rig.asCli() });
    expect([reply.status, JSON.parse(reply.body)]).toEqual([
      404,
      { ok: false, error: expect.any(String), code: 'route_unknown' },
    ]);
  });

  test('Fix 4: the project directory arrives as it is, or not at all', async () => {
    rig.mission.messagesOf = () => [{ role: 'user', content: 'hi', timestamp: 't' }];
    const query = `?project_dir=${encodeURIComponent('/home/a b/x.y_z/%20/ü')}&agent=claude`;
    const reply = await rig.ask({ target: `/api/conversation/${ID}${query}`, headers: rig.asCli() });
    expect(JSON.parse(reply.body)).toEqual({
      session_id: ID,
      messages: [{ role: 'user', content: 'hi', timestamp: 't' }],
    });
    await rig.ask({ target: `/api/conversation/${ID}?agent=codex`, headers: rig.asCli() });
    await rig.ask({ target: `/api/conversation/${ID}?agent=nonsense&project_dir=`, headers: rig.asCli() });
    expect(rig.mission.asked).toEqual([
      { agent: 'claude', sessionId: ID, projectDir: '/home/a b/x.y_z/%20/ü' },
      { agent: 'codex', sessionId: ID, projectDir: null },
      { agent: 'claude', sessionId: ID, projectDir: null },
    ]);
  });
});

describe('POST /api/respond/ID', () => {
  test('without a request the text is a prompt; text that starts with "-" is text (Fix 11)', async () => {
    const { key } = put();
    const reply = await respond({ text: '-R fix this;', freeform: false, optionCount: 0 });
    expect([reply.status, JSON.parse(reply.body).ok]).toEqual([200, true]);
    expect(rig.mission.submitted).toEqual([{ sessionKey: key, action: { type: 'prompt', text: '-R fix this;' } }]);
  });

  test('a number is the option, counted from one', async () => {
    put(QUESTION);
    await respond({ text: '2', optionCount: 2 });
    expect(actions()).toEqual([{ type: 'answer', requestId: 'r1', answers: { q1: { labels: ['SQLite'] } } }]);
  });

  test('free text answers the question, also when it is a number', async () => {
    put(QUESTION);
    await respond({ text: '2', freeform: true, optionCount: 2 });
    expect(actions()).toEqual([{ type: 'answer', requestId: 'r1', answers: { q1: { labels: [], text: '2' } } }]);
  });

  test('a permission is decided by the number of its choice', async () => {
    put(PERMISSION);
    for (const text of ['1', '2', '3']) await respond({ text, optionCount: 3 });
    expect(actions()).toEqual([
      { type: 'approve', requestId: 'r1', choiceId: 'yes' },
      { type: 'approve', requestId: 'r1', choiceId: 'always' },
      { type: 'deny', requestId: 'r1' },
    ]);
  });

  test.each([
    ['an option that is not there', QUESTION, { text: '3', optionCount: 2 }],
    ['option 0', QUESTION, { text: '0' }],
    ['another number of options than the person saw', QUESTION, { text: '1', optionCount: 3 }],
    ['text for a decision', PERMISSION, { text: 'go on', freeform: true }],
    ['text for a decision that is no choice', PERMISSION, { text: 'sure', optionCount: 3 }],
    [
      'several questions at once',
      { ...QUESTION, questions: [...QUESTION.questions, ...QUESTION.questions] },
      { text: '1' },
    ],
  ] satisfies [string, Request, unknown][])('%s is refused and nothing is sent', async (_name, request, body) => {
    put(request);
    const reply = await respond(body);
    expect([reply.status, JSON.parse(reply.body)]).toEqual([
      400,
      { ok: false, error: expect.any(String), code: 'respond_invalid' },
    ]);
    expect(actions()).toEqual([]);
  });

  test.each([
    ['a list', '[1,2]'],
    ['null', 'null'],
    ['no JSON', '{'],
    ['nothing', ''],
    ['numeric text', { text: 5 }],
    ['blank text', { text: '  ' }],
    ['text that is a list', { text: ['x'] }],
    ['a textual optionCount', { text: '1', optionCount: '3', freeform: true }],
    ['a fractional optionCount', { text: '1', optionCount: 2.5 }],
    ['a boolean optionCount', { text: '1', optionCount: true }],
    ['a negative optionCount', { text: '1', optionCount: -1 }],
    ['a textual freeform', { text: '1', freeform: 'yes' }],
  ])('Fix 2: %s as a body is refused with a reason', async (_name, body) => {
    put();
    const reply = await respond(body);
    expect([reply.status, JSON.parse(reply.body)]).toEqual([
      400,
      { ok: false, error: expect.any(String), code: 'body_malformed' },
    ]);
    expect(actions()).toEqual([]);
  });

  test('Fix 2: optionCount null and freeform null are as good as absent', async () => {
    put();
    const reply = await respond({ text: 'x', freeform: null, optionCount: null, more: 'fields' });
    expect([reply.status, actions().length]).toEqual([200, 1]);
  });

  test('Fix 2: pane 0 is a pane', async () => {
    rig.mission.put(
      fakeSession({ pane: { terminal: 'zellij', session: 'main', pane: 'terminal_0', label: 'main 0' } }),
    );
    expect((await respond({ text: 'x' })).status).toBe(200);
    expect((await state()).sessions[0]).toMatchObject({ zellij_pane: 'terminal_0' });
  });

  test.each(['confirmed', 'accepted'] as const)('ok when it is %s', async (delivered) => {
    put();
    rig.mission.outcome = () => ({ state: delivered });
    const reply = await respond({ text: 'x' });
    expect([reply.status, JSON.parse(reply.body)]).toMatchObject([200, { ok: true, amc_delivery: delivered }]);
  });

  test.each(['refused', 'failed', 'unknown', 'queued', 'delivering'] as const)(
    'not ok when it is %s, with the reason',
    async (delivered) => {
      put();
      rig.mission.outcome = () => ({
        state: delivered,
        reason: { code: 'pane_gone', message: 'The pane is gone.', next: 'Open it again.' },
      });
      const reply = await respond({ text: 'x' });
      expect([reply.status, JSON.parse(reply.body)]).toEqual([
        500,
        { ok: false, error: 'The pane is gone. Open it again.', code: 'pane_gone' },
      ]);
    },
  );

  test('what the mission does not take is told with its reason', async () => {
    put(QUESTION);
    rig.mission.submit = () => {
      throw new UserError({ code: 'request_closed', message: 'It was answered before.' });
    };
    const reply = await respond({ text: '1' });
    expect([reply.status, JSON.parse(reply.body)]).toEqual([
      409,
      { ok: false, error: 'It was answered before.', code: 'request_closed' },
    ]);
  });

  test('Fix 9: an id is matched exactly, never by a part of it', async () => {
    put();
    for (const id of [ID.slice(0, 8), `${ID}0`, ID.toUpperCase().replace('8', 'A')]) {
      expect((await respond({ text: 'x' }, id)).status).toBe(404);
    }
    expect(actions()).toEqual([]);
  });

  test('with one id under two agents the one that was active last is meant', async () => {
    rig.mission.put(fakeSession({ agent: 'claude', lastActivityAt: 1_000 }));
    rig.mission.put(fakeSession({ agent: 'codex', lastActivityAt: 2_000 }));
    await respond({ text: 'x' });
    expect(rig.mission.submitted[0]?.sessionKey).toBe(`codex:${ID}`);
  });

  test('Fix 12: one that waits for its delivery delays nobody', async () => {
    put();
    let settle = (): void => undefined;
    const settled = rig.mission.settled.bind(rig.mission);
    rig.mission.settled = async (id, waitMs) => {
      await new Promise<void>((resolve) => (settle = resolve));
      return settled(id, waitMs);
    };
    const waiting = respond({ text: 'x' });
    while (rig.mission.submitted.length === 0) await state();
    expect((await state()).sessions).toHaveLength(1);
    settle();
    expect((await waiting).status).toBe(200);
  });
});
