import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EnvironmentError } from '../../../src/contract/errors.ts';
import type { StretchHelper } from '../../../src/ingest/transcripts/helper.ts';
import type { TranscriptFormat } from '../../../src/ports/transcripts.ts';
import { until } from '../../helpers/wait.ts';
import { blindWatcher, IngestRig } from './ingest-rig.ts';
import { lineFormat, said } from './line-format.ts';

let rig: IngestRig;

beforeEach(() => {
  rig = new IngestRig();
});

afterEach(async () => {
  await rig.dispose();
});

const many = (count: number, what = 'line') => Array.from({ length: count }, (_, at) => said(`${what} ${at}`)).join('');

/** The format of the tests, which tells what it is asked to read. */
function listening(told: (text: string) => void): TranscriptFormat {
  const format = lineFormat(rig.root);
  return {
    ...format,
    read(line, options) {
      told(Buffer.from(line.bytes ?? []).toString());
      return format.read(line, options);
    },
  };
}

it('lists very many new sessions before it opens one of their files, and only such as have a line', async () => {
  const names = Array.from({ length: 300 }, (_, at) => `s${at}`);
  for (const name of names) writeFileSync(rig.path(`${name}.jsonl`), said(name));
  writeFileSync(rig.path('half.jsonl'), '{"say":');
  const total = () => rig.store.list({ filter: {}, cursor: null, limit: 1 }).total;
  let listed: number | null = null;
  await rig.start({ formats: [listening(() => (listed ??= total()))] });
  await rig.engine.settle();
  expect(listed).toBe(301);
  expect(total()).toBe(300);
  expect(await rig.faults()).toEqual([]);
});

