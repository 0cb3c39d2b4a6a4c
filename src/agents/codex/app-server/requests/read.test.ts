import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../../../contract/command.ts';
import { Request } from '../../../../contract/request.ts';
import type { Ask } from './ask.ts';
import { readAsk } from './read.ts';

const FIXTURE = new URL('../../../../../test/fixtures/codex/server-asks.jsonl', import.meta.url);
const frames: { method: string; id: number; params: Record<string, unknown> }[] = readFileSync(FIXTURE, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const EDIT = {
  type: 'fileChange',
  id: 'call_Af6NlKcfsxe68aNN',
  changes: [{ path: '/srv/shared/b.txt', kind: { type: 'add' }, diff: 'hello\nworld\n' }],
};

function recorded(method: string, change: Record<string, unknown> = {}): Ask {
  const frame = frames.find((one) => one.method === method);
  if (frame === undefined) throw new Error(`No ${method} in the fixture`);
  const parsed = readAsk({
    ...frame,
    params: { ...frame.params, ...change },
    heardAt: 7,
    item: (id) => (id === EDIT.id ? EDIT : undefined),
  });
  if (parsed.kind !== 'ask') throw new Error(`Expected an ask, got ${JSON.stringify(parsed)}`);
  return parsed.ask;
}

function reply(
  ask: Ask,
  action:
    | Omit<Extract<Action, { type: 'approve' }>, 'requestId'>
    | Omit<Extract<Action, { type: 'deny' }>, 'requestId'>,
) {
  return ask.compose({ requestId: ask.request.id, ...action });
}

describe('every recorded request', () => {
  it.each(frames.map(({ method }) => method))('%s fits the contract and has a stable id', (method) => {
    const { request } = recorded(method);
    const evidence = { source: 'app_server', at: 1, detail: '' };
    expect(Request.safeParse({ ...request, evidence, answer: { channel: 'none', reason: '' } }).error).toBeUndefined();
    expect(recorded(method).request.id).toBe(request.id);
    expect(request.id).toContain('01a202');
  });

  it.each(frames.map(({ method }) => method))('%s without what it needs is malformed, not a crash', (method) => {
    for (const params of [null, undefined, [], 'text', {}, { threadId: 5 }]) {
      expect(readAsk({ id: 1, method, params, heardAt: 0, item: () => undefined })).toMatchObject({
        kind: 'malformed',
      });
    }
  });
});

describe('a command', () => {
  const method = 'item/commandExecution/requestApproval';

  it('is answered with the words of the server', () => {
    const ask = recorded(method);
    expect(ask.request).toMatchObject({
      title: 'Run touch /home/user/made1',
      command: 'touch /home/user/made1',
      openedAt: 1795332715653,
    });
    expect(reply(ask, { type: 'approve' })).toEqual({ ok: true, effect: 'allow', result: { decision: 'accept' } });
    expect(reply(ask, { type: 'approve', choiceId: 'acceptWithExecpolicyAmendment' })).toEqual({
      ok: true,
      effect: 'allow',
      result: { decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: ['touch', '/home/user/made1'] } } },
    });
    expect(reply(ask, { type: 'deny' })).toEqual({ ok: true, effect: 'deny', result: { decision: 'decline' } });
    expect(reply(ask, { type: 'approve', choiceId: 'cancel' })).toEqual({
      ok: true,
      effect: 'deny',
      result: { decision: 'cancel' },
    });
  });

  it('offers only what it understands', () => {
    const ask = recorded(method, {
      availableDecisions: [
        'accept',
        'acceptForever',
        { somethingNew: {} },
        { applyNetworkPolicyAmendment: { network_policy_amendment: { host: 'example.org', action: 'deny' } } },
        'cancel',
      ],
    });
    expect(ask.request.kind === 'permission' && ask.request.choices.map(({ id, effect }) => `${id} ${effect}`)).toEqual(
      ['accept allow', 'network-deny:example.org deny', 'decline deny', 'cancel cancel'],
    );
    expect(reply(ask, { type: 'approve', choiceId: 'acceptForever' })).toMatchObject({
      ok: false,
      reason: { code: 'no_such_choice' },
    });
  });

  it('takes no answer and no message', () => {
    const ask = recorded(method);
    expect(ask.compose({ type: 'answer', requestId: ask.request.id, answers: {} })).toMatchObject({ ok: false });
    expect(reply(ask, { type: 'deny', message: 'rather not' })).toMatchObject({
      ok: false,
      reason: { code: 'takes_no_message' },
    });
  });

  it('keeps two callbacks of one item apart', () => {
    expect(recorded(method, { approvalId: 'one' }).request.id).not.toBe(
      recorded(method, { approvalId: 'two' }).request.id,
    );
  });

  it('names the host of a network approval', () => {
    const { request } = recorded(method, { networkApprovalContext: { host: 'example.org', protocol: 'https' } });
    expect(request).toMatchObject({ title: 'Connect to example.org (https)' });
  });
});

