import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beginning, commitTexts, NOTHING, response } from '../../../test/helpers/index-batches.ts';
import type { HistoryStore } from '../../ports/history-store.ts';
import { loadDriver } from '../driver.ts';
import { openHistoryStore } from './history-store.ts';
import { type IndexWriterOptions, openIndexWriter } from './index-writer.ts';

let dir: string;
let path: string;
let store: HistoryStore;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'amc-index-'));
  path = join(dir, 'data', 'index.db');
  store = await openHistoryStore({ path });
});

afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A session whose file is there, one whose file is gone, and one that was deleted while nobody looked. */
async function fill(): Promise<void> {
  const writer = await openIndexWriter({ path });
  const there = join(dir, 'there.jsonl');
  writeFileSync(there, 'x'.repeat(500));
  commitTexts(writer, writer.begin(beginning('there', { path: there })), ['again readable'], {
    usage: [response('r1', 1)],
  });
  const sketch = {
    ...NOTHING,
    cwd: '/w/kept',
    firstPrompt: 'hello',
    links: [{ type: 'continues' as const, sessionId: 'there' }],
  };
  const gone = commitTexts(writer, writer.begin(beginning('gone', { sketch })), ['treasure'], {
    usage: [response('r2', 7)],
    session: { ...NOTHING, prompts: 1, files: [{ path: '/w/a.ts', reads: 2, edits: 1 }] },
  });
  writer.mark(gone.id, { state: 'gone' });
  commitTexts(writer, writer.begin(beginning('vanished')), ['jewel']);
  writer.close();
}

async function reopen(options: Partial<IndexWriterOptions> = {}): Promise<void> {
  (await openIndexWriter({ path, ...options })).close();
}

async function tamper(sql: string): Promise<void> {
  const database = (await loadDriver())(path);
  database.exec(sql);
  database.close();
}

/** Files that do not belong to the index itself. */
function strangers(): string[] {
  return readdirSync(join(dir, 'data')).filter((name) => !/^index\.db(-wal|-shm)?$/.test(name));
}

/** The number of the first page of an index. */
async function rootOf(name: string): Promise<number> {
  const database = (await loadDriver())(path);
  const row = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name);
  database.close();
  return Number(Object.values(row ?? {})[0]);
}

function texts(): string[] {
  const items = store
    .blocks({ match: 'treasure OR jewel OR readable', limit: 99 })
    .flatMap((block) => store.unpack(block));
  return items.map((item) => ('text' in item ? item.text : '')).sort();
}

function expectTakenOver(): void {
  expect(texts()).toEqual(['jewel', 'treasure']);
  expect(store.session('claude:gone')).toMatchObject({
    sourceDeleted: true,
    prompts: 1,
    firstPrompt: 'hello',
    project: { dir: '/w/kept' },
    tokens: { output: 7 },
    files: [{ path: '/w/a.ts', reads: 2, edits: 1 }],
    links: [{ key: 'claude:there' }],
  });
  expect(store.session('claude:vanished')).toMatchObject({ sourceDeleted: true });
  expect(store.session('claude:there')).toBeNull();
  expect(store.verify()).toEqual([]);
}

it.each([
  ['behind', 100],
  ['ahead of', 900],
])('is begun anew when a checkpoint is %s its rows: nothing is skipped, nothing read twice', async (_where, read) => {
  await fill();
  const database = (await loadDriver())(path);
  database.prepare("UPDATE generation SET read = ? WHERE path LIKE '%there.jsonl'").run(read);
  database.close();
  await reopen();
  expect(store.counts()).toMatchObject({ read: 0 });
  expect(store.verify()).toEqual([]);
});

it('is made where nothing is, and left as it is when it is sound', async () => {
  expect(store.list({ filter: {}, cursor: null, limit: 5 })).toEqual({ sessions: [], total: 0, next: null });
  expect([
    store.session('claude:x'),
    store.counts().files,
    store.verify(),
    [...store.usage({ from: null, to: null })],
  ]).toEqual([null, 0, [], []]);
  await fill();
  await reopen();
  expect(store.counts().sessions).toBe(3);
  expect(strangers()).toEqual([]);
});

it('begins anew when it is asked to, with the text of deleted sources, under an open reader', async () => {
  await fill();
  expect(store.counts().sessions).toBe(3);
  await reopen({ anew: true });
  expectTakenOver();
  expect(existsSync(`${path}.old`)).toBe(false);
});

it.each([0, 99])('takes over from version %i', async (version) => {
  await fill();
  await tamper(`PRAGMA user_version = ${version}`);
  await reopen();
  expectTakenOver();
});

it('takes over what both versions know, from one with other tables and columns', async () => {
  await fill();
  await tamper(`ALTER TABLE session ADD COLUMN later TEXT; ALTER TABLE generation DROP COLUMN blank; DROP TABLE span;
    DROP TABLE link; PRAGMA user_version = 1`);
  await reopen();
  expect(existsSync(`${path}.damaged`)).toBe(false);
  expect(texts()).toEqual(['jewel', 'treasure']);
  expect(store.session('claude:gone')).toMatchObject({ prompts: 1, links: [] });
});

it('finishes a start that died in between', async () => {
  await fill();
  renameSync(path, `${path}.old`);
  writeFileSync(path, '');
  await reopen();
  expectTakenOver();
});

it('keeps the taken over when the start died before the old file was deleted', async () => {
  await fill();
  await reopen({ anew: true });
  writeFileSync(`${path}.old`, 'what is left');
  await reopen();
  expectTakenOver();
  expect(existsSync(`${path}.old`)).toBe(false);
});

it.each<[string, () => void]>([
  ['is no database', () => writeFileSync(path, 'not a database, but long enough to look like one'.repeat(50))],
  ['was cut off', () => truncateSync(path, 8192 * 3)],
])('sets aside one that %s', async (_, damage) => {
  await fill();
  damage();
  await reopen();
  expect(store.counts().files).toBe(0);
  expect(store.verify()).toEqual([]);
  expect(existsSync(`${path}.damaged`)).toBe(true);
  await fill();
  expect(store.counts().sessions).toBe(3);
});

it('takes over what a damaged one still holds', async () => {
  await fill();
  const page = await rootOf('session_by_time');
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0xff, (page - 1) * 8192, page * 8192));
  await reopen();
  expectTakenOver();
});

it('takes over nothing from an empty file', async () => {
  await fill();
  truncateSync(path, 0);
  await reopen();
  expect(strangers()).toEqual([]);
  expect(store.counts().sessions).toBe(0);
});

it('says what to do when the folder cannot be used', async () => {
  writeFileSync(join(dir, 'file'), '');
  const inFile = openIndexWriter({ path: join(dir, 'file', 'index.db') });
  await expect(inFile).rejects.toMatchObject({
    code: 'index_unusable',
    fault: 'environment',
    next: expect.any(String),
  });
});