describe('ingest engine', () => {
  it('puts all sessions into the list before it reads any of them, the newest first', async () => {
    for (let at = 0; at < 40; at++) {
      writeFileSync(rig.path(`s${at}.jsonl`), `{"ask":"first of ${at}"}\n${many(500)}`);
      utimesSync(rig.path(`s${at}.jsonl`), 1_700_000_000 + at, 1_700_000_000 + at);
    }
    const atFirst: number[] = [];
    const order: number[] = [];
    const onCommit = (commit: () => void) => {
      if (atFirst.length === 0) atFirst.push(rig.store.list({ filter: {}, cursor: null, limit: 100 }).total);
      commit();
      order.push(rig.engine.progress().files.read);
    };
    await rig.start({ onCommit, watcher: blindWatcher });
    await rig.engine.settle();
    expect(atFirst).toEqual([40]);
    expect(order).toHaveLength(40);
    const { sessions } = rig.store.list({ filter: {}, cursor: null, limit: 3 });
    expect(sessions.map(({ firstPrompt, indexed }) => [firstPrompt, indexed])[0]).toEqual(['first of 39', 'whole']);
  });

  it('reads nothing again after a restart, and of a grown file only what is new', async () => {
    for (let at = 0; at < 20; at++) writeFileSync(rig.path(`s${at}.jsonl`), many(50, `of ${at}`));
    await rig.start();
    await rig.engine.settle();
    const read: string[] = [];
    await rig.restart({ formats: [listening((text) => read.push(text))] });
    expect(read).toEqual([]);
    appendFileSync(rig.path('s3.jsonl'), said('new'));
    await rig.engine.settle();
    expect(read).toEqual([said('new').trimEnd()]);
  });

  it('follows what is written, in files and folders that did not exist before, by the watches alone', async () => {
    await rig.start({ tuning: { rescanMs: 3_600_000, paceMs: 0 } });
    await rig.engine.settle();
    mkdirSync(rig.path('project/session'), { recursive: true });
    writeFileSync(rig.path('project/session/a.jsonl'), said('one'));
    await until('the new file', () => rig.texts('a').length === 1);
    appendFileSync(rig.path('project/session/a.jsonl'), said('two'));
    await until('the new line', () => rig.texts('a').length === 2);
    unlinkSync(rig.path('project/session/a.jsonl'));
    await until('the deletion', () => rig.generations('a')[0]?.state === 'gone');
    rmSync(rig.path('project'), { recursive: true });
    writeFileSync(rig.path('b.jsonl'), said('three'));
    await until('another file', () => rig.texts('b').length === 1);
  });

  it('lists everything anew when the machine slept', async () => {
    let now = 1_000_000;
    await rig.start({ watcher: blindWatcher, clock: () => now, tuning: { rescanMs: 3_600_000, tickMs: 10 } });
    await rig.engine.settle();
    writeFileSync(rig.path('a.jsonl'), said('written in another life'));
    now += 600_000;
    await until('the file is found', () => rig.texts('a').length === 1);
  });

  it('pauses when the index cannot grow, says why, keeps its place, and goes on by itself', async () => {
    writeFileSync(rig.path('a.jsonl'), many(100));
    let full = true;
    const onCommit = (commit: () => void) => {
      if (full)
        throw new EnvironmentError({ code: 'disk_full', message: 'The disk is full.', next: 'Free some space.' });
      commit();
    };
    await rig.start({ onCommit, tuning: { retryMs: 10 } });
    await expect(rig.engine.settle()).rejects.toMatchObject({ code: 'disk_full' });
    expect(rig.engine.progress()).toMatchObject({
      state: 'paused',
      problem: expect.stringContaining('The disk is full.'),
    });
    full = false;
    await until('it goes on', () => rig.engine.progress().state === 'ready');
    expect(rig.engine.progress().problem).toBeNull();
    expect(rig.texts('a')).toHaveLength(100);
    expect(await rig.faults()).toEqual([]);
  });

  it('tells a bug of the writer as a failure, and blames no file for it', async () => {
    writeFileSync(rig.path('a.jsonl'), many(3));
    await rig.start({
      onCommit: () => {
        throw new TypeError('not a function');
      },
    });
    await expect(rig.engine.settle()).rejects.toMatchObject({ code: 'ingest_failed' });
    expect(rig.engine.progress()).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('not a function'),
    });
    await expect(rig.engine.settle()).rejects.toMatchObject({ code: 'ingest_failed' });
    await rig.restart();
    expect(rig.texts('a')).toHaveLength(3);
  });

  it('F50: a line that is too long becomes a note with its size and hash, and its neighbours are whole', async () => {
    const long = `{"say":"${'x'.repeat(20_000_000)}"}`;
    writeFileSync(rig.path('a.jsonl'), `${said('before')}${long}\n${said('behind')}`);
    await rig.start();
    await rig.engine.settle();
    const sha256 = createHash('sha256').update(long).digest('hex');
    const what = `is too long to be read (${long.length} bytes, sha256 ${sha256})`;
    expect(rig.texts('a')).toEqual(['before', `This line ${what}.`, 'behind']);
    const from = said('before').length;
    expect(rig.unreadable('a')).toEqual([{ from, to: from + long.length + 1, reason: what }]);
    expect(await rig.faults()).toEqual([]);
  });

  it('reads with two threads what it reads with one', async () => {
    for (let at = 0; at < 30; at++) writeFileSync(rig.path(`s${at}.jsonl`), many(at * 20, `of ${at}`));
    const limits = { stretchBytes: 2_048, maxLineBytes: 4_096 };
    let jobs = 0;
    const counted = () => {
      const helper = rig.helper(limits)();
      return { ...helper, read: (job: Parameters<StretchHelper['read']>[0]) => (jobs++, helper.read(job)) };
    };
    await rig.start({ helper: counted, tuning: { ...limits, helperBytes: 1_000 } });
    await rig.engine.settle();
    for (let at = 0; at < 30; at++) expect(rig.texts(`s${at}`)).toHaveLength(at * 20);
    expect(jobs).toBeGreaterThan(5);
    expect(await rig.faults()).toEqual([]);
  });

  it('goes on alone when its helper dies', async () => {
    for (let at = 0; at < 10; at++) writeFileSync(rig.path(`s${at}.jsonl`), many(100));
    const dying = (): StretchHelper => ({
      read: () => Promise.reject(new Error('out of memory')),
      dispose: async () => undefined,
    });
    await rig.start({ helper: dying, tuning: { helperBytes: 0 } });
    await rig.engine.settle();
    for (let at = 0; at < 10; at++) expect(rig.texts(`s${at}`)).toHaveLength(100);
    expect(rig.problems).toMatchObject([{ code: 'helper_failed', message: expect.stringContaining('out of memory') }]);
  });

  it('finds what a check must find', async () => {
    writeFileSync(rig.path('a.jsonl'), many(200));
    writeFileSync(rig.path('b.jsonl'), many(200));
    writeFileSync(rig.path('c.jsonl'), many(200));
    await rig.start({ watcher: blindWatcher, formats: [lineFormat(rig.root)] });
    await rig.engine.settle();
    expect(await rig.faults()).toEqual([]);
    const { mtimeMs, size } = statSync(rig.path('a.jsonl'));
    const kept = rig.store;
    const faulty = {
      items: (...[id, from, to]: Parameters<typeof kept.items>) => {
        const items = kept.items(id, from, to);
        const { path } = rig.generations('b').find((one) => one.id === id) ?? { path: '' };
        return path === '' ? items : items.toSpliced(3, 1);
      },
    };
    const faults = await rig.engine.verify(faulty);
    expect(faults).toMatchObject([{ invariant: 'I2', path: rig.path('b.jsonl') }]);
    expect([mtimeMs, size]).toEqual([statSync(rig.path('a.jsonl')).mtimeMs, statSync(rig.path('a.jsonl')).size]);
  });

  it('forgets nothing of a session whose file was cut while it was read again and again', async () => {
    writeFileSync(rig.path('a.jsonl'), many(10, 'first life'));
    await rig.start({ watcher: blindWatcher });
    await rig.engine.settle();
    for (let life = 2; life < 5; life++) {
      truncateSync(rig.path('a.jsonl'));
      appendFileSync(rig.path('a.jsonl'), many(10, `life ${life}`));
      await rig.engine.settle();
    }
    const texts = rig.generations('a').flatMap(({ id }) => rig.textsOf(id));
    for (const life of ['first life', 'life 2', 'life 3', 'life 4']) expect(texts).toContain(`${life} 9`);
    expect(await rig.faults()).toEqual([]);
  });
});
