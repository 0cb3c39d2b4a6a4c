import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { waitFor } from '../../rig/wait-for.ts';
import { FakeAppServer, threadOf, type FakeThread } from './fake-app-server.ts';
import { WatchedCodex } from './watched-codex.ts';

const ID = '01a2022a-10b6-7bc1-82a4-b314b5d009b8';
const OTHER = '01a20231-0dbd-7fc2-a2f6-49d6c8b559b3';
const IDLE = { type: 'idle' };
const ACTIVE = { type: 'active', activeFlags: [] };
const WAITING = { type: 'active', activeFlags: ['waitingOnApproval'] };

let codexHome: string;
let server: FakeAppServer;
beforeEach(() => {
  codexHome = mkdtempSync(join(tmpdir(), 'amc-'));
  server = new FakeAppServer(codexHome);
});
afterEach(async () => {
  await server.stop();
  rmSync(codexHome, { recursive: true });
});

const runningTurn = (items: unknown[] = []) => ({
  id: 'turn-1',
  status: 'inProgress',
  items,
  startedAt: 1_795_332_700,
});
const approval = (id: number, itemId = 'call_1') => ({
  id,
  method: 'item/commandExecution/requestApproval',
  params: {
    threadId: ID,
    turnId: 'turn-1',
    itemId,
    startedAtMs: Date.now(),
    command: 'touch made',
    cwd: '/home/user/project',
  },
});
const requestId = (itemId = 'call_1') => `${ID}:${itemId}:command`;

function waiting(open: FakeThread['open'] = [approval(0)]): FakeThread {
  return server.add({ id: ID, loaded: true, status: WAITING, turn: runningTurn(), open });
}

function endItem(status: string, itemId = 'call_1'): void {
  server.notify('item/completed', {
    threadId: ID,
    turnId: 'turn-1',
    item: { type: 'commandExecution', id: itemId, status },
  });
}

async function watchedAndListening(): Promise<WatchedCodex> {
  await server.listen();
  const watched = await WatchedCodex.start(codexHome);
  await watched.until('request_opened');
  return watched;
}

describe('the connection', () => {
  test('is made when a server appears, lost and made again, at no cost in between', async () => {
    await using watched = await WatchedCodex.start(codexHome);
    expect(watched.adapter.health()).toMatchObject([{ state: 'absent' }]);
    server.add({ id: ID, loaded: true, status: IDLE });
    await server.listen();
    await watched.untilStatus(ID, 'idle');
    expect(watched.adapter.health()).toMatchObject([{ state: 'ok', detail: 'connected to Codex 0.169.0' }]);

    await server.stop();
    await watched.untilStatus(ID, 'unknown');
    expect(watched.adapter.path(watched.context(ID), { type: 'prompt' })).toEqual({
      channel: 'none',
      reason: 'the connection to the Codex server is lost',
    });
    expect(await watched.deliver(ID, { type: 'prompt', text: 'hi' })).toMatchObject({
      state: 'failed',
      reason: { code: 'not_connected' },
    });

    server = new FakeAppServer(codexHome);
    server.add({ id: ID, loaded: true, status: IDLE });
    rmSync(server.socketFolder, { recursive: true });
    await server.listen();
    await watched.untilStatus(ID, 'idle');
  });

  test('is not made to a socket others could have put there', async () => {
    server.add({ id: ID, loaded: true, status: IDLE });
    await server.listen();
    chmodSync(server.socketFolder, 0o777);
    await using watched = await WatchedCodex.start(codexHome);
    expect(watched.adapter.health()).toMatchObject([
      { state: 'failed', detail: expect.stringContaining('can be written by others') },
    ]);
    expect(server.clients).toBe(0);
  });

  test('survives whatever the server says', async () => {
    server.add({ id: ID, loaded: true, status: IDLE });
    server.add({ id: OTHER, loaded: true, status: IDLE, over: { status: 5 } });
    await server.listen();
    await using watched = await WatchedCodex.start(codexHome);
    await watched.untilStatus(ID, 'idle');
    for (const raw of [
      '{',
      '[]',
      'null',
      '"text"',
      '{}',
      Buffer.from([0xff, 0x00]),
      '{"id":999,"result":{}}',
      '{"method":5}',
    ])
      server.sendRaw(raw);
    server.notify('brand/new', { threadId: ID });
    server.notify('thread/status/changed', { threadId: ID });
    server.notify('thread/status/changed', { threadId: ID, status: { type: 'dreaming' } });
    server.notify('item/started', { threadId: ID, item: { type: 'telepathy', id: 'x' } });
    server.notify('item/completed', { threadId: ID, item: null });
    server.ask(1, 'item/commandExecution/requestApproval', { threadId: ID });
    server.ask(2, 'item/tool/call', { threadId: ID });
    server.notify('thread/name/updated', { threadId: ID, threadName: 'Still here' });
    await watched.until('described', ({ facts }) => facts.title?.text === 'Still here');
    expect(watched.session(ID)?.status.value).toBe('unknown');
    expect(watched.adapter.health()).toMatchObject([
      { state: 'degraded', detail: expect.stringContaining('not understood') },
    ]);
    expect(server.replies).toEqual([]);
  });
});

