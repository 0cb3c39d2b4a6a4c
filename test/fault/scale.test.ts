import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConversationPage } from '../../src/contract/conversation.ts';
import { UserError } from '../../src/contract/errors.ts';
import { loadDriver } from '../../src/store/driver.ts';
import type { AmcProcess } from '../helpers/amc-process.ts';
import { waitFor } from '../rig/wait-for.ts';
import { addReplies, expectComplete, indexReady, makeHistoryHome, type HistoryHome, type Ledger } from './ledger.ts';

const MIB = 1024 * 1024;
/** Of one transcript; 200 in the matrix. */
const BIG_MIB = Number(process.env['AMC_MIB'] ?? 80);
/** Small sessions; 10,000 and 100,000 in the matrix. */
const FILES = Number(process.env['AMC_FILES'] ?? 3_000);
/** More of them than the system keeps events for: 16,384, two for each file. */
const BURST = Math.max(8_500, FILES);
const TIMEOUT_MS = 60_000 + 10 * BURST;
const LONG = { timeout: TIMEOUT_MS };

describe('the index at scale', () => {
  let place: HistoryHome;

  beforeEach(() => {
    place = makeHistoryHome();
  });
  afterEach(() => place.dispose());

  test('F49 a large transcript: its newest page is there while it is being read, memory bounded', LONG, async () => {
    const entry = place.add(20);
    addReplies(entry, BIG_MIB);
    place.append(entry, 20);
    const amc = await place.start();
    const { items } = await amc.client.call('conversation', { params: keyOf(entry), query: { limit: 20 } });
    expect((await amc.client.call('index', {})).state).not.toBe('ready');
    expect(items.map(({ id }) => id)).toEqual(entry.words.slice(-20));
    await indexReady(amc);
    const { hits } = await amc.client.call('search', { query: { q: entry.words.at(-1) ?? '' } });
    expect(hits).toHaveLength(1);
    expect(peakMib(amc.pid)).toBeLessThan(350);
  });

  test('F50 F51 lines of 50 MB and 600 MB: a stub each, their neighbours intact, memory bounded', LONG, async () => {
    const entry = place.add(20);
    for (const mebibytes of [50, 600]) {
      writeLongLine(entry, mebibytes);
      place.append(entry, 20);
    }
    const amc = await place.start();
    await indexReady(amc);
    const detail = await amc.client.call('historyEntry', { params: keyOf(entry) });
    expect(detail.prompts).toBe(entry.prompts);
    expect(detail.unreadable.map(({ from, to }) => Math.floor((to - from) / MIB))).toEqual([50, 600]);
    for (const { reason } of detail.unreadable) expect(reason).toMatch(/too long .*\d{8,} bytes, sha256 [0-9a-f]{64}/);
    const prompts: string[] = [];
    for (let before: number | null | undefined; before !== null;) {
      const query = { limit: 500, ...(before !== undefined && { before }) };
      const page: ConversationPage = await amc.client.call('conversation', { params: keyOf(entry), query });
      prompts.unshift(...page.items.filter(({ kind }) => kind === 'prompt').map(({ id }) => id));
      before = page.before;
    }
    expect(prompts).toEqual(entry.words);
    const { hits } = await amc.client.call('search', { query: { q: entry.words.at(-1) ?? '' } });
    expect(hits).toHaveLength(1);
    expect(peakMib(amc.pid)).toBeLessThan(350);
  });

  test('F52 many sessions: a second start reads none of them again', LONG, async () => {
    const bytes = makeSmallSessions(place, FILES, 'The queue stalls. '.repeat(600));
    const first = await place.start();
    await waitForTotal(first, FILES);
    await indexReady(first);
    await first.stop();
    const again = await place.start();
    await indexReady(again);
    expect((await again.client.call('history', { query: { limit: 1 } })).total).toBe(FILES);
    expect((await again.client.call('index', {})).files).toEqual({ known: FILES, read: FILES });
    // The program, the libraries and the index itself.
    expect(readBytes(again.pid)).toBeLessThan(bytes / 2);
  });

  test('F53 F55 more new transcripts at once than the system has events for: each is found', LONG, async () => {
    place.add(5);
    const amc = await place.start();
    await indexReady(amc);
    process.kill(amc.pid, 'SIGSTOP');
    makeSmallSessions(place, BURST);
    process.kill(amc.pid, 'SIGCONT');
    await waitForTotal(amc, BURST + 1);
    await indexReady(amc);
    expect((await amc.client.call('verifyIndex', { body: {} })).faults).toEqual([]);
  });

  test('F54 100 agents that write 50 lines a second each: every line arrives', LONG, async () => {
    for (let i = 0; i < 100; i += 1) place.add(1);
    const amc = await place.start();
    await indexReady(amc);
    for (let round = 0; round < 30; round += 1) {
      const next = Date.now() + 100;
      for (const entry of place.ledger) place.append(entry, 5);
      await pause(next - Date.now());
    }
    const written = place.ledger.reduce((sum, { prompts }) => sum + prompts, 0);
    await waitFor(
      async () => {
        const { sessions } = await amc.client.call('history', { query: { limit: 1_000 } });
        return sessions.reduce((sum, { prompts }) => sum + prompts, 0) === written;
      },
      { what: 'every line' },
    );
    await expectComplete(amc, place.ledger.slice(0, 100));
  });

  test(
    'F57 a search that would not end is ended; all else is answered meanwhile, and the next one then',
    LONG,
    async () => {
      for (let i = 0; i < 4; i += 1) place.add(2_000);
      const amc = await place.start();
      await indexReady(amc);
      // For each message longer than the age of the world.
      const hanging = amc.client.call('search', { query: { q: '/(w+o*)+(\\w+|\\s+)+zzz$/' } }).then(
        ({ exhausted }) => (exhausted ? 'ended' : 'out of time'),
        (error: unknown) => (error instanceof UserError ? error.code : error),
      );
      const others = () => amc.client.call('history', { query: { limit: 1 } }).then(() => true);
      const ended = hanging.then(() => false);
      let answers = 0;
      while (await Promise.race([others(), ended])) answers += 1;
      expect(answers).toBeGreaterThan(20);
      expect(['out of time', 'query_invalid']).toContain(await hanging);
      const { hits } = await amc.client.call('search', { query: { q: place.ledger[3]?.words[7] ?? '' } });
      expect(hits).toHaveLength(1);
    },
  );

  test('F58 a spool full of events at the start: each is taken in once, AMC answers meanwhile', LONG, async () => {
    const spool = join(place.dataDir, 'spool');
    mkdirSync(spool, { recursive: true, mode: 0o700 });
    for (let i = 1; i <= BURST; i += 1)
      writeFileSync(join(spool, `${i}.0.event`), `amc1\0\0{"session_id":"s1","hook_event_name":"Stop","i":${i}}`);
    const amc = await place.start();
    let answers = 0;
    while (readdirSync(spool).length > 0) {
      await amc.client.call('history', { query: { limit: 1 } });
      answers += 1;
    }
    expect(answers).toBeGreaterThan(20);
    await amc.stop();
    const database = (await loadDriver())(join(place.dataDir, 'state.db'));
    const counted = database.prepare(
      `SELECT COUNT(DISTINCT payload ->> 'i') AS events, COUNT(*) AS rows FROM hook_events`,
    );
    expect(counted.get()).toEqual({ events: BURST, rows: BURST });
    database.close();
  });

  test('F23 a sweep that deletes everything at once: their text stays, marked', async () => {
    for (let i = 0; i < 20; i += 1) place.add(20);
    const amc = await place.start();
    await expectComplete(amc, place.ledger);
    rmSync(join(place.home, '.claude/projects'), { recursive: true });
    await waitFor(
      async () => (await amc.client.call('history', { query: { deleted: 'only' } })).total === place.ledger.length,
      { what: 'the sweep to be noticed', timeoutMs: 60_000 },
    );
    for (const { id, words } of place.ledger) {
      const { hits } = await amc.client.call('search', { query: { q: words[3] ?? '' } });
      expect(hits.map(({ session, sourceDeleted }) => [session, sourceDeleted])).toEqual([[`claude:${id}`, true]]);
      const page = await amc.client.call('conversation', { params: { key: `claude:${id}` }, query: { limit: 100 } });
      expect([page.source, page.items.length]).toEqual(['index', 20]);
    }
  });
});

