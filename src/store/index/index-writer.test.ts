import { mkdtempSync, rmSync, statSync } from 'node:fs';
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
  response,
  T0,
} from '../../../test/helpers/index-batches.ts';
import { EnvironmentError } from '../../contract/errors.ts';
import type { HistoryStore } from '../../ports/history-store.ts';
import { type Database, loadDriver, type SqlValue } from '../driver.ts';
import { openHistoryStore } from './history-store.ts';
import { type GroupingIndexWriter, openIndexWriter } from './index-writer.ts';

let dir: string;
let path: string;
let writer: GroupingIndexWriter;
let store: HistoryStore;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'amc-index-'));
  path = join(dir, 'index.db');
  writer = await openIndexWriter({ path });
  store = await openHistoryStore({ path });
});

afterEach(() => {
  store.close();
  writer.close();
  rmSync(dir, { recursive: true, force: true });
});

it('gives back what it was told of a file', () => {
  const begun = writer.begin(
    beginning('s1', { file: fileOf('s1', { agentId: 'a7', archived: true, encoding: 'zstd' }) }),
  );
  expect(begun).toEqual({
    ...beginning('s1'),
    file: fileOf('s1', { agentId: 'a7', archived: true, encoding: 'zstd' }),
    id: begun.id,
    read: 0,
    state: 'there',
    sketch: false,
  });
  writer.commit(batchOf(begun, 40, { memory: '{"open":1}', size: 77, mtimeMs: T0 + 1.5 }));
  expect(writer.generations()).toMatchObject([
    { id: begun.id, read: 40, size: 77, mtimeMs: T0 + 1.5, tail: { hash: 'tail 40' } },
  ]);
  expect(writer.memory(begun.id)).toBe('{"open":1}');
  writer.commit(batchOf({ ...begun, read: 40 }, 1));
  expect(writer.memory(begun.id)).toBeNull();
});

it('refuses a batch that leaves a gap or comes twice, and changes nothing', () => {
  const begun = writer.begin(beginning('s1'));
  const after = commitTexts(writer, begun, ['one', 'two']);
  for (const wrong of [begun, { ...begun, read: 30 }])
    expect(() => commitTexts(writer, wrong, ['three'])).toThrow(expect.objectContaining({ code: 'index_gap' }));
  expect(store.items(begun.id, 0, 1000)).toHaveLength(2);
  expect(writer.generations()[0]?.read).toBe(after.read);
  expect(() => commitTexts(writer, { ...begun, id: 99 }, ['x'])).toThrow('no generation 99');
});

it('lists a sketch, and forgets its numbers with the first batch', () => {
  const sketch = {
    ...NOTHING,
    prompts: 7,
    errors: 3,
    firstPrompt: 'fix it',
    cwd: '/w/amc',
    lastAt: T0 + 99,
    title: { text: 'Old', rank: 2 as const },
  };
  const begun = writer.begin(beginning('s1', { sketch }));
  const entry = () => store.list({ filter: {}, cursor: null, limit: 10 }).sessions[0];
  expect(entry()).toMatchObject({
    indexed: 'sketch',
    prompts: 7,
    firstPrompt: 'fix it',
    title: 'Old',
    lastAt: T0 + 99,
    project: { name: 'amc', dir: '/w/amc' },
  });
  writer.commit(batchOf(begun, 500, { session: { ...NOTHING, prompts: 2, lastAt: T0 + 5, firstAt: T0 } }));
  expect(entry()).toMatchObject({ indexed: 'behind', prompts: 2, errors: 0, lastAt: T0 + 99, startedAt: T0 });
  writer.commit(
    batchOf({ ...begun, read: 500 }, 500, { session: { ...NOTHING, prompts: 1, title: { text: 'Mine', rank: 3 } } }),
  );
  expect(entry()).toMatchObject({ indexed: 'whole', prompts: 3, title: 'Mine' });
});

it('counts messages of the main conversation, tokens and bytes of all', () => {
  const main = writer.begin(beginning('s1'));
  const sub = writer.begin(beginning('s1', { path: '/t/a.jsonl', file: fileOf('s1', { agentId: 'a1' }) }));
  writer.commit(batchOf(main, 10, { usage: [response('r1', 1)], session: { ...NOTHING, prompts: 1 } }));
  writer.commit(
    batchOf(sub, 10, {
      usage: [response('r2', 2)],
      session: {
        ...NOTHING,
        prompts: 5,
        title: { text: 'no', rank: 3 },
        role: 'Explore',
        description: 'look',
        links: [{ type: 'subagent_of', sessionId: 's1', callId: 'c9' }],
      },
    }),
  );
  expect(store.session('claude:s1')).toMatchObject({
    prompts: 1,
    bytes: 2000,
    tokens: { input: 20, output: 3 },
    title: 's1',
    subagents: [{ agentId: 'a1', role: 'Explore', description: 'look', callId: 'c9' }],
    links: [],
  });
});