describe('threads', () => {
  test('that are internal or belong to another are not shown; a subagent is only listened to', async () => {
    const over = [
      { ephemeral: true, path: null, threadSource: 'thread_title' },
      { parentThreadId: OTHER },
      { source: { subAgent: 'review' } },
    ];
    over.forEach((one, index) =>
      server.add({ id: ID.replace(/.$/, String(index)), loaded: true, status: ACTIVE, over: one }),
    );
    server.add({ id: OTHER, loaded: true, status: IDLE });
    await server.listen();
    await using watched = await WatchedCodex.start(codexHome);
    await watched.untilStatus(OTHER, 'idle');
    server.notify('thread/status/changed', { threadId: ID.replace(/.$/, '0'), status: IDLE });
    server.notify('thread/name/updated', { threadId: OTHER, threadName: 'Done' });
    await watched.until('described', ({ facts }) => facts.title?.text === 'Done');
    expect([...watched.sessions.keys()]).toEqual([`codex:${OTHER}`]);
    const resumed = server.calls('thread/resume').map(({ params }) => params?.['threadId']);
    expect(resumed).toEqual([ID.replace(/.$/, '1')]);
    expect(server.received.map(({ method }) => method).filter((method) => method?.startsWith('turn/'))).toEqual([]);
  });

  test('that come while all are looked at stay, with what they ask', async () => {
    const first = server.add({ id: ID, loaded: true, status: IDLE });
    await server.listen();
    let listed = 0;
    // While AMC waits for this reading, the other one begins.
    server.answers.set('thread/read', ({ threadId }) => {
      const begun = { id: OTHER, loaded: true, status: ACTIVE } as const;
      if (threadId === ID && (listed += 1) === 1) {
        server.add(begun);
        server.notify('thread/started', { thread: threadOf(begun) });
      }
      return { result: { thread: threadOf(threadId === ID ? first : begun), readState: null } };
    });
    await using watched = await WatchedCodex.start(codexHome);
    await watched.untilStatus(ID, 'idle');
    await watched.untilStatus(OTHER, 'working');
    expect(watched.observations.filter((one) => one.type === 'activity' && one.activity === 'ended')).toEqual([]);
  });

  test('that are idle are not subscribed to, and one that is not loaded any more never is', async () => {
    const thread = server.add({ id: ID, loaded: true, status: IDLE });
    await server.listen();
    await using watched = await WatchedCodex.start(codexHome);
    await watched.untilStatus(ID, 'idle');
    thread.loaded = false;
    const asked = server.calls('thread/loaded/list').length;
    server.setStatus(thread, ACTIVE);
    await waitFor(() => server.calls('thread/loaded/list').length > asked, { what: 'the look before subscribing' });
    server.notify('thread/closed', { threadId: ID });
    await watched.untilStatus(ID, 'ended');
    expect(server.calls('thread/resume')).toEqual([]);
  });

  test('are let go when they have been idle for a while: a subscription would keep them loaded', async () => {
    const thread = server.add({ id: ID, loaded: true, status: ACTIVE, turn: runningTurn() });
    await server.listen();
    await using watched = await WatchedCodex.start(codexHome);
    await waitFor(() => server.calls('thread/resume').length === 1, { what: 'the subscription' });
    server.setStatus(thread, IDLE);
    await waitFor(() => server.calls('thread/unsubscribe').length === 1, { what: 'the end of the subscription' });
    expect(watched.session(ID)?.status.value).toBe('idle');
  });

  test('without a rollout are asked for again until they can be subscribed to', async () => {
    const thread = server.add({ id: ID, loaded: true, status: IDLE });
    let refusals = 3;
    server.answers.set('thread/resume', () => {
      refusals -= 1;
      if (refusals >= 0) return { error: { code: -32_600, message: `no rollout found for thread id ${ID}` } };
      server.answers.delete('thread/resume');
      return { result: { thread: { id: ID, status: WAITING }, initialTurnsPage: { data: [runningTurn()] } } };
    });
    thread.open = [approval(4)];
    await server.listen();
    await using watched = await WatchedCodex.start(codexHome);
    await watched.untilStatus(ID, 'idle');
    server.setStatus(thread, WAITING);
    await watched.until('request_opened', ({ request }) => request.id === requestId());
  });
});

