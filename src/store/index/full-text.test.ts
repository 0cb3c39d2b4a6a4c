import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { batchOf, beginning, blockOf, commitTexts, prompt, T0 } from '../../../test/helpers/index-batches.ts';
import type { BlockQuery, Generation, HistoryStore, IndexWriter } from '../../ports/history-store.ts';
import { openHistoryStore } from './history-store.ts';
import { openIndexWriter } from './index-writer.ts';

let dir: string;
let writer: IndexWriter;
let store: HistoryStore;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'amc-index-'));
  await open();
});

afterEach(() => {
  expect(store.verify()).toEqual([]);
  close();
  rmSync(dir, { recursive: true, force: true });
});

async function open(): Promise<void> {
  writer = await openIndexWriter({ path: join(dir, 'index.db') });
  store = await openHistoryStore({ path: join(dir, 'index.db') });
}

function close(): void {
  store.close();
  writer.close();
}

const LOREM = 'lorem ipsum dolor sit amet '.repeat(1000);

/** Blocks of about 27 kB, a minute apart, each with a word of its own. */
function fill(generation: Generation, count: number, start = 0): Generation {
  const at = { ...generation };
  for (let index = start; index < start + count; index += 1, at.read += 10) {
    const items = [prompt(`word${index} ${LOREM}`, at.read, T0 + index * 60_000)];
    writer.commit(batchOf(at, 10, { blocks: [blockOf(items, { from: at.read, to: at.read + 10 })] }));
  }
  return at;
}

function words(query: Partial<BlockQuery>): string[] {
  const blocks = store.blocks({ match: null, limit: 1000, ...query });
  return blocks
    .flatMap((block) => store.unpack(block))
    .map((item) => ('text' in item ? item.text.split(' ')[0] : undefined) ?? '');
}

it('finds a word in the block that has it, once many blocks are in', () => {
  fill(writer.begin(beginning('s1')), 100);
  writer.tidy();
  const found = words({ match: 'word3' });
  expect(found).toContain('word3');
  expect(found.length).toBeLessThan(50);
});

it('finds what was just written, before its words are in the full text', () => {
  const begun = fill(writer.begin(beginning('s1')), 60);
  commitTexts(writer, begun, ['brandnew line']);
  expect(words({ match: 'brandnew' })).toContain('brandnew');
});

it('walks newest first, page by page, each block once', () => {
  fill(writer.begin(beginning('s1')), 45, 45);
  fill(writer.begin(beginning('s2')), 45);
  const seen: string[] = [];
  for (let after: number | undefined; ;) {
    const page = store.blocks({ match: 'lorem', limit: 7, ...(after !== undefined && { after }) });
    if (page.length === 0) break;
    seen.push(
      ...page
        .flatMap((block) => store.unpack(block))
        .map((item) => ('text' in item ? (item.text.split(' ')[0] ?? '') : '')),
    );
    after = page.at(-1)?.id;
  }
  expect(seen).toEqual(Array.from({ length: 90 }, (_, index) => `word${89 - index}`));
  expect(words({ limit: 3 })).toEqual(['word89', 'word88', 'word87']);
});

it('makes big blocks of the lines of a live session', () => {
  let begun = writer.begin(beginning('s1', { size: 9000 }));
  for (let index = 0; index < 400; index += 1) begun = commitTexts(writer, begun, [`line${index}`]);
  writer.tidy();
  expect(store.blocks({ match: null, limit: 1000 }).length).toBeLessThan(150);
  expect(store.items(begun.id, 0, 9000)).toHaveLength(400);
  expect(store.items(begun.id, 1000, 1020)).toMatchObject([{ text: 'line100' }, { text: 'line101' }]);
  expect(words({ match: 'line7' })).toContain('line7');
});

it('unpacks a block that has become part of a bigger one since it was found', () => {
  const begun = commitTexts(writer, writer.begin(beginning('s1')), ['first line']);
  const [found] = store.blocks({ match: 'first', limit: 1 });
  let at = begun;
  for (let index = 0; index < 300; index += 1) at = commitTexts(writer, at, ['more']);
  writer.tidy();
  expect(found && store.unpack(found)).toMatchObject([{ text: 'first line' }]);
});

it('goes on with waiting blocks after a restart', async () => {
  let begun = writer.begin(beginning('s1', { size: 9000 }));
  for (let index = 0; index < 100; index += 1) begun = commitTexts(writer, begun, [`line${index}`]);
  close();
  await open();
  for (let index = 100; index < 200; index += 1) begun = commitTexts(writer, begun, [`line${index}`]);
  expect(words({ match: 'line5' })).toContain('line5');
  expect(store.items(begun.id, 0, 9000)).toHaveLength(200);
});

it('has room for any number of blocks of one time, and for odd times', () => {
  const at = { ...writer.begin(beginning('s1', { mtimeMs: T0 })) };
  for (const time of [...Array.from({ length: 60 }, () => T0), -5, 9e15, undefined]) {
    const item = { id: 'x', offset: at.read, kind: 'note' as const, note: 'other' as const, text: 'x' };
    const items = [{ ...item, ...(time !== undefined && { at: time }) }];
    writer.commit(batchOf(at, 10, { blocks: [blockOf(items, { from: at.read, to: at.read + 10 })] }));
    at.read += 10;
  }
  const blocks = store.blocks({ match: null, limit: 1000 });
  expect(blocks).toHaveLength(63);
  expect([blocks[0]?.lastAt, blocks.at(-1)?.lastAt]).toEqual([9e15, -5]);
});