describe('an edit', () => {
  const method = 'item/fileChange/requestApproval';

  it('shows what it would do', () => {
    expect(recorded(method).request).toMatchObject({
      title: 'Edit /srv/shared/b.txt',
      edits: [{ path: '/srv/shared/b.txt', before: '', after: 'hello\nworld\n' }],
    });
  });

  it('is shown without its diff when the item was never seen', () => {
    const { request } = recorded(method, { itemId: 'call_other' });
    expect(request).toMatchObject({ title: 'Edit files' });
    expect(request).not.toHaveProperty('edits');
  });
});

describe('more permissions', () => {
  const method = 'item/permissions/requestApproval';
  const asked = { network: { enabled: true }, fileSystem: { read: null, write: ['/srv/shared'] } };

  it('are granted as asked, or not at all', () => {
    const ask = recorded(method, { permissions: asked });
    expect(ask.request).toMatchObject({ title: 'Grant network; writing /srv/shared' });
    expect(reply(ask, { type: 'approve' })).toMatchObject({ result: { permissions: asked, scope: 'turn' } });
    expect(reply(ask, { type: 'approve', choiceId: 'session' })).toMatchObject({ result: { scope: 'session' } });
    expect(reply(ask, { type: 'approve', choiceId: 'strict' })).toMatchObject({ result: { strictAutoReview: true } });
    expect(reply(ask, { type: 'deny' })).toEqual({
      ok: true,
      effect: 'deny',
      result: { permissions: {}, scope: 'turn' },
    });
  });

  it('are proven by the output of the call', () => {
    const { proof } = recorded(method);
    if (proof.by !== 'call_output') throw new Error('Expected a proof by output');
    const granted = { permissions: { network: { enabled: true }, file_system: null }, scope: 'turn' };
    const denied = { permissions: { network: null, file_system: null }, scope: 'turn' };
    expect(proof.agrees({ permissions: asked, scope: 'turn' }, granted)).toBe(true);
    expect(proof.agrees({ permissions: asked, scope: 'session' }, granted)).toBe(false);
    expect(proof.agrees({ permissions: {}, scope: 'turn' }, denied)).toBe(true);
    expect(proof.agrees({ permissions: {}, scope: 'turn' }, granted)).toBe(false);
  });
});

describe('questions', () => {
  const method = 'item/tool/requestUserInput';
  const answer = (ask: Ask, answers: Extract<Action, { type: 'answer' }>['answers']) =>
    ask.compose({ type: 'answer', requestId: ask.request.id, answers });

  it('are answered as the terminal would', () => {
    const ask = recorded(method);
    expect(answer(ask, { colour: { labels: ['Red'] }, size: { labels: ['L'], text: ' wide ' } })).toMatchObject({
      result: { answers: { colour: { answers: ['Red'] }, size: { answers: ['L', 'user_note: wide'] } } },
    });
    expect(answer(ask, { colour: { labels: ['Red'], note: 'dark' }, size: { labels: ['L'] } })).toMatchObject({
      result: { answers: { colour: { answers: ['Red', 'user_note: dark'] } } },
    });
    expect(answer(ask, { colour: { labels: [], text: 'green' }, size: { labels: ['S'] } })).toMatchObject({
      result: { answers: { colour: { answers: ['None of the above', 'user_note: green'] } } },
    });
  });

  it('are refused half answered or with options that are none', () => {
    const ask = recorded(method);
    for (const colour of [undefined, { labels: ['Mauve'] }, { labels: ['Red', 'Blue'] }, { labels: [], text: ' ' }]) {
      const answers = { size: { labels: ['S'] }, ...(colour === undefined ? {} : { colour }) };
      expect(answer(ask, answers)).toMatchObject({ ok: false, reason: { code: 'bad_answer' } });
    }
  });

  it('for a secret are not answered by AMC', () => {
    const questions = [
      { id: 'token', header: 'Token', question: 'Token?', isOther: true, isSecret: true, options: null },
    ];
    expect(recorded(method, { questions }).unanswerable).toContain('secret');
  });
});

