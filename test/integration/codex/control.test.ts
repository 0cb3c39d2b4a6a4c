import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeAppServer, type FakeThread } from './fake-app-server.ts';
import { WatchedCodex } from './watched-codex.ts';

const ID = '01a2022a-10b6-7bc1-82a4-b314b5d009b8';
const CHILD = '01a20231-0dbd-7fc2-a2f6-49d6c8b559b3';
const IDLE = { type: 'idle' };
const ASKING = { type: 'active', activeFlags: ['waitingOnApproval'] };
const WORKSPACE = {
  model: 'gpt-5.5',
  effort: 'low',
  approvalPolicy: 'on-request',
  approvalsReviewer: 'user',
  sandboxPolicy: { type: 'workspaceWrite' },
  collaborationMode: { mode: 'default' },
};

let codexHome: string;
let server: FakeAppServer;
let thread: FakeThread;
beforeEach(async () => {
  codexHome = mkdtempSync(join(tmpdir(), 'amc-'));
  server = new FakeAppServer(codexHome);
  thread = server.add({ id: ID, loaded: true, status: IDLE, over: { model: 'gpt-5.5', reasoningEffort: 'low' } });
  server.answers.set('model/list', () => ({
    result: {
      data: [
        {
          model: 'gpt-5.5',
          displayName: 'GPT-5.5',
          supportedReasoningEfforts: [{ reasoningEffort: 'low' }, { reasoningEffort: 'high' }],
        },
        { model: 'secret', hidden: true },
      ],
      nextCursor: null,
    },
  }));
  await server.listen();
});
afterEach(async () => {
  await server.stop();
  rmSync(codexHome, { recursive: true });
});

const offer = (watched: WatchedCodex, action: string) =>
  watched.adapter.offers(watched.context(ID)).find((one) => one.action === action);
const setTo = (over: Record<string, unknown> = {}) =>
  server.notify('thread/settings/updated', { threadId: ID, threadSettings: { ...WORKSPACE, ...over } });

async function idle(): Promise<WatchedCodex> {
  const watched = await WatchedCodex.start(codexHome);
  await watched.untilStatus(ID, 'idle');
  return watched;
}

test('a mode is set by what it stands for, proven by the server’s word, and then the current one', async () => {
  await using watched = await idle();
  const set = watched.deliver(ID, { type: 'mode', mode: 'read-only' });
  expect(await set).toMatchObject({ state: 'accepted', via: 'codex-server' });
  expect(server.calls('thread/settings/update')[0]?.params).toEqual({
    threadId: ID,
    permissions: ':read-only',
    approvalPolicy: 'on-request',
    approvalsReviewer: 'user',
  });
  setTo();
  setTo({ sandboxPolicy: { type: 'readOnly' } });
  expect(await watched.until('done', ({ value }) => value === 'read-only')).toMatchObject({ action: 'mode' });
  expect(offer(watched, 'mode')).toMatchObject({ path: { channel: 'structured' }, current: 'read-only' });
  expect(watched.session(ID)?.facts).toMatchObject({ mode: 'read-only', effort: 'low' });
  // What is set already is not sent again: the server would say nothing.
  expect(await watched.deliver(ID, { type: 'mode', mode: 'read-only' })).toMatchObject({
    confirmed: { source: 'app_server' },
  });
  expect(server.calls('thread/settings/update')).toHaveLength(1);
  setTo({ approvalPolicy: 'never' });
  await watched.until('done', ({ value }) => value === 'workspace-write, never');
});

test('a model is one of those that are offered: the server would take any', async () => {
  await using watched = await idle();
  await expect
    .poll(() => offer(watched, 'model')?.choices)
    .toEqual([{ id: 'gpt-5.5', label: 'GPT-5.5', efforts: ['low', 'high'] }]);
  const refused = (code: string) => ({ state: 'refused', reason: { code } });
  expect(await watched.deliver(ID, { type: 'model', model: 'gpt-9' })).toMatchObject(refused('no_such_model'));
  expect(await watched.deliver(ID, { type: 'model', model: 'gpt-5.5', effort: 'huge' })).toMatchObject(
    refused('no_such_effort'),
  );
  expect(await watched.deliver(ID, { type: 'mode', mode: 'whatever' })).toMatchObject(refused('no_such_mode'));
  expect(await watched.deliver(ID, { type: 'compact', instructions: 'briefly' })).toMatchObject(
    refused('takes_no_instructions'),
  );
  expect(server.calls('thread/settings/update')).toEqual([]);
  expect(await watched.deliver(ID, { type: 'model', model: 'gpt-5.5', effort: 'high' })).toMatchObject({
    state: 'accepted',
  });
});

test('what an older server does not know is not offered any more, with the reason', async () => {
  server.answers.set('thread/settings/update', () => ({
    error: {
      code: -32_600,
      message: 'Invalid request: unknown variant `thread/settings/update`, expected one of `initialize`',
    },
  }));
  await using watched = await idle();
  expect(await watched.deliver(ID, { type: 'mode', mode: 'read-only' })).toMatchObject({ state: 'refused' });
  expect(offer(watched, 'mode')?.path).toEqual({
    channel: 'none',
    reason: 'this Codex server does not know thread/settings/update',
  });
  expect(offer(watched, 'rename')?.path).toMatchObject({ channel: 'structured' });
});

