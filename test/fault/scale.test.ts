import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AmcProcess } from '../helpers/amc-process.ts';
import { waitFor } from '../rig/wait-for.ts';
import { expectComplete, indexReady, makeHistoryHome, type HistoryHome } from './ledger.ts';

const MIB = 1024 * 1024;

describe('the index at scale', () => {
  let place: HistoryHome;

  beforeEach(() => {
    place = makeHistoryHome();
  });
  afterEach(() => place.dispose());

  test('F50 F51 lines of 50 MB and 600 MB: a stub each, their neighbours intact, memory bounded', async () => {
    const entry = place.add(20);
    for (const mebibytes of [50, 600]) {
      writeLongLine(entry.path, mebibytes);
      place.append(entry, 20);
    }
    const amc = await AmcProcess.start(place.env);
    await indexReady(amc);
    const detail = await amc.client.call('historyEntry', { params: { key: `claude:${entry.id}` } });
    expect(detail.prompts).toBe(entry.prompts);
    expect(detail.unreadable.map(({ from, to }) => Math.floor((to - from) / MIB))).toEqual([50, 600]);
    const page = await amc.client.call('conversation', {
      params: { key: `claude:${entry.id}` },
      query: { limit: 500 },
    });
    expect(page.items.filter(({ kind }) => kind === 'prompt').length).toBeGreaterThanOrEqual(20);
    const { hits } = await amc.client.call('search', { query: { q: entry.words.at(-1) ?? '' } });
    expect(hits).toHaveLength(1);
    expect(peakMib(amc.pid)).toBeLessThan(500);
    await amc.stop();
  });

  test('F53 F55 20,000 transcripts made while AMC looks on: each is found', async () => {
    place.add(5);
    const amc = await AmcProcess.start(place.env);
    await indexReady(amc);
    const many = 20_000;
    const folder = join(place.home, '.claude/projects/-home-dev-p-many');
    mkdirSync(folder);
    for (let i = 0; i < many; i += 1) {
      const id = `0c1a0de0-0000-4000-9000-${String(i).padStart(12, '0')}`;
      writeFileSync(
        join(folder, `${id}.jsonl`),
        `${JSON.stringify({ type: 'user', uuid: `u${i}`, sessionId: id, message: { role: 'user', content: `Look ${i}` } })}\n`,
      );
    }
    await waitFor(async () => (await amc.client.call('history', { query: { limit: 1 } })).total === many + 1, {
      what: 'every session',
      timeoutMs: 60_000,
      context: async () => JSON.stringify(await amc.client.call('index', {})),
    });
    await indexReady(amc);
    expect((await amc.client.call('verifyIndex', { body: {} })).faults).toEqual([]);
    await amc.stop();
  });

  test('F23 a sweep that deletes everything at once: their text stays, marked', async () => {
    for (let i = 0; i < 20; i += 1) place.add(20);
    const amc = await AmcProcess.start(place.env);
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
    await amc.stop();
  });
});

function writeLongLine(path: string, mebibytes: number): void {
  const file = openSync(path, 'a');
  writeSync(file, '{"type":"user","message":{"role":"user","content":"');
  const part = Buffer.alloc(MIB, 'x');
  for (let i = 0; i < mebibytes; i += 1) writeSync(file, part);
  closeSync(file);
  appendFileSync(path, '"}}\n');
}

function peakMib(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
