import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  batchOf,
  beginning,
  blockOf,
  commitTexts,
  fileOf,
  NOTHING,
  prompt,
  T0,
} from '../../../test/helpers/index-batches.ts';
import type { ConversationItem } from '../../contract/conversation.ts';
import { HistoryDetail, HistoryPage } from '../../contract/history.ts';
import type { BlockQuery, HistoryFilter, HistoryStore, IndexWriter, SessionDelta } from '../../ports/history-store.ts';
import { openHistoryStore } from './history-store.ts';
import { openIndexWriter } from './index-writer.ts';

let dir: string;
let writer: IndexWriter;
let store: HistoryStore;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'amc-index-'));
  writer = await openIndexWriter({ path: join(dir, 'index.db') });
  store = await openHistoryStore({ path: join(dir, 'index.db') });
});

afterEach(() => {
  expect(store.verify()).toEqual([]);
  store.close();
  writer.close();
  rmSync(dir, { recursive: true, force: true });
});

function sketch(id: string, facts: Partial<SessionDelta>, agent: 'claude' | 'codex' = 'claude') {
  return writer.begin(beginning(id, { file: fileOf(id, { agent }), sketch: { ...NOTHING, ...facts } }));
}

function listed(filter: HistoryFilter): string[] {
  return store.list({ filter, cursor: null, limit: 100 }).sessions.map(({ id }) => id);
}

it('lists newest first, page by page, also when times are equal', () => {
  for (let index = 0; index < 25; index += 1) sketch(`s${index}`, { lastAt: T0 + Math.floor(index / 10) });
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = HistoryPage.parse(store.list({ filter: {}, cursor, limit: 4 }));
    expect(page.total).toBe(25);
    seen.push(...page.sessions.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null);
  expect(new Set(seen).size).toBe(25);
  expect(seen.slice(0, 5).sort()).toEqual(['s20', 's21', 's22', 's23', 's24']);
});

it('goes on behind a session that has moved to the front meanwhile', () => {
  for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) sketch(id, { lastAt: T0 + index });
  const first = store.list({ filter: {}, cursor: null, limit: 2 });
  sketch('c', { lastAt: T0 + 99 });
  const second = store.list({ filter: {}, cursor: first.next, limit: 2 });
  expect(second.sessions.map(({ id }) => id)).toEqual(['b', 'a']);
});

it.each(['x', Buffer.from('[1]').toString('base64url')])('refuses the cursor %s', (cursor) => {
  expect(() => store.list({ filter: {}, cursor, limit: 2 })).toThrow(expect.objectContaining({ code: 'bad_cursor' }));
});

it('filters the list', () => {
  sketch('one', { cwd: '/w/Harbor_1', title: { text: 'Réparer le PARSEUR', rank: 2 } });
  sketch('two', { cwd: '/w/harbor-x', firstPrompt: 'please fix the queue' }, 'codex');
  writer.mark(sketch('three', { cwd: '/w/else' }).id, { state: 'gone' });
  expect(listed({ agent: 'codex' })).toEqual(['two']);
  expect(listed({ project: 'harbor' }).sort()).toEqual(['one', 'two']);
  expect(listed({ project: 'harbor_' })).toEqual(['one']);
  expect(listed({ text: 'parseur  réparer' })).toEqual(['one']);
  expect(listed({ text: 'Queue harbor-' })).toEqual(['two']);
  expect(listed({ text: 'parseur queue' })).toEqual([]);
  expect(listed({ sourceDeleted: true })).toEqual(['three']);
  expect(listed({ sourceDeleted: false }).sort()).toEqual(['one', 'two']);
});

