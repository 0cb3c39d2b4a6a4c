import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LineSplitter, type Line } from '../../../lib/line-splitter.ts';
import type { ReadOptions, RecordReading } from '../../../ports/transcripts.ts';
import { createCodexTranscripts } from './format.ts';
import { peek } from './peek.ts';

const ID = '01a2022a-10b6-7bc1-82a4-b314b5d009b8';
const OTHER = '01a202da-ae47-7c31-aee2-10fa3861cd8d';
const format = createCodexTranscripts({ codexHomes: ['/h/.codex', '/h/.codex'] });

function lines(text: string): Line[] {
  return new LineSplitter({ offset: 0 }).push(new TextEncoder().encode(text));
}

function lineOf(record: unknown): Line {
  const [line] = lines(`${typeof record === 'string' ? record : JSON.stringify(record)}\n`);
  if (line === undefined) throw new Error('Expected one line');
  return line;
}

function read(record: unknown, purpose: ReadOptions['for'] = 'page'): RecordReading {
  const reading = format.read(lineOf(record), { for: purpose });
  if (reading.kind !== 'record') throw new Error(`Expected a record, got ${JSON.stringify(reading)}`);
  return reading.record;
}

const TIME = '2026-11-22T07:31:30.052Z';
const item = (payload: unknown, more = {}) => ({ timestamp: TIME, ...more, type: 'response_item', payload });
const event = (payload: unknown) => ({ timestamp: TIME, ordinal: 7, type: 'event_msg', payload });
const call = (name: string, args: unknown, more = {}) =>
  item({ type: 'function_call', name, arguments: JSON.stringify(args), call_id: 'c', ...more });
const output = (text: unknown) => item({ type: 'function_call_output', call_id: 'c', output: text });
const view = (record: unknown) => {
  const [first] = read(record).items;
  return first?.kind === 'tool_call' ? first.view : undefined;
};

describe('files', () => {
  it('are looked for in both folders of each home, once', () => {
    expect(format.roots()).toEqual([
      { dir: '/h/.codex/sessions', depth: 3 },
      { dir: '/h/.codex/archived_sessions', depth: 0 },
    ]);
  });

  const at = (folder: string, name: string) =>
    format.identify(`/h/.codex/${folder}/rollout-2026-11-22T07-30-40-${name}`);
  it('are known by their names', () => {
    const plain = { agent: 'codex', sessionId: ID, archived: false, encoding: 'plain' };
    expect(at('sessions/2026/11/22', `${ID}.jsonl`)).toEqual(plain);
    expect(at('sessions/2026/11/22', `${ID}_${OTHER}.jsonl`)).toEqual(plain);
    expect(at('sessions/2026/11/22', `${ID}.jsonl.zst`)).toEqual({ ...plain, encoding: 'zstd' });
    expect(at('archived_sessions', `${ID.toUpperCase()}.jsonl`)).toEqual({ ...plain, archived: true });
    for (const name of [`${ID}.json`, `${ID}.jsonl.zst.tmp`, 'x.jsonl', `${ID}_.jsonl`])
      expect(at('sessions/2026/11/22', name)).toBeNull();
    expect(format.identify('/h/.codex/sessions/session_index.jsonl')).toBeNull();
  });
});

const golden = join(import.meta.dirname, '../../../../test/golden/codex');
const cases = readdirSync(golden).map((name) => lines(readFileSync(join(golden, name, 'input.jsonl'), 'utf8')));