describe('requests', () => {
  test('AMC says nothing until a person answers, and then the words of the server', async () => {
    waiting();
    await using watched = await watchedAndListening();
    server.notify('item/agentMessage/delta', { threadId: ID });
    expect(server.replies).toEqual([]);
    const delivered = watched.deliver(ID, { type: 'approve', requestId: requestId() });
    await waitFor(() => server.replies.length === 1, { what: 'the answer' });
    expect(server.replies).toEqual([{ id: 0, result: { decision: 'accept' } }]);
    server.notify('serverRequest/resolved', { threadId: ID, requestId: 0 });
    expect(await delivered).toMatchObject({ state: 'accepted', note: 'the Codex server says it is resolved' });
    await watched.until('request_closed', ({ by }) => by === 'amc');
    expect(await watched.deliver(ID, { type: 'approve', requestId: requestId() })).toMatchObject({ state: 'refused' });
    expect(server.replies).toHaveLength(1);
  });

  test('two answers at once: the item tells which one counted', async () => {
    waiting();
    await using watched = await watchedAndListening();
    const delivered = watched.deliver(ID, { type: 'deny', requestId: requestId() });
    await waitFor(() => server.replies.length === 1, { what: 'the answer' });
    // Somebody had allowed it a moment before: the command runs.
    server.notify('serverRequest/resolved', { threadId: ID, requestId: 0 });
    endItem('completed');
    await delivered;
    expect(await watched.until('request_closed')).toMatchObject({ by: 'elsewhere' });
  });

  test('a denial is not called proven until the item says so', async () => {
    waiting();
    await using watched = await watchedAndListening();
    void watched.deliver(ID, { type: 'deny', requestId: requestId() });
    await waitFor(() => server.replies.length === 1, { what: 'the answer' });
    server.notify('serverRequest/resolved', { threadId: ID, requestId: 0 });
    expect(await watched.until('request_closed')).toMatchObject({ by: 'unknown' });
    endItem('declined');
    await watched.until('request_closed', ({ by }) => by === 'amc');
  });

  test('a question: the rollout tells which answer counted', async () => {
    const folder = join(codexHome, 'sessions', '2026', '11', '22');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `rollout-2026-11-22T07-30-40-${ID}.jsonl`);
    const ask = (id: number, itemId: string) => ({
      id,
      method: 'item/tool/requestUserInput',
      params: {
        threadId: ID,
        itemId,
        questions: [{ id: 'q', header: 'H', question: 'Which?', options: [{ label: 'A' }, { label: 'B' }] }],
      },
    });
    server.add({
      id: ID,
      loaded: true,
      status: WAITING,
      turn: runningTurn(),
      open: [ask(1, 'call_a'), ask(2, 'call_b')],
      over: { path },
    });
    await server.listen();
    await using watched = await WatchedCodex.start(codexHome);
    for (const [rpcId, itemId, by] of [
      [1, 'call_a', 'amc'],
      [2, 'call_b', 'elsewhere'],
    ] as const) {
      const { request } = await watched.until('request_opened', (one) => one.request.id.includes(itemId));
      void watched.deliver(ID, { type: 'answer', requestId: request.id, answers: { q: { labels: ['A'] } } });
      await waitFor(() => server.replies.some(({ id }) => id === rpcId), { what: 'the answer' });
      server.notify('serverRequest/resolved', { threadId: ID, requestId: rpcId });
      const output = JSON.stringify({ answers: { q: { answers: [by === 'amc' ? 'A' : 'B'] } } });
      const record = {
        timestamp: new Date().toISOString(),
        type: 'response_item',
        payload: { type: 'function_call_output', call_id: itemId, output },
      };
      appendFileSync(path, `${JSON.stringify(record)}\n`);
      expect(await watched.until('request_closed', (one) => one.requestId === request.id)).toMatchObject({ by });
    }
  });

  test('under one id are not answered at all', async () => {
    waiting([approval(7, 'call_1'), approval(7, 'call_2')]);
    await using watched = await watchedAndListening();
    await watched.until('request_opened', ({ request }) => request.id === requestId('call_2'));
    expect(await watched.deliver(ID, { type: 'approve', requestId: requestId('call_1') })).toMatchObject({
      state: 'refused',
      reason: { code: 'ambiguous' },
    });
    expect(server.replies).toEqual([]);
  });

  test('survive a broken connection, under a new id; those not asked again are closed', async () => {
    const thread = waiting([approval(0, 'call_1'), approval(1, 'call_2')]);
    await using watched = await watchedAndListening();
    await watched.until('request_opened', ({ request }) => request.id === requestId('call_2'));
    thread.open = [approval(5, 'call_1')];
    server.dropClients();
    expect(await watched.until('request_closed')).toMatchObject({ requestId: requestId('call_2'), by: 'unknown' });
    expect((await watched.untilStatus(ID, 'needs_attention')).requests).toHaveLength(1);
    void watched.deliver(ID, { type: 'approve', requestId: requestId('call_1') });
    await waitFor(() => server.replies.length === 1, { what: 'the answer' });
    expect(server.replies).toEqual([{ id: 5, result: { decision: 'accept' } }]);
  });

  test('asked again later than AMC waits for it: it is open again, and can be answered', async () => {
    const thread = waiting();
    await using watched = await watchedAndListening();
    thread.open = [];
    server.dropClients();
    expect(await watched.until('request_closed')).toMatchObject({ by: 'unknown' });
    expect(watched.session(ID)?.requests).toEqual([]);
    const late = approval(7);
    server.ask(late.id, late.method, late.params);
    await waitFor(() => watched.session(ID)?.requests.length === 1, { what: 'the request to be open again' });
    void watched.deliver(ID, { type: 'approve', requestId: requestId() });
    await waitFor(() => server.replies.length === 1, { what: 'the answer' });
  });

  test('told twice over one connection: the answer between them counts', async () => {
    waiting();
    await using watched = await watchedAndListening();
    const delivered = watched.deliver(ID, { type: 'approve', requestId: requestId() });
    await waitFor(() => server.replies.length === 1, { what: 'the answer' });
    const again = approval(0);
    server.ask(again.id, again.method, again.params);
    server.notify('serverRequest/resolved', { threadId: ID, requestId: 0 });
    endItem('completed');
    await delivered;
    expect(await watched.until('request_closed')).toMatchObject({ by: 'amc' });
  });

  test('an answer into a breaking connection is unknown, never sent again by itself, and can be given anew', async () => {
    waiting();
    await using watched = await watchedAndListening();
    const delivered = watched.deliver(ID, { type: 'approve', requestId: requestId() });
    await waitFor(() => server.replies.length === 1, { what: 'the answer' });
    server.dropClients();
    expect(await delivered).toMatchObject({ state: 'unknown', reason: { code: 'connection_lost' } });
    await waitFor(() => server.calls('thread/resume').length === 2, { what: 'the second subscription' });
    await waitFor(
      () =>
        watched.adapter.path(watched.context(ID), { type: 'request', requestId: requestId() }).channel === 'structured',
      {
        what: 'the question to be open again',
      },
    );
    expect(server.replies).toHaveLength(1);
    void watched.deliver(ID, { type: 'approve', requestId: requestId() });
    await waitFor(() => server.replies.length === 2, { what: 'the second answer' });
  });
});

