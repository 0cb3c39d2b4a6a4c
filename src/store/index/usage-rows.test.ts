import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { batchOf, beginning, fileOf, NOTHING, response, T0 } from '../../../test/helpers/index-batches.ts';
import type { Generation, HistoryStore, IndexBatch, IndexWriter } from '../../ports/history-store.ts';
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

function use(generation: Generation, usage: IndexBatch['usage'], more: Partial<IndexBatch> = {}): Generation {
  writer.commit(batchOf(generation, 100, { usage, ...more }));
  return { ...generation, read: generation.read + 100 };
}

function facts(options: Partial<Parameters<HistoryStore['usage']>[0]> = {}) {
  return [...store.usage({ from: null, to: null, ...options })];
}

const forkOf = (sessionId: string) => ({
  session: { ...NOTHING, links: [{ type: 'forked_from' as const, sessionId }] },
});

it('counts a response once, as its last record has it', () => {
  const begun = writer.begin(beginning('s1', { sketch: { ...NOTHING, cwd: '/w/amc' } }));
  const more = use(begun, [response('r1', 1), response('r1', 4, { offset: 50 }), response('r2', 7, { offset: 130 })]);
  use(more, [response('r1', 40, { offset: 120, cacheWriteHour: 2, tier: 'priority' })]);
  expect(facts()).toEqual([
    {
      at: T0,
      agent: 'claude',
      sessionId: 's1',
      agentId: null,
      project: '/w/amc',
      model: 'claude-opus-4',
      tokens: { input: 10, output: 40, cacheRead: 5, cacheWrite: 2 },
      cacheWriteHour: 2,
      tier: 'priority',
    },
    expect.objectContaining({ tokens: expect.objectContaining({ output: 7 }), cacheWriteHour: 0, tier: null }),
  ]);
  expect(store.session('claude:s1')?.tokens).toEqual({ input: 20, output: 47, cacheRead: 10, cacheWrite: 4 });
});

it.each(['original first', 'fork first'])('gives what a fork repeats to the original: %s', (order) => {
  const original = () => void use(writer.begin(beginning('old')), [response('r1', 5)]);
  const fork = () => void use(writer.begin(beginning('fork')), [response('r1', 5), response('r2', 1)], forkOf('old'));
  for (const work of order === 'fork first' ? [fork, original] : [original, fork]) work();
  expect(
    facts()
      .map(({ sessionId, tokens }) => [sessionId, tokens.output])
      .toSorted(),
  ).toEqual([
    ['fork', 1],
    ['old', 5],
  ]);
  expect([store.session('claude:old')?.tokens.output, store.session('claude:fork')?.tokens.output]).toEqual([5, 1]);
});

it.each(['a\0b', 'lone \uD800', `"q"\\ \u2028`, '', '😀'.repeat(20)])('knows a response again by any id: %j', (id) => {
  const begun = use(writer.begin(beginning('s1')), [response(id, 5)]);
  use(begun, [response(id, 7, { offset: 120 }), response(`${id}x`, 1, { offset: 140 })]);
  expect(facts().map(({ tokens }) => tokens.output)).toEqual([7, 1]);
});

it('takes the final numbers from whichever file has them', () => {
  use(writer.begin(beginning('one')), [response('r1', 5)]);
  use(writer.begin(beginning('two')), [response('r1', 50)]);
  use(writer.begin(beginning('three')), [response('r1', 2)]);
  expect(facts().map(({ sessionId, tokens }) => [sessionId, tokens.output])).toEqual([['one', 50]]);
});

it('gives what a subagent and its session both record to the subagent', () => {
  use(writer.begin(beginning('s1')), [response('r1', 5)]);
  use(writer.begin(beginning('s1', { path: '/t/a', file: fileOf('s1', { agentId: 'a1' }) })), [response('r1', 5)]);
  expect(facts().map(({ agentId }) => agentId)).toEqual(['a1']);
  expect(store.session('claude:s1')?.tokens.output).toBe(5);
});

it('goes on counting what a rewritten file and a deleted one spent', () => {
  use(writer.begin(beginning('s1')), [response('r1', 5), response('r2', 6)]);
  const again = use(writer.begin(beginning('s1')), [response('r1', 5), response('r3', 1)]);
  expect(store.session('claude:s1')?.tokens.output).toBe(12);
  writer.mark(again.id, { state: 'gone' });
  expect(
    facts()
      .map(({ tokens }) => tokens.output)
      .toSorted(),
  ).toEqual([1, 5, 6]);
});

it('filters by time, project and session, however many there are', () => {
  const begun = writer.begin(beginning('s1', { sketch: { ...NOTHING, cwd: '/w/100%_amc' } }));
  use(
    begun,
    Array.from({ length: 4500 }, (_, index) => response(`r${index}`, 1, { at: T0 + index })),
  );
  use(writer.begin(beginning('s2')), [response('x', 1, { at: null })]);
  expect(facts()).toHaveLength(4501);
  expect(facts({ from: T0 + 10, to: T0 + 20 })).toHaveLength(10);
  expect(facts({ project: '100%_A' })).toHaveLength(4500);
  expect(facts({ project: '100_amc' })).toHaveLength(0);
  expect(facts({ sessionKey: 'claude:s2' })).toHaveLength(1);
});
