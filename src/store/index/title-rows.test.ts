import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beginning, NOTHING } from '../../../test/helpers/index-batches.ts';
import type { HistoryStore } from '../../ports/history-store.ts';
import { openHistoryStore } from './history-store.ts';
import { type GroupingIndexWriter, openIndexWriter } from './index-writer.ts';

let dir: string;
let writer: GroupingIndexWriter;
let store: HistoryStore;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'amc-titles-'));
  writer = await openIndexWriter({ path: join(dir, 'index.db') });
  store = await openHistoryStore({ path: join(dir, 'index.db') });
});
afterEach(() => {
  store.close();
  writer.close();
  rmSync(dir, { recursive: true, force: true });
});

const FILE = { path: '/names', read: 10, inode: '1:2' };
const name = (sessionId: string, text: string, rank: 2 | 3 = 2) =>
  writer.nameSessions('claude', [{ sessionId, title: { text, rank } }], FILE);
const find = (id: string, more = {}) => writer.begin(beginning(id, { sketch: { ...NOTHING, ...more } }));
const title = (id: string) => store.session(`claude:${id}`)?.title;

it('names a session that is known, and one that is found later; a name is found by its words', () => {
  find('s1', { firstPrompt: 'fix it' });
  name('s1', 'Known');
  name('s2', 'Later');
  find('s2', { firstPrompt: 'and this' });
  expect([title('s1'), title('s2')]).toEqual(['Known', 'Later']);
  for (const text of ['known fix', 'later this'])
    expect(store.list({ filter: { text }, cursor: null, limit: 5 }).total).toBe(1);
  expect(writer.titleFiles()).toEqual([FILE]);
});

it('goes by the rank of names: the higher wins, of equals the later', () => {
  find('s1', { title: { text: 'By a person', rank: 3 } });
  name('s1', 'By the agent');
  expect(title('s1')).toBe('By a person');
  name('s1', 'By a person, too', 3);
  expect(title('s1')).toBe('By a person, too');
});

it('is forgotten with the last that is kept of its session', () => {
  name('s1', 'Secret');
  const { id } = find('s1');
  writer.mark(id, { state: 'gone' });
  writer.forgetDeleted();
  find('s1', { firstPrompt: 'again' });
  expect(title('s1')).toBe('again');
});
