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

  it('with fields is shown and answered in the terminal', () => {
    const ask = recorded(method);
    expect(ask.request).toMatchObject({ kind: 'elicitation', text: 'probe: What is your name?' });
    expect(ask.unanswerable).toContain('terminal');
    expect(reply(ask, { type: 'approve' })).toMatchObject({ ok: false });
  });

  it('without fields is a yes or no', () => {
    const ask = recorded(method, { requestedSchema: { type: 'object', properties: {} }, message: 'Run the tool?' });
    expect(ask.request).toMatchObject({ kind: 'permission', title: 'Run the tool?' });
    expect(reply(ask, { type: 'approve' })).toMatchObject({ result: { action: 'accept', content: {} } });
    expect(reply(ask, { type: 'deny' })).toMatchObject({ result: { action: 'decline' } });
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