function keyOf({ id }: Ledger): { key: string } {
  return { key: `claude:${id}` };
}

/** It goes on from the record before it, and the next one goes on from it. */
function writeLongLine(entry: Ledger, mebibytes: number): void {
  const uuid = `long-${mebibytes}`;
  const file = openSync(entry.path, 'a');
  writeSync(file, `{"type":"user","uuid":"${uuid}","parentUuid":"${entry.last}","message":{"role":"user","content":"`);
  const part = Buffer.alloc(MIB, 'x');
  for (let i = 0; i < mebibytes; i += 1) writeSync(file, part);
  closeSync(file);
  appendFileSync(entry.path, '"}}\n');
  entry.last = uuid;
}

/** One line each, in one folder; returns their bytes. */
function makeSmallSessions({ home }: HistoryHome, count: number, text = ''): number {
  const folder = join(home, '.claude/projects/-home-dev-p-many');
  mkdirSync(folder, { recursive: true });
  let bytes = 0;
  for (let i = 0; i < count; i += 1) {
    const sessionId = `0c1a0de0-0000-4000-9000-${String(i).padStart(12, '0')}`;
    const message = { role: 'user', content: `Look ${i} ${text}` };
    const line = `${JSON.stringify({ type: 'user', uuid: `u${i}`, sessionId, message })}\n`;
    writeFileSync(join(folder, `${sessionId}.jsonl`), line);
    bytes += line.length;
  }
  return bytes;
}

async function waitForTotal(amc: AmcProcess, total: number): Promise<void> {
  await waitFor(async () => (await amc.client.call('history', { query: { limit: 1 } })).total === total, {
    what: `${total} sessions`,
    timeoutMs: TIMEOUT_MS,
    pollMs: 100,
    context: async () => JSON.stringify(await amc.client.call('index', {})),
  });
}

function peakMib(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** All that it read since its start, program and database too. */
function readBytes(pid: number): number {
  return Number(/rchar: (\d+)/.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
