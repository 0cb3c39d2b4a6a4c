import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFormats } from '../../../src/app/formats.ts';
import { createTranscriptIndex } from '../../../src/app/transcript-index.ts';
import type { ConversationItem } from '../../../src/contract/conversation.ts';
import { createPageReader } from '../../../src/ingest/page-reader.ts';
import type { TranscriptIndex } from '../../../src/ports/transcript-index.ts';
import { HistoryService } from '../../../src/services/history/history.ts';
import { textOf } from '../../helpers/history-rig.ts';

const THREAD = '01a20321-4256-7771-9d27-b0aaead6d567';
const FORK = '01a20326-924d-7372-9859-1cfb5ee66b67';
const KEY = `codex:${THREAD}`;

let home: string;
let index: TranscriptIndex;
let history: HistoryService;
let minute = 0;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'amc-files-'));
  minute = 0;
  const env = { HOME: home };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  index = await createTranscriptIndex({ dataDir: join(home, 'data'), env, clock: Date.now, log });
  history = new HistoryService({
    index,
    adapters: { agents: new Map(), formats: new Map(createFormats(env).map((format) => [format.agent, format])) },
    pages: createPageReader(),
    clock: Date.now,
    traces: { waitMarks: () => [], waiting: () => [], clears: () => ({ from: null, into: [] }) },
    board: () => null,
  });
});
afterEach(async () => {
  await index.dispose();
  rmSync(home, { recursive: true, force: true });
});

const path = (name: string) => join(home, '.codex/sessions/2026/11/22', `rollout-2026-11-22T12-00-${name}.jsonl`);
const at = () => `2026-11-22T12:${String((minute += 1)).padStart(2, '0')}:00.000Z`;
const line = (type: string, payload: object) => `${JSON.stringify({ timestamp: at(), type, payload })}\n`;
const meta = (id: string, base?: { thread: string; end: number }) =>
  line('session_meta', {
    id,
    cwd: '/w',
    ...(base && { history_base: { thread_id: base.thread, end_byte_offset: base.end } }),
  });
const said = (...texts: string[]) =>
  texts
    .map((text) => line('response_item', { type: 'message', role: 'user', content: [{ type: 'input_text', text }] }))
    .join('');

function write(name: string, text: string): void {
  mkdirSync(dirname(path(name)), { recursive: true });
  writeFileSync(path(name), text);
}

/** `one`, `two`, then back to before `two`, and `other`. Returns where `two` begins. */
function takenBack(): number {
  const kept = meta(THREAD) + said('one');
  write(`01-${THREAD}`, kept + said('two'));
  write(`02-${THREAD}_${FORK}`, meta(THREAD, { thread: THREAD, end: kept.length }) + said('other', 'end'));
  return kept.length;
}

const texts = (items: readonly ConversationItem[]) => items.map((item) => ('text' in item ? item.text : item.kind));
const page = (query: object = {}, key = KEY) => history.conversation(key, { limit: 100, ...query });
const hits = async (query: string) => (await history.search({ query, cursor: null, limit: 20 })).hits;