describe('an elicitation', () => {
  const method = 'mcpServer/elicitation/request';
  const schema = {
    type: 'object',
    properties: {
      name: { type: 'string', title: 'Name', minLength: 2 },
      mail: { type: 'string', format: 'email' },
      age: { type: 'integer', minimum: 1, maximum: 150, default: 30 },
      sure: { type: 'boolean', default: false },
      colour: { type: 'string', enum: ['r', 'b'], enumNames: ['Red', 'Blue'] },
      tags: { type: 'array', items: { type: 'string', enum: ['a', 'b', 'c'] }, maxItems: 2 },
    },
    required: ['name', 'sure'],
  };
  const form = () => recorded(method, { requestedSchema: schema });
  const answer = (answers: Extract<Action, { type: 'answer' }>['answers']) =>
    form().compose({ type: 'answer', requestId: 'x', answers });
  const text = (words: string) => ({ labels: [], text: words });
  const sure = text('yes');

  it('shows its fields', () => {
    const { request, unanswerable } = form();
    expect(unanswerable).toBeNull();
    expect(request).toMatchObject({ kind: 'elicitation', server: 'probe', text: 'What is your name?' });
    expect(request.kind === 'elicitation' && request.fields).toEqual([
      { id: 'name', label: 'Name', type: 'text', required: true },
      { id: 'mail', label: 'mail', type: 'text', format: 'email', required: false },
      { id: 'age', label: 'age', type: 'integer', required: false, initial: '30' },
      { id: 'sure', label: 'sure', type: 'boolean', required: true, initial: 'false' },
      {
        id: 'colour',
        label: 'colour',
        type: 'select',
        required: false,
        options: [
          { value: 'r', label: 'Red' },
          { value: 'b', label: 'Blue' },
        ],
      },
      {
        id: 'tags',
        label: 'tags',
        type: 'multi_select',
        required: false,
        options: ['a', 'b', 'c'].map((value) => ({ value, label: value })),
      },
    ]);
    expect(request.kind === 'elicitation' && request.choices.map(({ id }) => id)).toEqual(['decline', 'cancel']);
  });

  it('is answered with values of the types it asks for', () => {
    const given = {
      name: text('Jo'),
      age: text('31'),
      sure,
      colour: { labels: ['Blue'] },
      tags: { labels: ['a', 'c'] },
    };
    expect(answer(given)).toEqual({
      ok: true,
      effect: 'answer',
      result: {
        action: 'accept',
        content: { name: 'Jo', age: 31, sure: true, colour: 'b', tags: ['a', 'c'] },
        _meta: null,
      },
    });
  });

  it.each([
    ['name is missing', { sure }],
    ['name is too short', { name: text('J'), sure }],
    ['the mail is none', { name: text('Jo'), sure, mail: text('nobody') }],
    ['the age is no whole number', { name: text('Jo'), sure, age: text('3.5') }],
    ['the age is too high', { name: text('Jo'), sure, age: text('151') }],
    ['sure is neither', { name: text('Jo'), sure: text('perhaps') }],
    ['there is no such colour', { name: text('Jo'), sure, colour: { labels: ['Green'] } }],
    ['there are too many tags', { name: text('Jo'), sure, tags: { labels: ['a', 'b', 'c'] } }],
    ['there is no such field', { name: text('Jo'), sure, shoe: text('43') }],
  ])('is refused when %s', (_, answers) => {
    expect(answer(answers)).toMatchObject({ ok: false, reason: { code: 'bad_answer' } });
  });

  it('is declined or dismissed, as was chosen', () => {
    expect(reply(form(), { type: 'deny' })).toMatchObject({ result: { action: 'decline', content: null } });
    expect(reply(form(), { type: 'deny', choiceId: 'cancel' })).toMatchObject({ result: { action: 'cancel' } });
    expect(reply(form(), { type: 'approve' })).toMatchObject({ ok: false });
  });

  it('with a field AMC does not know is left to the terminal', () => {
    const ask = recorded(method, { requestedSchema: { type: 'object', properties: { when: { type: 'moment' } } } });
    expect(ask.unanswerable).toContain('terminal');
    expect(ask.compose({ type: 'answer', requestId: 'x', answers: {} })).toMatchObject({ ok: false });
  });

  it('without fields is a yes or no', () => {
    const ask = recorded(method, { requestedSchema: { type: 'object', properties: {} }, message: 'Shall I?' });
    expect(ask.request).toMatchObject({ kind: 'elicitation', text: 'Shall I?', fields: [] });
    expect(reply(ask, { type: 'approve' })).toMatchObject({ result: { action: 'accept', content: {} } });
    expect(reply(ask, { type: 'deny' })).toMatchObject({ result: { action: 'decline' } });
  });

  it('to a page shows where', () => {
    const ask = recorded(method, { mode: 'url', requestedSchema: undefined, url: 'http://localhost/in' });
    expect(ask.request).toMatchObject({ kind: 'elicitation', url: 'http://localhost/in', fields: [] });
    expect(reply(ask, { type: 'approve' })).toMatchObject({ result: { action: 'accept', content: null } });
  });

  it('of Codex itself is the permission to run a tool, which can be remembered', () => {
    const _meta = {
      codex_approval_kind: 'mcp_tool_call',
      persist: ['session', 'always'],
      tool_name: 'send',
      tool_params: { to: 'all' },
    };
    const ask = recorded(method, { _meta, requestedSchema: { type: 'object', properties: {} }, message: 'Run it?' });
    expect(ask.request).toMatchObject({ kind: 'permission', tool: 'mcp: probe/send', title: 'Run it?' });
    expect(reply(ask, { type: 'approve', choiceId: 'session' })).toMatchObject({
      effect: 'allow',
      result: { action: 'accept', _meta: { persist: 'session' } },
    });
  });
});

it('requests for programs are nobody’s to answer', () => {
  for (const method of [
    'item/tool/call',
    'account/chatgptAuthTokens/refresh',
    'currentTime/read',
    'toString',
    'brand/new',
  ]) {
    expect(readAsk({ id: 1, method, params: {}, heardAt: 0, item: () => undefined })).toEqual({ kind: 'not_ours' });
  }
});