describe('prompts and interruptions', () => {
  const prompt = { type: 'prompt', text: 'go on' } as const;

  async function idle(): Promise<WatchedCodex> {
    server.add({ id: ID, loaded: true, status: IDLE });
    await server.listen();
    const watched = await WatchedCodex.start(codexHome);
    await watched.untilStatus(ID, 'idle');
    return watched;
  }

  test('a connection that breaks before the reply: unknown, and sent once', async () => {
    await using watched = await idle();
    server.answers.set('turn/start', () => 'drop');
    expect(await watched.deliver(ID, prompt)).toMatchObject({ state: 'unknown', reason: { code: 'connection_lost' } });
    await watched.untilStatus(ID, 'idle');
    await waitFor(() => server.calls('initialize').length === 2, { what: 'the next connection' });
    expect(server.calls('turn/start')).toHaveLength(1);
  });

  test('no reply: unknown when AMC stops waiting', async () => {
    await using watched = await idle();
    server.answers.set('turn/start', () => 'silence');
    const given = new AbortController();
    const delivered = watched.adapter.deliver(watched.context(ID), prompt, given.signal);
    await waitFor(() => server.calls('turn/start').length === 1, { what: 'the prompt' });
    given.abort();
    expect(await delivered).toMatchObject({ state: 'unknown' });
    expect(await watched.adapter.deliver(watched.context(ID), prompt, given.signal)).toMatchObject({ state: 'failed' });
    expect(server.calls('turn/start')).toHaveLength(1);
  });

  test('a refusal of the server is a refusal, with its words', async () => {
    await using watched = await idle();
    server.answers.set('turn/start', () => ({ error: { code: -32_600, message: 'not today' } }));
    expect(await watched.deliver(ID, prompt)).toMatchObject({
      state: 'refused',
      reason: { message: 'The Codex server refused: not today' },
    });
  });

  test('the turn ends under the hand: the prompt becomes a new turn, once', async () => {
    server.add({ id: ID, loaded: true, status: ACTIVE, turn: runningTurn() });
    await server.listen();
    await using watched = await WatchedCodex.start(codexHome);
    await watched.untilStatus(ID, 'working');
    server.answers.set('turn/steer', () => ({ error: { code: -32_600, message: 'no active turn to steer' } }));
    expect(await watched.deliver(ID, prompt)).toMatchObject({ state: 'accepted', note: 'sent as a new turn' });
    server.answers.set('turn/steer', () => ({
      error: { code: -32_600, message: 'expected active turn id `a` but found `b`' },
    }));
    expect(await watched.deliver(ID, prompt)).toMatchObject({ state: 'refused' });
    expect([server.calls('turn/steer').length, server.calls('turn/start').length]).toEqual([2, 1]);
    expect(await watched.deliver(ID, { type: 'interrupt' })).toMatchObject({ state: 'accepted' });
    expect(server.calls('turn/interrupt')).toMatchObject([{ params: { threadId: ID, turnId: 'turn-1' } }]);
  });
});