it('knows everything of a session that was told of it', () => {
  const begun = sketch('s1', { cwd: '/w/amc', branches: ['main'], models: ['m1'], firstPrompt: 'x'.repeat(900) });
  const facts: SessionDelta = {
    ...NOTHING,
    replies: 2,
    toolCalls: 3,
    errors: 1,
    branches: ['main', 'feat/x'],
    models: ['m2', 'm1'],
    agentVersion: '2.1',
    firstAt: T0,
    lastAt: T0 + 9,
    cwd: '/w/amc/sub',
    files: [
      { path: '/w/a', reads: 1, edits: 0 },
      { path: '/w/b', reads: 0, edits: 2 },
    ],
    pullRequests: ['https://x/1'],
    links: [{ type: 'continues', sessionId: 's0' }],
    context: { used: 5, window: 200 },
    limits: [{ name: '5h', usedPercent: 12.5, windowMinutes: 300, resetsAt: T0 + 0.5, at: T0 }],
  };
  const unreadable = [{ from: 3, to: 5, reason: 'is no JSON' }];
  writer.commit(
    batchOf(begun, 10, {
      session: facts,
      unreadable,
      bytes: { records: 7, blank: 1, unreadable: 2 },
      unknown: [{ type: 'odd', count: 2 }],
    }),
  );
  writer.commit(
    batchOf({ ...begun, read: 10 }, 990, {
      session: { ...NOTHING, files: [{ path: '/w/a', reads: 1, edits: 0 }] },
      unknown: [{ type: 'odd', count: 1 }],
    }),
  );
  sketch('s2', { links: [{ type: 'forked_from', sessionId: 's1', callId: 'c' }] });
  const detail = HistoryDetail.parse(store.session('claude:s1'));
  expect(detail).toEqual({
    key: 'claude:s1',
    agent: 'claude',
    id: 's1',
    title: 'x'.repeat(80),
    firstPrompt: 'x'.repeat(500),
    project: { name: 'amc', dir: '/w/amc', branch: 'feat/x' },
    models: ['m1', 'm2'],
    agentVersion: '2.1',
    startedAt: T0,
    lastAt: T0 + 9,
    bytes: 1000,
    prompts: 0,
    replies: 2,
    toolCalls: 3,
    errors: 1,
    tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    archived: false,
    sourceDeleted: false,
    indexed: 'whole',
    files: [
      { path: '/w/b', reads: 0, edits: 2 },
      { path: '/w/a', reads: 2, edits: 0 },
    ],
    pullRequests: ['https://x/1'],
    subagents: [],
    links: [{ type: 'continues', key: 'claude:s0' }],
    linkedFrom: [{ type: 'forked_from', key: 'claude:s2', callId: 'c' }],
    context: { used: 5, window: 200 },
    sources: [{ path: '/t/s1.jsonl', bytes: 1000, read: 1000, state: 'there' }],
    unknownRecords: [{ type: 'odd', count: 3 }],
    unreadable: [{ path: '/t/s1.jsonl', ...unreadable[0] }],
  });
  expect(store.limits()).toEqual([{ agent: 'claude', ...facts.limits?.[0] }]);
  expect(store.session('claude:nobody')).toBeNull();
});

it('keeps the newest limits, in whatever order files are read', () => {
  const limit = (usedPercent: number, at: number) => ({
    limits: [{ name: '5h', usedPercent, windowMinutes: null, resetsAt: null, at }],
  });
  sketch('new', limit(80, T0 + 5));
  sketch('old', limit(10, T0));
  expect(store.limits()).toMatchObject([{ usedPercent: 80, at: T0 + 5 }]);
});

it('skips sessions and blocks that cannot match', () => {
  const items: ConversationItem[] = [
    { id: 'a', at: T0, offset: 0, kind: 'tool_call', callId: 'c', tool: 'Bash', summary: 'ls', input: 'ls' },
    { id: 'b', at: T0 + 50, offset: 1, kind: 'tool_result', callId: 'c', ok: false, output: 'no' },
  ];
  const facts = { cwd: '/w/amc', branches: ['feat/x'], models: ['claude-opus-4'] };
  const begun = sketch('s1', facts);
  const touched = { ...NOTHING, files: [{ path: '/w/amc/src/a_b.ts', reads: 1, edits: 0 }] };
  const block = { ...blockOf(items, { from: 0, to: 10 }), roles: ['tool', 'output'] };
  writer.commit(batchOf(begun, 10, { blocks: [block], session: touched }));
  commitTexts(writer, sketch('s2', { cwd: '/w/x' }, 'codex'), ['hello']);
  const found = (query: Partial<BlockQuery>) =>
    store.blocks({ match: null, limit: 9, ...query }).map(({ session }) => session.id);
  expect(found({}).sort()).toEqual(['s1', 's2']);
  const matching: Partial<BlockQuery>[] = [
    { agent: 'claude' },
    { project: 'AMC' },
    { branch: 'feat/x' },
    { model: 'OPUS' },
    { file: 'A_b' },
    { sessionKey: 'claude:s1' },
    { role: 'output' },
    { tool: 'bash' },
    { hasError: true },
    { match: 'ls', agent: 'claude' },
    { from: T0 + 20, agent: 'claude' },
    { to: T0 + 1, agent: 'claude' },
  ];
  for (const query of matching) expect([query, found(query)]).toEqual([query, ['s1']]);
  const failing: Partial<BlockQuery>[] = [
    { branch: 'feat' },
    { file: 'a%b' },
    { role: 'note' },
    { tool: 'Read' },
    { model: 'gpt' },
    { from: T0 + 51, agent: 'claude' },
    { to: T0, agent: 'claude' },
  ];
  for (const query of failing) expect([query, found(query)]).toEqual([query, []]);
  expect(found({ hasError: false })).toHaveLength(2);
});

