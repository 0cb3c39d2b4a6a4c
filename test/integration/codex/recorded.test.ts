import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WatchedCodex } from './watched-codex.ts';

const THREAD = '01a2022a-10b6-7bc1-82a4-b314b5d009b8';
const WITH_APPROVAL = '01a20238-6a2e-7163-8e90-2246d70f03b6';
const MINUTE = 60_000;
const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/codex/${name}`, import.meta.url));

const SAID_MORE = {
  timestamp: '2026-11-22T10:50:00.000Z',
  type: 'response_item',
  payload: { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'and more' }] },
};

let codexHome: string;
beforeEach(() => {
  codexHome = mkdtempSync(join(tmpdir(), 'amc-'));
});
afterEach(() => rmSync(codexHome, { recursive: true }));

function put({
  id = THREAD,
  from = 'rollout.jsonl',
  day = '2026/11/22',
  ageMs = 0,
}: Partial<{ id: string; from: string; day: string; ageMs: number }> = {}): string {
  const folder = join(codexHome, 'sessions', day);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `rollout-2026-11-22T07-30-40-${id}.jsonl`);
  writeFileSync(path, readFileSync(fixture(from), 'utf8').replaceAll(THREAD, id));
  touch(path, ageMs);
  return path;
}

function touch(path: string, ageMs: number): void {
  const at = new Date(Date.now() - ageMs);
  utimesSync(path, at, at);
}

/** This Codex takes writer locks, so that a lock nobody holds tells something. */
function withLocks(): void {
  mkdirSync(join(codexHome, 'thread-writer-locks'));
}

describe('threads known by their rollout only', () => {
  test('are described by it, and nothing reaches them', async () => {
    put();
    writeFileSync(join(codexHome, 'session_index.jsonl'), `oops\n{"id":"${THREAD}","thread_name":"Try things"}\n`);
    await using watched = await WatchedCodex.start(codexHome);
    const state = watched.session(THREAD);
    expect(state?.facts).toEqual({
      cwd: '/home/user/project',
      model: 'gpt-5.5-codex',
      agentVersion: '0.169.0',
      startedAt: Date.parse('2026-11-22T07:30:40.950Z'),
      title: { text: 'Try things', rank: 2 },
      mode: 'ask-for-approval',
      effort: 'medium',
      vitals: { contextTokens: 105, contextWindow: 258_400 },
    });
    expect(state?.status).toMatchObject({ value: 'idle', evidence: { source: 'transcript' } });
    expect(state?.said).toMatchObject({ preview: 'ok' });
    expect(watched.adapter.path(watched.context(THREAD), { type: 'prompt' })).toMatchObject({ channel: 'none' });
    expect(await watched.deliver(THREAD, { type: 'prompt', text: 'hi' })).toMatchObject({ state: 'failed' });
  });

  test('without a name have their first prompt as title, not what Codex put before it', async () => {
    put();
    await using watched = await WatchedCodex.start(codexHome);
    expect(watched.session(THREAD)?.facts.title).toEqual({ text: 'hello there one', rank: 1 });
  });

  test('have ended when nobody holds their lock', async () => {
    put();
    withLocks();
    await using watched = await WatchedCodex.start(codexHome);
    expect(watched.session(THREAD)?.status).toMatchObject({
      value: 'ended',
      evidence: { detail: 'rollout: no running Codex holds this thread' },
    });
  });

  test('older than ten minutes are not considered; a session of another day that goes on is', async () => {
    put({ ageMs: 11 * MINUTE });
    put({ id: WITH_APPROVAL, from: 'rollout-open-approval.jsonl', day: '2026/11/20', ageMs: MINUTE });
    await using watched = await WatchedCodex.start(codexHome);
    expect([...watched.sessions.keys()]).toEqual([`codex:${WITH_APPROVAL}`]);
    expect(await watched.conversation(THREAD, 1)).toMatchObject({
      items: [{ kind: 'reply' }],
    });
  });

  test('that are taken back go on in their new file', async () => {
    const taken = '01a202da-5d87-71d0-83f5-cd52219b1e1e';
    const today = new Date();
    const two = (value: number) => String(value).padStart(2, '0');
    const day = `${today.getFullYear()}/${two(today.getMonth() + 1)}/${two(today.getDate())}`;
    put({ id: taken, day });
    await using watched = await WatchedCodex.start(codexHome);
    await watched.until('prompt_recorded', ({ text }) => text === 'hello there one');
    const goneOn = join(codexHome, 'sessions', day, `rollout-2026-11-22T10-43-35-${taken}_${THREAD}.jsonl`);
    cpSync(fixture('../../golden/codex/taken-back/input.jsonl'), goneOn);
    await watched.until('prompt_recorded', ({ text }) => text === 'SAY:said instead');
    expect(await watched.adapter.transcriptOf({ agent: 'codex', id: taken })).toBe(goneOn);
    const page = await watched.conversation(taken, 10);
    expect(page?.items.map(({ kind }) => kind)).toEqual(['prompt', 'reply', 'note']);
    expect(watched.observations.filter(({ type }) => type === 'problem')).toEqual([]);
    appendFileSync(goneOn, `${JSON.stringify(SAID_MORE)}\n`);
    await watched.until('said', ({ preview }) => preview === 'and more');
  });

  test('that wait show what for, and do not do so for ever', async () => {
    put({ id: WITH_APPROVAL, from: 'rollout-open-approval.jsonl' });
    let now = Date.now();
    await using watched = await WatchedCodex.startAt(() => now, codexHome);
    expect(watched.session(WITH_APPROVAL)).toMatchObject({
      status: { value: 'needs_attention' },
      requests: [
        {
          request: { kind: 'permission', reason: 'The test asked', choices: [{ id: 'accept' }, { id: 'cancel' }] },
          evidence: { source: 'transcript' },
        },
      ],
    });
    now += 6 * MINUTE;
    await watched.adapter.reconcile();
    expect(watched.session(WITH_APPROVAL)).toMatchObject({ status: { value: 'unknown' }, requests: [] });
  });

  test('are followed while they grow', async () => {
    const path = put({ id: WITH_APPROVAL, from: 'rollout-open-approval.jsonl' });
    await using watched = await WatchedCodex.start(codexHome);
    const request = watched.session(WITH_APPROVAL)?.requests[0]?.request;
    const line = (type: string, payload: unknown) =>
      appendFileSync(path, `${JSON.stringify({ timestamp: new Date().toISOString(), type, payload })}\n`);
    line('response_item', { type: 'function_call_output', call_id: request?.id.split(':')[1], output: 'done' });
    await watched.until('request_closed', ({ requestId, by }) => requestId === request?.id && by === 'unknown');
    line('event_msg', { type: 'task_complete', error: { message: 'no more words' } });
    await watched.until(
      'request_opened',
      (one) => one.request.kind === 'error' && one.request.text === 'no more words',
    );
    line('event_msg', { type: 'task_started' });
    line('event_msg', { type: 'turn_aborted', reason: 'interrupted' });
    await watched.until('interrupted');
    line('response_item', null);
    await watched.until('problem', ({ problem }) => problem.message === 'This line has no payload: response_item');
    line('event_msg', { type: 'user_message', message: 'an older way' });
    await watched.until('prompt_recorded', ({ text }) => text === 'an older way');
  });

  test('of subagents are their parents’ business', async () => {
    const path = put();
    const lines = readFileSync(path, 'utf8').replace(
      '"source":"vscode"',
      '"source":{"subagent":{"thread_spawn":{"parent_thread_id":"x"}}}',
    );
    writeFileSync(path, lines);
    await using watched = await WatchedCodex.start(codexHome);
    expect(watched.sessions.size).toBe(0);
  });

  test('with two files of one id: the newest is shown, and said so', async () => {
    const old = put({ day: '2026/11/21', ageMs: MINUTE });
    const fresh = put();
    await using watched = await WatchedCodex.start(codexHome);
    const { problem } = await watched.until('problem');
    expect(problem).toMatchObject({ code: 'same_id_twice', place: fresh });
    expect(problem.message).toContain(old);
  });
});

test('two CODEX_HOMEs are watched, and one that is not there costs nothing', async () => {
  const second = mkdtempSync(join(tmpdir(), 'amc-'));
  try {
    put({ id: WITH_APPROVAL });
    cpSync(join(codexHome, 'sessions'), join(second, 'sessions'), { recursive: true });
    rmSync(join(codexHome, 'sessions'), { recursive: true });
    put();
    await using watched = await WatchedCodex.start(codexHome, second, join(second, 'none'), second);
    expect([...watched.sessions.keys()].toSorted()).toEqual([`codex:${THREAD}`, `codex:${WITH_APPROVAL}`]);
    expect(watched.adapter.health()).toHaveLength(3);
    expect(await watched.conversation('unknown', 5)).toBeNull();
    expect(await watched.adapter.messages('unknown')).toEqual([]);
  } finally {
    rmSync(second, { recursive: true });
  }
});
