#!/usr/bin/env node
/**
 * odd-cases.mjs HOME: writes transcripts of every odd case of usage under a throw-away HOME, one case a day, so that
 * two programs that count differently differ on the day that is named after the case (see docs/usage.md).
 */
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, exit, stderr, stdout } from 'node:process';

const CLAUDE = 'claude-opus-4-6';
const CODEX = 'gpt-5.3-codex';
const files = new Map();
let serial = 0;

function put(file, ...records) {
  files.set(file, [...(files.get(file) ?? []), ...records]);
}

/** A response of Claude as its record; `usage` and the fields beside `message` can be changed. */
function answer(day, { id = `msg_${(serial += 1)}`, request = `req_${id}`, model = CLAUDE, usage = {}, ...rest } = {}) {
  serial += 1;
  return {
    parentUuid: null,
    isSidechain: false,
    cwd: '/home/dev/p/odd',
    sessionId: 'one',
    version: '2.1.330',
    type: 'assistant',
    uuid: `u-${serial}`,
    timestamp: `${day}T10:00:${String(serial % 60).padStart(2, '0')}.000Z`,
    ...(request === null ? {} : { requestId: request }),
    message: {
      role: 'assistant',
      type: 'message',
      ...(id === null ? {} : { id }),
      model,
      content: [{ type: 'text', text: 'ok' }],
      stop_reason: 'end_turn',
      usage: {
        input_tokens: 3,
        cache_creation_input_tokens: 1000,
        cache_read_input_tokens: 20000,
        output_tokens: 100,
        cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 0 },
        service_tier: 'standard',
        ...usage,
      },
    },
    ...rest,
  };
}

const one = '.claude/projects/-home-dev-p-odd/11111111-1111-4111-8111-111111111111.jsonl';
const two = '.claude/projects/-home-dev-p-odd/22222222-2222-4222-8222-222222222222.jsonl';
const sub = '.claude/projects/-home-dev-p-odd/11111111-1111-4111-8111-111111111111/subagents/agent-a1b2c3d4.jsonl';

/** Day → what it is a case of. */
const CASES = {
  '2026-10-01': 'plain: two responses',
  '2026-10-02': 'one response over three records, its output growing 1, 5, 120',
  '2026-10-03': 'the same record in two files (resume, fork)',
  '2026-10-04': 'one response over two records without a request id',
  '2026-10-05': 'a subagent’s file',
  '2026-10-06': 'cache written for an hour',
  '2026-10-07': 'the agent’s own words, with and without tokens',
  '2026-10-08': 'cache total 1000, its parts 300 and 200',
  '2026-10-09': 'cache parts 300 and 200 without a total',
  '2026-10-10': 'the same message id under two request ids',
  '2026-10-11': 'a response without a message id',
  '2026-10-12': 'an error shown as a reply, with tokens',
  '2026-10-13': 'two files with the same response, the second with more output',
  '2026-10-14': 'fast mode',
  '2026-10-15': 'a subagent’s response told again as progress of the main conversation',
  '2026-10-16': 'a response with parts of its own (iterations)',
  '2026-10-17': 'a response without a model',
  '2026-10-18': 'one response over two records, the copy in another file with the first only',
  '2026-10-19': 'a subagent’s response in the main file as sidechain, and in its own',
  '2026-10-20': 'a subagent’s response told as progress of the main conversation only',
  '2026-11-01': 'one response over three records, its output 5, 120, 2',
  '2026-10-21': 'Codex, plain: two responses',
  '2026-10-22': 'Codex: the same counts told twice',
  '2026-10-23': 'Codex: sums only',
  '2026-10-24': 'Codex: one rollout, live and archived',
  '2026-10-25': 'Codex: a fork that repeats its parent',
  '2026-10-26': 'Codex: usage records beside counts',
  '2026-10-27': 'Codex: sums that begin anew (compaction)',
};

