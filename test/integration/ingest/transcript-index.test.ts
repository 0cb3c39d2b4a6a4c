import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTranscriptIndex, type StartableIndex } from '../../../src/app/transcript-index.ts';
import { serveIndexRole } from '../../../src/app/index-worker.ts';
import type { IndexProgress } from '../../../src/contract/history.ts';
import { sameThread, type StartThread } from '../../../src/platform/threads.ts';
import { until } from '../../helpers/wait.ts';

const SESSION = '0069d503-91aa-4c64-9f9c-fb44e796ca56';
const key = `claude:${SESSION}`;

let home: string;
let file: string;
let index: StartableIndex;
let started: { role: string; ended: boolean; die: (reason: string) => void }[];
let logged: string[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'amc-index-'));
  const project = join(home, '.claude', 'projects', '-home-dev-p-demo');
  mkdirSync(project, { recursive: true });
  file = join(project, `${SESSION}.jsonl`);
  writeFileSync(file, prompt('find the tamarind'));
  started = [];
  logged = [];
});

afterEach(async () => {
  await index.dispose();
  rmSync(home, { recursive: true, force: true });
});

const log = {
  info: () => undefined,
  warn: (text: string) => logged.push(text),
  error: (text: string) => logged.push(text),
};

async function open({ idleMs = 60_000, start = true } = {}): Promise<void> {
  const env = { HOME: home };
  const options = { dataDir: join(home, 'data'), env, clock: Date.now, log, idleMs, startThread };
  index = await createTranscriptIndex(options);
  if (start) index.start();
}

/** Threads in this thread, which can be made to die. */
const startThread: StartThread = (role) => {
  const thread = sameThread(serveIndexRole)(role);
  let die: (reason: string) => void = () => undefined;
  const died = Promise.race([thread.died, new Promise<string>((resolve) => (die = resolve))]);
  void died.then(() => thread.end());
  const one = { role: (role as { role: string }).role, ended: false, die };
  started.push(one);
  const end = async () => {
    await thread.end();
    one.ended = true;
  };
  return { ...thread, died, end };
};

function prompt(text: string, id = text): string {
  const message = { role: 'user', content: text };
  const rest = { parentUuid: null, sessionId: SESSION, cwd: '/home/dev/p/demo', timestamp: '2026-02-21T04:08:18.221Z' };
  return `${JSON.stringify({ ...rest, type: 'user', message, uuid: id })}\n`;
}

const find = async (query: string) =>
  (await index.search({ query, cursor: null, limit: 10, budgetMs: 1_000 })).hits.map(({ session }) => session);

const prompts = () => index.store.session(key)?.prompts;
const readers = () => started.filter(({ role }) => role === 'ingest');

describe('transcript index', () => {
  it('reads what is there, follows hints, and finds it', async () => {
    await open();
    const seen: IndexProgress['state'][] = [];
    index.onProgress(({ state }) => seen.push(state));
    await index.settle();
    expect(await find('tamarind')).toEqual([key]);
    appendFileSync(file, prompt('and the kumquat'));
    index.hint(file);
    await until('the hint is followed', () => prompts() === 2);
    expect(await find('kumquat')).toEqual([key]);
    const report = await index.usage({ by: ['day'], from: null, to: null, timeZone: 'UTC' });
    expect(report.total.responses).toBe(0);
    expect(report.complete).toBe(true);
    expect(seen).toContain('ready');
    expect(index.progress()).toMatchObject({ state: 'ready', files: { known: 1, read: 1 }, problem: null });
    expect(await index.verify()).toEqual([]);
  });

  it('lists what it knew before anything is looked at, and reads what was written while nothing ran', async () => {
    const folder = dirname(file);
    await open();
    await index.settle();
    await index.dispose();
    const { atime, mtime } = statSync(folder);
    appendFileSync(file, prompt('and the kumquat'));
    utimesSync(folder, atime, mtime);
    started = [];
    await open({ start: false });
    const list = index.store.list({ filter: {}, cursor: null, limit: 10 });
    expect(list.sessions.map((session) => session.key)).toEqual([key]);
    expect(started).toEqual([]);
    index.start();
    await until('the new line is in the index', () => prompts() === 2);
    expect(await find('kumquat')).toEqual([key]);
  });

  it('answers a bad query with the error and its place, from the other thread', async () => {
    await open();
    await index.settle();
    await expect(find('role:nobody')).rejects.toMatchObject({ fault: 'user', place: expect.any(Object) });
  });

  it('ends the reader when nothing happens, and starts it again when somebody writes', async () => {
    await open({ idleMs: 40 });
    await index.settle();
    for (const text of ['second', 'third']) {
      const before = prompts() ?? 0;
      await until('the reader has ended', () => readers().every(({ ended }) => ended));
      appendFileSync(file, prompt(text));
      await until(`${text} is read`, () => prompts() === before + 1);
    }
    expect(readers()).toHaveLength(3);
    expect(logged).toEqual([]);
  });

  it('survives the death of its reader: open calls fail, the reason is shown, and it is started again', async () => {
    await open();
    await index.settle();
    const states: IndexProgress[] = [];
    index.onProgress((progress) => states.push(progress));
    const settled = index.settle();
    started.find(({ role }) => role === 'ingest')?.die('out of memory');
    await expect(settled).rejects.toMatchObject({ code: 'thread_ended', fault: 'environment' });
    expect(states.at(-1)).toMatchObject({ state: 'failed', problem: expect.stringContaining('out of memory') });
    const { complete } = await index.search({ query: 'tamarind', cursor: null, limit: 10, budgetMs: 1_000 });
    expect(complete).toBe(index.progress().state === 'ready');
    appendFileSync(file, prompt('after the death'));
    await until('the next reader has read', () => prompts() === 2);
    expect(logged).toEqual([expect.stringContaining('out of memory')]);
    await until('it is well again', () => index.progress().state === 'ready');
  });

  it('survives the death of the thread for searches', async () => {
    await open();
    await index.settle();
    await find('tamarind');
    started.find(({ role }) => role === 'query')?.die('crashed');
    await until('the death is told', () => logged.length === 1);
    expect(await find('tamarind')).toEqual([key]);
  });

  it('rebuilds from the files, keeps text of deleted ones, and forgets that when told', async () => {
    const other = file.replace('0069', '1169');
    writeFileSync(other, prompt('about the persimmon').replaceAll(SESSION, SESSION.replace('0069', '1169')));
    await open();
    await index.settle();
    unlinkSync(other);
    await index.settle();
    await index.rebuild();
    expect(await find('tamarind')).toEqual([key]);
    expect(await find('persimmon')).toEqual([key.replace('0069', '1169')]);
    expect(await index.verify()).toEqual([]);
    expect(await index.forgetDeleted()).toBe(1);
    expect(await find('persimmon')).toEqual([]);
    expect(await find('tamarind')).toEqual([key]);
  });
});
