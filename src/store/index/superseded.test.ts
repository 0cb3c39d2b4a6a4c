import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { batchOf, beginning, blockOf, commitTexts, NOTHING, prompt, T0 } from '../../../test/helpers/index-batches.ts';
import type { ConversationItem } from '../../contract/conversation.ts';
import type { HistoryStore, IndexWriter } from '../../ports/history-store.ts';
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

function texts(match: string | null = null): string[] {
  const items = store.blocks({ match, limit: 1000 }).flatMap((block) => store.unpack(block));
  return items.map((item) => ('text' in item ? item.text : '')).sort();
}

/** One life of the file: these texts, one a second. `shift`: how far an edit has moved the bytes. */
function live(said: readonly string[], { size, shift = 0 }: { size: number; shift?: number }) {
  const begun = writer.begin(beginning('s1', { size }));
  const items: ConversationItem[] = said.map((text, index) => prompt(text, index * 10 + shift, T0 + index * 1000));
  const half = Math.ceil(items.length / 2);
  const to = items[half]?.offset ?? size;
  const stretches = [
    { from: 0, to, items: items.slice(0, half) },
    { from: to, to: size, items: items.slice(half) },
  ];
  let read = 0;
  for (const { from, to: end, items: part } of stretches) {
    writer.commit(
      batchOf({ ...begun, read }, end - from, {
        blocks: [blockOf(part, { from, to: end })],
        session: { ...NOTHING, prompts: part.length },
      }),
    );
    read = end;
  }
  return begun;
}

it('keeps of a rewritten file exactly what is not in it any more', () => {
  live(['alpha', 'beta', 'gamma', 'delta'], { size: 40 });
  const second = live(['alpha', 'BETA', 'gamma', 'delta', 'epsilon'], { size: 60, shift: 3 });
  expect(texts()).toEqual(['BETA', 'alpha', 'beta', 'delta', 'epsilon', 'gamma']);
  expect(store.session('claude:s1')).toMatchObject({ prompts: 5, sources: [{ read: 60 }] });
  expect(store.generationsOf('claude:s1', null).map(({ id, state }) => [id === second.id, state])).toEqual([
    [true, 'there'],
    [false, 'superseded'],
  ]);
});

it('keeps the whole of a file that was emptied and filled with something else', () => {
  live(['alpha', 'beta'], { size: 20 });
  live(['other', 'things'], { size: 20 });
  expect(texts()).toEqual(['alpha', 'beta', 'other', 'things']);
});

it('shows both while the new life is not read to its end, nothing twice when it is', () => {
  live(['alpha', 'beta'], { size: 20 });
  const begun = writer.begin(beginning('s1', { size: 40 }));
  const half = commitTexts(writer, begun, ['alpha', 'x']);
  expect(texts()).toContain('beta');
  writer.commit(
    batchOf(half, 20, {
      blocks: [blockOf([prompt('beta', 20, T0 + 1000), prompt('alpha', 30, T0)], { from: 20, to: 40 })],
    }),
  );
  expect(texts().filter((text) => text === 'beta')).toHaveLength(1);
});

it('takes words out of the full text with the blocks that go', () => {
  const long = (word: string) => `${word} ${'lorem ipsum '.repeat(2000)}`;
  live([long('alpha'), long('beta')], { size: 20 });
  writer.tidy();
  live([long('alpha'), long('beta')], { size: 20 });
  writer.tidy();
  expect(store.blocks({ match: 'alpha OR beta', limit: 100 }).filter(({ id }) => id > 0)).toHaveLength(2);
  live([long('alpha'), long('changed')], { size: 20 });
  writer.tidy();
  expect(texts('beta')).toEqual([long('beta')]);
});

it('compares with the newest life, however many there were', () => {
  live(['alpha', 'beta'], { size: 20 });
  live(['alpha', 'other'], { size: 20 });
  expect(texts()).toEqual(['alpha', 'beta', 'other']);
  live(['alpha', 'beta'], { size: 20 });
  expect(texts()).toEqual(['alpha', 'beta', 'other']);
});

it('knows a deleted file that came back for what it is', () => {
  const first = live(['alpha', 'beta'], { size: 20 });
  writer.mark(first.id, { state: 'gone' });
  live(['alpha', 'beta'], { size: 20 });
  expect(texts()).toEqual(['alpha', 'beta']);
  expect(store.session('claude:s1')).toMatchObject({ sourceDeleted: false, prompts: 2 });
});

it('waits with the comparison until something was read', () => {
  live(['alpha', 'beta'], { size: 20 });
  writer.begin(beginning('s1', { size: 0 }));
  writer.tidy();
  expect(texts()).toEqual(['alpha', 'beta']);
  expect(store.session('claude:s1')).toMatchObject({ sourceDeleted: false, bytes: 0 });
});

it('has the time of its newest record also while nothing of the file is there', () => {
  const begun = live(['alpha', 'beta'], { size: 20 });
  writer.commit(batchOf({ ...begun, read: 20, size: 21 }, 1, { session: { ...NOTHING, lastAt: T0 + 7 } }));
  writer.mark(begun.id, { state: 'superseded' });
  expect(store.session('claude:s1')).toMatchObject({ sourceDeleted: true, lastAt: T0 + 7, prompts: 0 });
});