it('calls a source deleted when all files of the main conversation are gone', () => {
  const [one, two] = [writer.begin(beginning('s1')), writer.begin(beginning('s1', { path: '/t/other.jsonl' }))];
  commitTexts(writer, one, ['kept words']);
  writer.mark(one.id, { state: 'gone' });
  expect(store.session('claude:s1')).toMatchObject({ sourceDeleted: false });
  writer.mark(two.id, { state: 'gone' });
  expect(store.session('claude:s1')).toMatchObject({ sourceDeleted: true, indexed: 'whole' });
  expect(store.blocks({ match: 'kept', limit: 9 })).toHaveLength(1);
  expect(store.items(one.id, 0, 100)).toMatchObject([{ text: 'kept words' }]);
});

it('follows a rename', () => {
  const begun = writer.begin(beginning('s1'));
  writer.mark(begun.id, { path: '/t/moved.jsonl', file: fileOf('s1', { archived: true }) });
  writer.begin(beginning('s1'));
  expect(writer.generations().map(({ path: at, state, file }) => [at, state, file.archived])).toEqual([
    ['/t/moved.jsonl', 'there', true],
    ['/t/s1.jsonl', 'there', false],
  ]);
});

it('puts many calls into one transaction, or none', () => {
  expect(() =>
    writer.together(() => {
      commitTexts(writer, writer.begin(beginning('s1')), ['one']);
      throw new Error('enough');
    }),
  ).toThrow('enough');
  expect(writer.generations()).toEqual([]);
  writer.together(() => ['s1', 's2'].forEach((id) => void writer.begin(beginning(id))));
  expect(writer.generations()).toHaveLength(2);
});

it('is for its owner only', () => {
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

/** Fails the n-th change that is written, as a full disk does. */
class FullDisk {
  left = Infinity;

  wrap(database: Database): Database {
    return {
      exec: (sql) => database.exec(sql),
      close: () => database.close(),
      prepare: (sql) => {
        const statement = database.prepare(sql);
        const spent =
          <T>(work: (...values: SqlValue[]) => T) =>
          (...values: SqlValue[]): T => {
            if (!/^\s*(SELECT|WITH|PRAGMA)/.test(sql) && this.left-- <= 0)
              throw Object.assign(new Error('full'), { errcode: 13 });
            return work(...values);
          };
        return {
          run: spent((...values) => statement.run(...values)),
          get: spent((...values) => statement.get(...values)),
          all: spent((...values) => statement.all(...values)),
        };
      },
    };
  }
}

it('keeps the old state whatever change of a commit fails', async () => {
  const open = await loadDriver();
  const disk = new FullDisk();
  writer.close();
  writer = await openIndexWriter({ path, open: (at) => disk.wrap(open(at)) });
  const begun = commitTexts(writer, writer.begin(beginning('s1')), ['before'], { usage: [response('r1', 1)] });
  const everything = batchOf(begun, 900, {
    blocks: Array.from({ length: 140 }, (_, index) =>
      blockOf([prompt(`after ${index}`, 10 + index)], { from: 10 + index, to: 11 + index }),
    ),
    usage: [response('r1', 9), response('r2', 1)],
    spans: [{ kind: 'model', from: T0, to: T0 + 5 }],
    branches: [{ id: 0, from: 0, to: null, forkedAt: null, live: true }],
    unknown: [{ type: 'odd', count: 2 }],
    unreadable: [{ from: 12, to: 13, reason: 'is no JSON' }],
    bytes: { records: 899, blank: 0, unreadable: 1 },
    session: {
      ...NOTHING,
      prompts: 1,
      title: { text: 'T', rank: 2 },
      files: [{ path: '/a', reads: 1, edits: 0 }],
      pullRequests: ['https://x/1'],
    },
    memory: 'm',
  });
  const state = () => ({
    session: store.session('claude:s1'),
    all: writer.generations(),
    items: store.items(begun.id, 0, 999),
    faults: store.verify(),
    memory: writer.memory(begun.id),
  });
  const before = state();
  let failures = 0;
  for (disk.left = 0; ; disk.left = ++failures) {
    try {
      writer.commit(everything);
      break;
    } catch (error) {
      expect(error).toBeInstanceOf(EnvironmentError);
      expect(error).toMatchObject({ code: 'disk_full', next: expect.stringContaining('Free some space') });
      disk.left = Infinity;
      expect(state()).toEqual(before);
    }
  }
  expect(failures).toBeGreaterThan(280);
  disk.left = Infinity;
  expect(state()).toMatchObject({
    session: { prompts: 1, title: 'T', tokens: { output: 10 } },
    faults: [],
    memory: 'm',
  });
  expect(store.items(begun.id, 0, 999)).toHaveLength(141);
});