function claudeCases() {
  put(one, answer('2026-10-01'), answer('2026-10-01'));
  for (const output_tokens of [1, 5, 120]) put(one, answer('2026-10-02', { id: 'msg_grow', usage: { output_tokens } }));
  const copied = answer('2026-10-03', { id: 'msg_copied' });
  put(one, copied);
  put(two, { ...copied, sessionId: 'two' });
  put(
    one,
    answer('2026-10-04', { id: 'msg_norequest', request: null }),
    answer('2026-10-04', { id: 'msg_norequest', request: null }),
  );
  put(sub, answer('2026-10-05', { isSidechain: true, agentId: 'a1b2c3d4' }));
  put(
    one,
    answer('2026-10-06', {
      usage: { cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 1000 } },
    }),
  );
  const zero = {
    input_tokens: 0,
    output_tokens: 0,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation: null,
  };
  put(
    one,
    answer('2026-10-07', { model: '<synthetic>', request: null, usage: zero }),
    answer('2026-10-07', { model: '<synthetic>' }),
    answer('2026-10-07'),
  );
  const parts = { ephemeral_5m_input_tokens: 300, ephemeral_1h_input_tokens: 200 };
  put(one, answer('2026-10-08', { usage: { cache_creation: parts } }));
  put(one, answer('2026-10-09', { usage: { cache_creation_input_tokens: undefined, cache_creation: parts } }));
  put(
    one,
    answer('2026-10-10', { id: 'msg_twice', request: 'req_a' }),
    answer('2026-10-10', { id: 'msg_twice', request: 'req_b' }),
  );
  put(
    one,
    answer('2026-10-11', { id: null, request: 'req_noid' }),
    answer('2026-10-11', { id: null, request: 'req_noid' }),
  );
  put(one, answer('2026-10-12', { isApiErrorMessage: true }));
  put(one, answer('2026-10-13', { id: 'msg_more', usage: { output_tokens: 7 } }));
  put(two, answer('2026-10-13', { id: 'msg_more', usage: { output_tokens: 70 } }));
  put(one, answer('2026-10-14', { model: 'claude-opus-5-5', usage: { speed: 'fast' } }));
  const told = answer('2026-10-15', { id: 'msg_told', isSidechain: true });
  put(sub, told);
  put(one, asProgress(told), asProgress(answer('2026-10-20', { id: 'msg_progress', isSidechain: true })));
  const iterations = [
    {
      type: 'message',
      input_tokens: 3,
      output_tokens: 60,
      cache_creation_input_tokens: 1000,
      cache_read_input_tokens: 20000,
    },
    {
      type: 'advisor_message',
      model: 'claude-opus-5-5',
      input_tokens: 500,
      output_tokens: 40,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
    },
  ];
  put(one, answer('2026-10-16', { usage: { iterations } }));
  for (const output_tokens of [5, 120, 2])
    put(one, answer('2026-11-01', { id: 'msg_shrink', usage: { output_tokens } }));
  put(one, answer('2026-10-17', { model: null }));
  put(
    one,
    answer('2026-10-18', { id: 'msg_half', usage: { output_tokens: 1 } }),
    answer('2026-10-18', { id: 'msg_half', usage: { output_tokens: 90 } }),
  );
  put(two, answer('2026-10-18', { id: 'msg_half', usage: { output_tokens: 1 } }));
  const inMain = answer('2026-10-19', { id: 'msg_side', isSidechain: true });
  put(one, inMain);
  put(sub, { ...inMain, agentId: 'a1b2c3d4' });
}

/** As versions before 2.1.2xx told a subagent's record in the main conversation. */
function asProgress({ timestamp, requestId, uuid, cwd, message }) {
  const told = { type: 'assistant', timestamp, requestId, uuid, message };
  const data = { type: 'agent_progress', prompt: 'x', agentId: 'a1b2c3d4', message: told };
  return { type: 'progress', timestamp, uuid: `${uuid}-told`, sessionId: 'one', cwd, toolUseID: 'toolu_1', data };
}

const counts = (input, cached, output, reasoning) => ({
  input_tokens: input,
  cached_input_tokens: cached,
  output_tokens: output,
  reasoning_output_tokens: reasoning,
  total_tokens: input + output,
});