it('tells the branches and the timeline of a session', () => {
  const begun = sketch('s1', {});
  const branch = { id: 0, from: 0, to: null, forkedAt: null, live: true };
  const asked = { kind: 'waiting_for_you' as const, from: T0, to: null, label: 'which?' };
  writer.commit(batchOf(begun, 10, { branches: [branch], spans: [{ kind: 'model', from: T0 - 5, to: T0 }, asked] }));
  expect(store.waited({ from: null, to: null })).toEqual([]);
  const rewound = [
    { ...branch, to: 10, live: false },
    { id: 1, from: 10, to: null, forkedAt: 4, live: true },
  ];
  writer.commit(batchOf({ ...begun, read: 10 }, 10, { branches: rewound, spans: [{ ...asked, to: T0 + 60_000 }] }));
  expect(store.branches(begun.id)).toEqual(rewound);
  expect(store.spans('claude:s1')).toEqual([
    { kind: 'model', from: T0 - 5, to: T0 },
    { ...asked, to: T0 + 60_000 },
  ]);
});

it('adds up by the hour how long agents waited', () => {
  const hour = Math.floor(T0 / 3_600_000) * 3_600_000;
  const wait = (from: number, to: number) => ({ kind: 'waiting_for_you' as const, from: hour + from, to: hour + to });
  writer.commit(
    batchOf(sketch('s1', {}), 10, { spans: [wait(3_000_000, 7_300_000), { ...wait(0, 9e6), kind: 'idle' }] }),
  );
  writer.commit(batchOf(sketch('s2', {}), 10, { spans: [wait(0, 1000)] }));
  expect(store.waited({ from: null, to: null })).toEqual([
    { hour, ms: 601_000 },
    { hour: hour + 3_600_000, ms: 3_600_000 },
    { hour: hour + 7_200_000, ms: 100_000 },
  ]);
  expect(store.waited({ from: hour + 500, to: hour + 3_600_000 })).toEqual([{ hour, ms: 600_500 }]);
});

it('counts files and how far they are read', () => {
  commitTexts(writer, sketch('s1', {}), ['x']);
  writer.mark(sketch('s2', {}).id, { state: 'unreadable' });
  writer.mark(sketch('s3', {}).id, { state: 'gone' });
  expect(store.counts()).toEqual({ files: 2, bytes: 2000, read: 10, unreadable: 1, sessions: 3 });
});

it('forgets what is kept of deleted sources, of one session or of all', () => {
  for (const id of ['aa', 'bb', 'cc']) {
    const facts = { firstPrompt: `zanzibar${id}`, cwd: `/zanzibar${id}` };
    const begun = commitTexts(writer, sketch(id, facts), [`zanzibar${id} ${'pad '.repeat(9000)}`]);
    if (id !== 'cc') writer.mark(begun.id, { state: 'gone' });
  }
  writer.tidy();
  expect(onDisk()).toEqual(['zanzibaraa', 'zanzibarbb', 'zanzibarcc']);
  expect(writer.forgetDeleted({ agent: 'claude', id: 'cc' })).toBe(0);
  expect(writer.forgetDeleted({ agent: 'claude', id: 'aa' })).toBe(1);
  expect(listed({}).sort()).toEqual(['bb', 'cc']);
  expect(writer.forgetDeleted()).toBe(1);
  expect(writer.forgetDeleted()).toBe(0);
  expect(listed({})).toEqual(['cc']);
  expect(store.blocks({ match: 'zanzibarbb OR zanzibarcc', limit: 9 })).toHaveLength(1);
  expect(writer.generations()).toHaveLength(1);
  expect(onDisk()).toEqual(['zanzibarcc']);
});

/** Which of the words that were to be forgotten are still in the files. */
function onDisk(): string[] {
  const bytes = ['', '-wal'].map((side) => readFileSync(join(dir, `index.db${side}`), 'latin1')).join('');
  return ['aa', 'bb', 'cc']
    .map((id) => `zanzibar${id}`)
    .filter((word) => bytes.includes(word) || bytes.includes(word.slice(1)));
}

it('orders the files of a session newest first, lives that are over last', () => {
  const at = (path: string, mtimeMs: number) => writer.begin(beginning('s1', { path, mtimeMs })).id;
  const [old, over, recent] = [at('/t/1', T0), at('/t/2', T0 + 9), at('/t/3', T0 + 5)];
  const again = at('/t/2', T0 + 7);
  expect(store.generationsOf('claude:s1', null).map(({ id }) => id)).toEqual([again, recent, old, over]);
  expect(store.generationsOf('claude:s1', 'a1')).toEqual([]);
});

it('gives items by the byte at which their record begins', () => {
  const begun = sketch('s1', {});
  const items = [prompt('a', 0), prompt('b', 4), { ...prompt('c', 4), id: 'p4b' }, prompt('d', 8)];
  writer.commit(batchOf(begun, 10, { blocks: [blockOf(items, { from: 0, to: 10 })] }));
  expect(store.items(begun.id, 4, 8)).toEqual([items[1], items[2]]);
  expect(store.items(begun.id, 5, 8)).toEqual([]);
});
