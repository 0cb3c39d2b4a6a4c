import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beginning, fileOf, NOTHING, T0 } from '../../../test/helpers/index-batches.ts';
import type { HistoryStore } from '../../ports/history-store.ts';
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
  writer.nameSessions('claude', [{ sessionId: 's2', title: { text: 'Named', rank: 3 } }], {
    path: '/n',
    read: 1,
    inode: '1',
  });
  writer.begin(beginning('old', { sketch: { ...NOTHING, firstPrompt: 'hello' } }));
  writer.announce([
    { file: fileOf('old'), size: 9, mtimeMs: T0 + 9_000 },
    { file: fileOf('s1'), size: 1000, mtimeMs: T0 + 1_000.5 },
    { file: fileOf('s2'), size: 2000, mtimeMs: T0 + 2_000 },
    { file: fileOf('s3', { agentId: 'a1' }), size: 1, mtimeMs: T0 },
  ]);
});

afterEach(() => {
  expect(store.verify()).toEqual([]);
  store.close();
  writer.close();
  rmSync(dir, { recursive: true, force: true });
});

const listed = () =>
  store
    .list({ filter: {}, cursor: null, limit: 10 })
    .sessions.map(({ id, title, lastAt, bytes, indexed, sourceDeleted }) => ({
      id,
      title,
      lastAt,
      bytes,
      indexed,
      sourceDeleted,
    }));

it('lists sessions by what their files tell from outside; what is known better stays', () => {
  const more = { indexed: 'sketch', sourceDeleted: false };
  expect(listed()).toEqual([
    { id: 's2', title: 'Named', lastAt: T0 + 2_000, bytes: 2000, ...more },
    { id: 's1', title: 's1', lastAt: T0 + 1_000, bytes: 1000, ...more },
    { id: 'old', title: 'hello', lastAt: T0, bytes: 1000, ...more },
  ]);
  expect(store.session('claude:s1')).toMatchObject({ sources: [], subagents: [] });
});

it('knows better as soon as a file has begun; what never did is dropped', () => {
  writer.begin(beginning('s1', { sketch: { ...NOTHING, firstPrompt: 'first words' } }));
  writer.dropAnnounced();
  expect(listed().map(({ id, title }) => [id, title])).toEqual([
    ['s1', 'first words'],
    ['old', 'hello'],
  ]);
});

it('drops at the next start what was only announced', async () => {
  writer.close();
  writer = await openIndexWriter({ path });
  expect(listed().map(({ id }) => id)).toEqual(['old']);
});