function rollout(name, day, folder = 'sessions', id = name) {
  const at = (second) => `${day}T11:00:${String(second).padStart(2, '0')}.000Z`;
  const path = `.codex/${folder}/${folder === 'sessions' ? `${day.replaceAll('-', '/')}/` : ''}rollout-${day}T11-00-00-0000000${name}-0000-7000-8000-000000000000.jsonl`;
  const uuid = `0000000${id}-0000-7000-8000-000000000000`;
  let second = 2;
  put(path, {
    timestamp: at(0),
    type: 'session_meta',
    payload: { id: uuid, timestamp: at(0), cwd: '/home/dev/p/odd', originator: 'codex_cli_rs', cli_version: '0.150.0' },
  });
  put(path, { timestamp: at(1), type: 'turn_context', payload: { cwd: '/home/dev/p/odd', model: CODEX } });
  return {
    path,
    tell: (total, last) =>
      put(path, {
        timestamp: at((second += 1)),
        type: 'event_msg',
        payload: {
          type: 'token_count',
          info: {
            total_token_usage: total,
            ...(last === undefined ? {} : { last_token_usage: last }),
            model_context_window: 258400,
          },
          rate_limits: null,
        },
      }),
    record: (response, usage, thread) =>
      put(path, {
        timestamp: at((second += 1)),
        type: 'token_usage_record',
        payload: {
          thread_id: uuid,
          session_id: uuid,
          response_id: response,
          usage,
          turn_token_usage: usage,
          thread_token_usage: thread,
        },
      }),
  };
}

function codexCases() {
  const plain = rollout('1', '2026-10-21');
  plain.tell(counts(1000, 400, 50, 10), counts(1000, 400, 50, 10));
  plain.tell(counts(2500, 1200, 90, 30), counts(1500, 800, 40, 20));
  const again = rollout('2', '2026-10-22');
  again.tell(counts(1000, 400, 50, 10), counts(1000, 400, 50, 10));
  again.tell(counts(1000, 400, 50, 10), counts(1000, 400, 50, 10));
  const sums = rollout('3', '2026-10-23');
  sums.tell(counts(1000, 400, 50, 10));
  sums.tell(counts(2500, 1200, 90, 30));
  for (const folder of ['sessions', 'archived_sessions'])
    rollout('4', '2026-10-24', folder).tell(counts(1000, 400, 50, 10), counts(1000, 400, 50, 10));
  const parent = rollout('5', '2026-10-25');
  parent.tell(counts(1000, 400, 50, 10), counts(1000, 400, 50, 10));
  const fork = rollout('6', '2026-10-25');
  put(fork.path, ...files.get(parent.path).slice(0, 2));
  fork.tell(counts(1000, 400, 50, 10), counts(1000, 400, 50, 10));
  fork.tell(counts(1700, 600, 70, 10), counts(700, 200, 20, 0));
  const records = rollout('7', '2026-10-26');
  records.record('resp_1', counts(1000, 400, 50, 10), counts(1000, 400, 50, 10));
  records.tell(counts(1000, 400, 50, 10), counts(1000, 400, 50, 10));
  records.record('resp_2', counts(1500, 800, 40, 20), counts(2500, 1200, 90, 30));
  records.tell(counts(2500, 1200, 90, 30), counts(1500, 800, 40, 20));
  const anew = rollout('8', '2026-10-27');
  anew.tell(counts(9000, 400, 50, 10), counts(9000, 400, 50, 10));
  anew.tell(counts(700, 100, 20, 0), counts(700, 100, 20, 0));
}

function write(home) {
  claudeCases();
  codexCases();
  for (const [file, records] of files) {
    const path = join(home, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    utimesSync(path, new Date('2026-10-28T00:00:00Z'), new Date('2026-10-28T00:00:00Z'));
  }
  for (const [day, what] of Object.entries(CASES)) stdout.write(`${day}  ${what}\n`);
  stdout.write(`${files.size} files under ${home}\n`);
}

const [, , home] = argv;
if (home === undefined) {
  stderr.write('odd-cases.mjs HOME\n');
  exit(2);
}
write(home);