test.each(['/compact', '/new', ' /model gpt-5.5', '!rm -rf .'])('%s is not sent as words', async (text) => {
  await using watched = await idle();
  expect(await watched.deliver(ID, { type: 'prompt', text })).toMatchObject({
    state: 'refused',
    reason: { code: 'prefix' },
  });
  expect(server.calls('turn/start')).toEqual([]);
});

test('pictures go as pictures, other files by their path, and neither is in the recorded words', async () => {
  await using watched = await idle();
  const [picture, notes] = [join(codexHome, 'a.png'), join(codexHome, 'notes.txt')];
  writeFileSync(picture, '\x89PNG\r\n\x1a\n', 'latin1');
  writeFileSync(notes, 'words');
  const attachments = [{ path: picture }, { path: notes }];
  expect(await watched.deliver(ID, { type: 'prompt', text: '/etc is a folder', attachments })).toMatchObject({
    state: 'accepted',
  });
  const input = server.calls('turn/start')[0]?.params?.['input'];
  expect(input).toEqual([
    { type: 'text', text: '/etc is a folder', text_elements: [] },
    { type: 'localImage', path: picture },
    { type: 'text', text: `Attached file: ${notes}`, text_elements: [] },
  ]);
  server.notify('item/completed', { threadId: ID, item: { type: 'userMessage', id: 'u1', content: input } });
  expect(await watched.until('prompt_recorded')).toMatchObject({ text: '/etc is a folder' });
  const gone = { type: 'prompt' as const, text: 'x', attachments: [{ path: join(codexHome, 'none') }] };
  expect(await watched.deliver(ID, gone)).toMatchObject({
    state: 'refused',
    reason: { code: 'attachment_unreadable' },
  });
});

test('what a subagent asks is shown at its conversation, in order, and answered there', async () => {
  const ask = (id: number, threadId: string, startedAtMs: number) => ({
    id,
    method: 'item/commandExecution/requestApproval',
    params: { threadId, turnId: 't', itemId: `call_${id}`, startedAtMs, command: `touch ${id}`, cwd: '/' },
  });
  const spawn = { thread_spawn: { parent_thread_id: ID, agent_path: '/root/harbour' } };
  server.add({
    id: CHILD,
    loaded: true,
    status: ASKING,
    over: { parentThreadId: ID, sessionId: ID, source: { subAgent: spawn } },
    open: [ask(1, CHILD, 2_000)],
  });
  server.setStatus(thread, ASKING);
  thread.open = [ask(2, ID, 1_000)];
  await using watched = await WatchedCodex.start(codexHome);
  await expect.poll(() => watched.session(ID)?.requests.length).toBe(2);
  expect([...watched.sessions.keys()]).toEqual([`codex:${ID}`]);
  const [own, childs] = watched.session(ID)?.requests ?? [];
  expect(own?.request).toMatchObject({ command: 'touch 2' });
  expect(childs?.request).toMatchObject({ command: 'touch 1', subagent: { id: CHILD, type: 'harbour' } });

  // The server says "resolved" at once.
  const requestId = childs?.request.id ?? '';
  expect(watched.adapter.path(watched.context(ID), { type: 'request', requestId })).toMatchObject({
    channel: 'structured',
  });
  const answered = watched.deliver(ID, { type: 'approve', requestId });
  await expect.poll(() => server.replies).toEqual([{ id: 1, result: { decision: 'accept' } }]);
  server.notify('serverRequest/resolved', { threadId: CHILD, requestId: 1 });
  expect(await answered).toMatchObject({ state: 'accepted' });
  await watched.until('request_closed', (one) => one.requestId === requestId && one.by === 'amc');
  expect(watched.session(ID)?.requests).toHaveLength(1);
});

test('an error says what caused it, and when its limit ends', async () => {
  const resetsAt = Math.floor(Date.now() / 1_000) + 3_600;
  server.setStatus(thread, { type: 'active', activeFlags: [] });
  await using watched = await WatchedCodex.start(codexHome);
  await watched.untilStatus(ID, 'working');
  const limits = { primary: { usedPercent: 100, resetsAt }, secondary: { usedPercent: 20, resetsAt: resetsAt + 9 } };
  server.notify('account/rateLimits/updated', { rateLimits: limits });
  const failed = (id: string, codexErrorInfo: unknown) =>
    server.notify('turn/completed', {
      threadId: ID,
      turn: { id, status: 'failed', error: { message: id, codexErrorInfo } },
    });
  failed('limit', 'usageLimitExceeded');
  failed('busy', { httpConnectionFailed: { httpStatusCode: 503 } });
  failed('key', 'unauthorized');
  const { request } = await watched.until('request_opened', (one) => one.request.id.includes('limit'));
  expect(request).toMatchObject({ kind: 'error', cause: 'rate_limit', resetsAt: resetsAt * 1_000 });
  const cause = async (id: string) =>
    (await watched.until('request_opened', (one) => one.request.id.includes(id))).request;
  expect(await cause('busy')).toMatchObject({ cause: 'overloaded' });
  expect(await cause('key')).toMatchObject({ cause: 'authentication' });
});
