import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beginning, commitTexts, NOTHING, response } from '../../../test/helpers/index-batches.ts';
import { loadDriver } from '../driver.ts';
import { openHistoryStore } from './history-store.ts';
import { openIndexWriter } from './index-writer.ts';

let dir: string;
let path: string;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'amc-index-'));
  path = join(dir, 'index.db');
  const writer = await openIndexWriter({ path });
  const begun = commitTexts(writer, writer.begin(beginning('s1')), ['a', 'b'], { usage: [response('r1', 1)] });
  commitTexts(writer, begun, ['c'], { session: { ...NOTHING, prompts: 1 } });
  writer.close();
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function faults() {
  const store = await openHistoryStore({ path });
  const found = store.verify();
  store.close();
  return found;
}

it.each([
  ['I1', 'UPDATE generation SET bytes_records = bytes_records - 1'],
  ['I1', 'UPDATE generation SET bytes_records = bytes_records - 5, bytes_unreadable = 5'],
  ['I4', 'UPDATE block SET from_at = 19, to_at = 30 WHERE from_at = 20'],
  ['I4', 'UPDATE block SET to_at = from_at WHERE from_at = 20'],
  ['I5', 'UPDATE block SET to_at = 31 WHERE from_at = 20'],
  ['store', 'DELETE FROM packed WHERE id = (SELECT MAX(id) FROM packed)'],
  ['store', 'DELETE FROM block WHERE from_at = 20'],
  ['store', 'UPDATE response SET output = output + 1'],
  ['store', 'UPDATE session SET prompts = prompts + 1'],
  ['store', `UPDATE session SET indexed = 'whole'`],
] as const)('finds what breaks %s: %s', async (invariant, sql) => {
  expect(await faults()).toEqual([]);
  const database = (await loadDriver())(path);
  database.exec(sql);
  database.close();
  expect((await faults()).map((fault) => fault.invariant)).toEqual([invariant]);
});

it('cannot be given a record twice (I3)', async () => {
  const database = (await loadDriver())(path);
  const twice = `INSERT INTO block SELECT id + 1, generation, from_at, to_at, first_at, last_at, roles, tools, has_error,
    size, searchable FROM block WHERE from_at = 20`;
  expect(() => database.exec(twice)).toThrow('UNIQUE');
  database.close();
});
