import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LineBlock, PageReader } from '../../../ports/log-reader.ts';
import { LineSplitter } from '../../../lib/line-splitter.ts';
import { readFile } from 'node:fs/promises';
import { dayFolder, findRollouts, newestRollouts } from './files.ts';
import { readMessages } from './messages.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../../../test/fixtures/codex/${name}`, import.meta.url));
const ID = '01a2022a-10b6-7bc1-82a4-b314b5d009b8';

/** Pages over a whole file, in blocks of a few lines: adapters know the port only. */
const pages: PageReader = {
  async *forward(path, { start = 0 } = {}) {
    for (const block of blocks(await linesOf(path)).map(({ lines }) => ({
      lines: lines.filter(({ offset }) => offset >= start),
    })))
      yield block;
  },
  async *backward(path, { end = Infinity } = {}) {
    const lines = (await linesOf(path)).filter((line) => line.end <= end);
    for (const block of blocks(lines).reverse()) yield block;
  },
};

async function linesOf(path: string) {
  return new LineSplitter({ offset: 0 }).push(await readFile(path));
}

function blocks(lines: LineBlock['lines']): LineBlock[] {
  return Array.from({ length: Math.ceil(lines.length / 7) }, (_, index) => ({
    lines: lines.slice(index * 7, index * 7 + 7),
  }));
}

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'amc-'));
});
afterEach(() => rmSync(home, { recursive: true }));

it('the original’s messages are text of user and assistant, with the rollout’s own times', async () => {
  const messages = await readMessages({ pages, path: fixture('rollout.jsonl') });
  expect(messages[0]).toEqual({ role: 'user', content: 'hello there one', timestamp: '2026-11-22T07:31:30.052Z' });
  expect(messages.every(({ content }) => content.trim() !== '')).toBe(true);
});

describe('rollout files', () => {
  const name = (id: string, time = '2026-11-22T07-30-40') => `rollout-${time}-${id}.jsonl`;

  function put(folder: string, file: string, changedAt?: Date): string {
    mkdirSync(join(home, folder), { recursive: true });
    const path = join(home, folder, file);
    copyFileSync(fixture('rollout-fork.jsonl'), path);
    if (changedAt !== undefined) utimesSync(path, changedAt, changedAt);
    return path;
  }

  it('are found by their whole id only, wherever they lie', async () => {
    put('sessions/2026/11/22', name(`${ID.slice(0, -1)}9`));
    put('sessions/2026/11/22', `not-a-rollout-${ID}.jsonl`);
    put('sessions/2026/11/22', `${name(ID)}.zst`);
    expect(await findRollouts({ codexHome: home, threadId: ID })).toEqual([]);
    const far = put('sessions/2024/01/02', name(ID));
    expect((await findRollouts({ codexHome: home, threadId: ID })).map(({ path }) => path)).toEqual([far]);
    const near = put('sessions/2026/11/21', name(ID));
    const archived = put('archived_sessions', name(ID), new Date(0));
    expect((await findRollouts({ codexHome: home, threadId: ID.toUpperCase() })).map(({ path }) => path)).toEqual([
      near,
      archived,
    ]);
    expect(await findRollouts({ codexHome: home, threadId: '../../x' })).toEqual([]);
  });

  it('with one id: the newest comes first', async () => {
    const old = put('sessions/2026/11/22', name(ID), new Date(1_000));
    const fresh = put('sessions/2026/11/22', name(ID, '2026-11-22T09-00-00'));
    expect((await findRollouts({ codexHome: home, threadId: ID })).map(({ path }) => path)).toEqual([fresh, old]);
  });

  it('of a thread that was taken back: the file it goes on in', async () => {
    const first = put('sessions/2026/11/22', name(ID), new Date(1_000));
    const goneOn = put(
      'sessions/2026/11/22',
      name(`${ID}_01a202da-ae47-7c31-aee2-10fa3861cd8d`, '2026-11-22T09-00-00'),
    );
    expect(await findRollouts({ codexHome: home, threadId: ID })).toMatchObject([
      { path: goneOn, continues: true },
      { path: first, continues: false },
    ]);
  });

  it('are looked for in the newest folders that exist', async () => {
    for (const day of ['2025/12/31', '2026/02/09', '2026/02/10', '2026/11/02']) put(`sessions/${day}`, name(ID));
    const found = await newestRollouts({ codexHome: home, days: 3 });
    expect(found.map(({ path }) => path.slice(home.length + 1, -name(ID).length - 1))).toEqual([
      'sessions/2026/11/02',
      'sessions/2026/02/10',
      'sessions/2026/02/09',
    ]);
    expect(await newestRollouts({ codexHome: join(home, 'none'), days: 3 })).toEqual([]);
    expect(dayFolder('/h', new Date(2026, 1, 3).getTime())).toBe('/h/sessions/2026/02/03');
  });
});