it('no two items of a file have the same id', () => {
  for (const recorded of cases) {
    const readings = recorded.map((line) => format.read(line, { for: 'page' }));
    const ids = readings
      .flatMap((reading) => (reading.kind === 'record' ? reading.record.items : []))
      .map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

describe('what repeats other records', () => {
  const recorded = cases.flat();

  it('is passed over only where reading it whole gives the same', () => {
    const passed = recorded.filter((line) => peek(line) !== null);
    expect(passed.length).toBeGreaterThan(recorded.length / 5);
    for (const line of passed) {
      // Behind a space it is read whole.
      const whole = { ...line, bytes: Buffer.concat([line.bytes ?? new Uint8Array(), Buffer.from(' ')]) };
      expect(peek(whole)).toBeNull();
      expect(format.read(whole, { for: 'index' })).toEqual(format.read(line, { for: 'index' }));
    }
  });

  it('is read when it tells something of its own', () => {
    const ran = (more: object) =>
      event({
        type: 'item_completed',
        thread_id: 't',
        turn_id: 'u',
        item: {
          type: 'CommandExecution',
          id: 'call_1',
          cwd: 'file:///p',
          status: 'completed',
          parsed_cmd: [],
          ...more,
        },
      });
    expect(read(ran({}))).toMatchObject({ fate: 'folded', items: [] });
    expect(read(ran({ parsed_cmd: [{ type: 'read', cmd: 'cat a', name: 'a', path: 'a' }] })).touched).toEqual([
      { path: '/p/a', how: 'read' },
    ]);
    expect(
      read(ran({ id: 'exec-1', command: ['sh', '-c', 'ls'], exit_code: 1, aggregated_output: 'no' })),
    ).toMatchObject({
      fate: 'shown',
      items: [
        { kind: 'tool_call', callId: 'exec-1', view: { type: 'shell', command: 'ls', cwd: '/p' } },
        { kind: 'tool_result', callId: 'exec-1', ok: false, output: 'no' },
      ],
    });
  });
});

describe('calls', () => {
  it.each([
    [call('exec_command', { cmd: 'ls', workdir: '/p' }), { type: 'shell', command: 'ls', cwd: '/p' }],
    [call('shell', { command: ['bash', '-lc', 'ls -l'] }), { type: 'shell', command: 'ls -l' }],
    [call('grep_files', { pattern: 'x', path: '/p' }), { type: 'search', pattern: 'x', path: '/p' }],
    [call('read_file', { file_path: '/p/a', offset: 3, limit: 9 }), { type: 'read', path: '/p/a', from: 3, lines: 9 }],
    [call('add', { a: 1 }, { namespace: 'mcp__my_server' }), { type: 'mcp', server: 'my_server', tool: 'add' }],
    [call('mcp__demo__add', {}), { type: 'mcp', server: 'demo', tool: 'add' }],
    [
      call('spawn_agent', { agent_type: 'explorer', message: 'look' }),
      { type: 'subagent', role: 'explorer', prompt: 'look' },
    ],
    [
      call('request_user_input', { questions: [{ id: 'q', question: 'Which?', options: [{ label: 'A' }] }] }),
      { type: 'question', questions: [{ text: 'Which?', options: ['A'] }] },
    ],
    [
      item({ type: 'web_search_call', id: 'w', action: { type: 'search', queries: ['a', 'b'] } }),
      { type: 'web', query: 'a, b' },
    ],
    [call('something_new', { path: 'x' }), undefined],
  ])('%# are seen as what they are', (record, expected) => {
    expect(view(record)).toEqual(expected);
    expect(read(record, 'index').items[0]).not.toHaveProperty('view');
  });

  it('that ask a person say so', () => {
    expect(read(call('request_user_input', { questions: [] })).waits).toEqual(['c']);
    expect(read(call('exec_command', { cmd: 'ls' })).waits).toBeUndefined();
  });

  it('have their arguments as plain text', () => {
    expect(read(call('x', { cmd: 'echo "a"\nls', n: 3, list: ['a'], none: null })).items).toMatchObject([
      { summary: 'echo "a"', input: 'cmd: echo "a"\nls\nn: 3\nlist: ["a"]' },
    ]);
    expect(read(call('x', {})).items).toMatchObject([{ input: '', summary: '' }]);
    expect(read(item({ type: 'function_call', name: 'x', arguments: 'no json', call_id: 'c' })).items).toMatchObject([
      { input: 'no json' },
    ]);
  });

  it('that patch show each file', () => {
    const patch = [
      '*** Begin Patch',
      '*** Add File: new.txt',
      '+a',
      '+b',
      '*** Delete File: gone.txt',
      '*** Update File: old.txt',
      '*** Move to: moved.txt',
      '@@ fn',
      '-x',
      '+y',
      '*** End Patch',
      'after',
    ].join('\n');
    const files = [
      { path: 'new.txt', change: 'add', after: 'a\nb\n' },
      { path: 'gone.txt', change: 'delete' },
      { path: 'old.txt', change: 'move', movedTo: 'moved.txt', diff: '@@ fn\n-x\n+y\n' },
    ];
    const custom = { type: 'custom_tool_call', call_id: 'c', name: 'apply_patch', input: patch };
    for (const record of [
      item(custom),
      call('apply_patch', { input: patch }),
      call('shell', { command: ['apply_patch', patch] }),
      call('exec_command', { cmd: `apply_patch <<'EOF'\n${patch}\nEOF` }),
    ])
      expect(view(record)).toEqual({ type: 'edit', files });
    const touched = ['new.txt', 'gone.txt', 'old.txt', 'moved.txt'].map((path) => ({ path, how: 'edit' }));
    expect(read(item(custom)).touched).toEqual(touched);
    // There, `FileChange` tells it.
    expect(read(item(custom, { ordinal: 3 })).touched).toBeUndefined();
  });
});

describe('outputs', () => {
  it.each([
    ['Chunk ID: 1\nProcess exited with code 0\nOutput:\nhi', true],
    ['Chunk ID: 1\nProcess exited with code 2\nOutput:\nhi', false],
    ['Exit code: 1\nWall time: 0 seconds\nOutput:\n', false],
    ['exec_command failed: CreateProcess', false],
    ['apply_patch verification failed: no such file', false],
    ['Wall time: 1.3 seconds\naborted by user', false],
    ['unsupported call: x', false],
    [`${'x'.repeat(500)}\nProcess exited with code 1`, true],
    [{ content: 'Done', success: false }, false],
    ['{"agent_id":"t1","nickname":"Euler"}', true],
  ])('%j says how it ended', (text, ok) => {
    expect(read(output(text)).items).toMatchObject([{ kind: 'tool_result', callId: 'c', ok }]);
  });

  it('of an agent that was started name it', () => {
    expect(read(output('{"agent_id":"t1","nickname":"Euler"}')).items).toMatchObject([{ agentId: 't1' }]);
  });

  it('are cut on a page, between characters, and whole in the index', () => {
    const long = `${'x'.repeat(19_999)}😀${'y'.repeat(10)}`;
    expect(read(output(long)).items).toMatchObject([{ output: 'x'.repeat(19_999), cut: 12 }]);
    expect(read(output(long), 'index').items).toMatchObject([{ output: long }]);
    expect(read(output(long), 'index').items[0]).not.toHaveProperty('cut');
  });
});

describe('messages', () => {
  const user = (...texts: string[]) =>
    item({ type: 'message', role: 'user', content: texts.map((text) => ({ type: 'input_text', text })) });

  it.each([
    '<INSTRUCTIONS>x',
    '<environment_context>\n',
    '<permissions instructions>',
    '# AGENTS.md instructions for /x',
    '  <user_instructions>',
    '<turn_aborted>',
    '<codex_internal_context source="goal">',
    '<user_action>',
  ])('%j in the user’s name is hidden', (text) => {
    expect(read(user(text, 'mine')).items).toMatchObject([{ kind: 'prompt', text: 'mine' }]);
    expect(read(user(text))).toMatchObject({ fate: 'hidden', items: [] });
  });

  it('are hidden where they are marked as not the user’s, whatever they say', () => {
    const content = ['a reminder', 'mine'].map((text) => ({ type: 'input_text', text }));
    const marks = [{ provenance: { type: 'agents_md' } }, { provenance: { type: 'user' } }];
    const marked = {
      type: 'message',
      role: 'user',
      content,
      internal_chat_message_metadata_passthrough: { content_item_metadata: marks },
    };
    expect(read(item(marked)).items).toMatchObject([{ text: 'mine' }]);
    expect(read(item({ ...marked, role: 'developer' })).items).toEqual([]);
  });

  it('of an editor are what was typed', () => {
    const text = '# Context from my IDE setup:\n\n## Open tabs: a\n\n## My request for Codex:\nfix it\n';
    expect(read(user(text)).items).toMatchObject([{ text: 'fix it' }]);
  });
});

it('ids are the place of the record, and of glued ones one each', () => {
  const [, second] = lines(`{}\n${JSON.stringify(item({ type: 'message', role: 'assistant', content: 'a' }))}\n`);
  if (second === undefined) throw new Error('Expected two lines');
  expect(format.read(second, { for: 'page' })).toMatchObject({
    record: { items: [{ id: 'o3', offset: 3, at: Date.parse(TIME), kind: 'reply', text: 'a' }] },
  });
});

it('a line that is too long is told as such', () => {
  expect(format.read({ offset: 5, end: 100, bytes: null }, { for: 'page' })).toEqual({
    kind: 'broken',
    reason: 'is too long to be read (95 bytes)',
  });
});