describe('a thread that was taken back and goes on in a second file', () => {
  it('is one conversation: what was taken back is left out, and there when asked for', async () => {
    const end = takenBack();
    await index.settle();
    const live = ['one', '1 message was rewound.', 'other', 'end'];
    expect(texts((await page()).items)).toEqual(live);
    expect(texts((await page({ branches: 'all' })).items)).toEqual(['one', 'two', 'other', 'end']);
    expect(texts((await page({ around: end })).items)).toEqual(['one', 'two', 'other', 'end']);
    const newest = await page({ limit: 2 });
    expect([texts(newest.items), texts((await page({ before: newest.before, limit: 2 })).items)]).toEqual([
      ['other', 'end'],
      ['one', '1 message was rewound.'],
    ]);
    const down: string[] = [];
    for (let after = 0; ;) {
      const some = await page({ after, limit: 1 });
      if (some.after === after) break;
      down.push(...texts(some.items));
      after = some.after;
    }
    expect(down).toEqual(live);
  });

  it('has one id and one place for each message; search and single records go by them', async () => {
    takenBack();
    await index.settle();
    const { items } = await page({ branches: 'all' });
    expect(new Set(items.map(({ id }) => id)).size).toBe(4);
    for (const [place, text] of ['one', 'two', 'other', 'end'].entries()) {
      const item = items[place];
      expect(await hits(text)).toMatchObject([{ itemId: item?.id, offset: item?.offset }]);
      const whole = await history.record({ key: KEY, offset: item?.offset ?? -1 });
      expect([texts(whole.items), whole.items[0]?.id, whole.raw?.includes(`"text":"${text}"`)]).toEqual([
        [text],
        item?.id,
        true,
      ]);
    }
  });

  it('is exported whole, with what was taken back marked', async () => {
    takenBack();
    await index.settle();
    const { steps } = JSON.parse(await textOf((await history.exportOf(KEY, 'json')).text));
    expect(steps).toMatchObject([
      { item: { text: 'one' } },
      { rewound: [{ item: { text: 'two' } }] },
      { item: { text: 'other' } },
      { item: { text: 'end' } },
    ]);
  });

  it('is there from the index when its files are gone', async () => {
    takenBack();
    await index.settle();
    const before = await page({ branches: 'all' });
    rmSync(path(`01-${THREAD}`));
    await index.settle();
    expect(await page({ branches: 'all' })).toMatchObject({ source: 'file', items: before.items });
    rmSync(path(`02-${THREAD}_${FORK}`));
    await index.settle();
    expect(await page({ branches: 'all' })).toMatchObject({ source: 'index', items: before.items });
    expect((await history.record({ key: KEY, offset: before.items[3]?.offset ?? -1 })).raw).toBe(null);
  });

  it('counts usage of records that lie at the same place of both files', async () => {
    const tokens = { input_tokens: 10, cached_input_tokens: 0, output_tokens: 5, total_tokens: 15 };
    const count = (total: number) =>
      line('event_msg', {
        type: 'token_count',
        info: { last_token_usage: tokens, total_token_usage: { ...tokens, total_tokens: total } },
      });
    const padded = (text: string) => text + said('x'.repeat(900 - text.length - said('').length));
    write(`01-${THREAD}`, padded(meta(THREAD)) + count(15));
    write(`02-${THREAD}_${FORK}`, padded(meta(THREAD, { thread: THREAD, end: 900 })) + count(30));
    await index.settle();
    expect(history.entry(KEY).tokens).toMatchObject({ input: 20, output: 10 });
  });
});

describe('a fork whose past lies in another thread’s file', () => {
  it('begins with that past, and holds nothing of what came there later', async () => {
    const kept = meta(THREAD) + said('one');
    write(`01-${THREAD}`, kept + said('two'));
    write(`03-${FORK}`, meta(FORK, { thread: THREAD, end: kept.length }) + said('forked'));
    await index.settle();
    const { items, branches } = await page({}, `codex:${FORK}`);
    expect([texts(items), branches]).toEqual([['one', `Forked from the conversation ${THREAD}`, 'forked'], []]);
    expect(await hits('forked role:prompt')).toMatchObject([{ session: `codex:${FORK}`, offset: items[2]?.offset }]);
    expect(await hits('one')).toMatchObject([{ session: KEY }]);
    expect(texts((await page()).items)).toEqual(['one', 'two']);
  });

  it('says so when that file is not known', async () => {
    write(`03-${FORK}`, meta(FORK, { thread: THREAD, end: 100 }) + said('forked'));
    await index.settle();
    const { items, problems } = await page({}, `codex:${FORK}`);
    expect([texts(items).at(-1), problems]).toEqual(['forked', [expect.stringContaining(THREAD)]]);
  });
});
