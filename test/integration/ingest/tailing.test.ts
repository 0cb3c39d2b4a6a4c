import {
  appendFileSync,
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packItems } from '../../../src/store/index/pack.ts';
import { until } from '../../helpers/wait.ts';
import { blindWatcher, IngestRig } from './ingest-rig.ts';
import { said } from './line-format.ts';

/** The fault cases of tailing, by their numbers. Nothing is watched unless a case is about watching. */

let rig: IngestRig;

beforeEach(() => {
  rig = new IngestRig({ watcher: blindWatcher });
});

afterEach(async () => {
  await rig.dispose();
});

const start = async () => {
  await rig.start();
  await rig.engine.settle();
};

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `line ${from + at} ${'x'.repeat(40)}`);
const lines = (texts: readonly string[]) => texts.map((text) => said(text)).join('');

/** Runs as a user who may not read what only its owner may. */
async function asNobody(work: () => Promise<void>): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('tailing', () => {
  it('F01: a partial line waits for its rest and is one record then', async () => {
    writeFileSync(rig.path('a.jsonl'), said('one') + '{"say":"tw');
    await start();
    await rig.engine.settle();
    expect(rig.texts('a')).toEqual(['one']);
    appendFileSync(rig.path('a.jsonl'), 'o"}\n');
    await rig.engine.settle();
    expect(rig.texts('a')).toEqual(['one', 'two']);
    expect(await rig.faults()).toEqual([]);
  });

  it('F02: a partial line across a restart is read once', async () => {
    writeFileSync(rig.path('a.jsonl'), '{"say":"on');
    await start();
    await rig.stop();
    appendFileSync(rig.path('a.jsonl'), 'e"}\n{"say":"tw');
    await rig.restart();
    expect(rig.texts('a')).toEqual(['one']);
    appendFileSync(rig.path('a.jsonl'), 'o"}\n');
    await rig.restart();
    await rig.restart();
    expect(rig.texts('a')).toEqual(['one', 'two']);
    expect(await rig.faults()).toEqual([]);
  });

  it('F03: a character that is split over reads and restarts stays whole', async () => {
    const text = '日本語 🚀 é';
    const bytes = Buffer.from(`{"say":"${text}"}\n`);
    await start();
    for (const byte of bytes) {
      appendFileSync(rig.path('a.jsonl'), Buffer.of(byte));
      await rig.engine.settle();
      if (byte > 0xf0) await rig.restart();
    }
    expect(rig.texts('a')).toEqual([text]);
  });

  it('F04: after a rename the old file goes on under its new name, and a new one begins', async () => {
    writeFileSync(rig.path('a.jsonl'), said('one'));
    await start();
    const writer = openSync(rig.path('a.jsonl'), 'a');
    renameSync(rig.path('a.jsonl'), rig.path('b.jsonl'));
    writeFileSync(rig.path('a.jsonl'), said('new'));
    writeSync(writer, said('two'));
    await rig.engine.settle();
    writeSync(writer, said('three'));
    closeSync(writer);
    await rig.engine.settle();
    expect(rig.texts('a')).toEqual(['new']);
    expect(rig.texts('b')).toEqual(['one', 'two', 'three']);
    expect(rig.generations('b').map(({ state }) => state)).toEqual(['there']);
    expect(await rig.faults()).toEqual([]);
  });

  it('F05: twenty rotations in a row lose nothing', async () => {
    await start();
    for (let at = 0; at < 20; at++) {
      writeFileSync(rig.path('a.jsonl'), lines([`first of ${at}`, `second of ${at}`]));
      rig.engine.hint(rig.path('a.jsonl'));
      if (at % 3 === 0) await turn();
      renameSync(rig.path('a.jsonl'), rig.path(`old-${at}.jsonl`));
    }
    await rig.engine.settle();
    for (let at = 0; at < 20; at++) expect(rig.texts(`old-${at}`)).toEqual([`first of ${at}`, `second of ${at}`]);
    expect(await rig.faults()).toEqual([]);
  });

  it('F06: of the NUL bytes that a stale writer leaves only they are lost', async () => {
    writeFileSync(rig.path('a.jsonl'), lines(numbered(0, 20)));
    await start();
    const writer = openSync(rig.path('a.jsonl'), 'r+');
    const end = statSync(rig.path('a.jsonl')).size;
    ftruncateSync(writer, 0);
    const line = said('behind the hole');
    writeSync(writer, line + said('and on'), end);
    closeSync(writer);
    await rig.engine.settle();
    expect(rig.texts('a')).toEqual(['behind the hole', 'and on']);
    expect(rig.unreadable('a')).toContainEqual({ from: 0, to: end, reason: `holds a block of ${end} NUL bytes` });
    expect(await rig.faults()).toEqual([]);
  });

  it('F06: a hole larger than what is read at once is skipped, and the record behind it read', async () => {
    await rig.start({ tuning: { stretchBytes: 64 * 1024, maxLineBytes: 128 * 1024 } });
    const writer = openSync(rig.path('a.jsonl'), 'w');
    writeSync(writer, said('behind the hole') + said('and on'), 5_000_000);
    closeSync(writer);
    await rig.engine.settle();
    expect(rig.texts('a')).toEqual(['behind the hole', 'and on']);
    expect(rig.unreadable('a')).toEqual([{ from: 0, to: 5_000_000, reason: expect.stringContaining('NUL') }]);
  });

  it.each(['running', 'stopped'])('F07: truncated to nothing while %s begins a new life, once', async (when) => {
    writeFileSync(rig.path('a.jsonl'), lines(['one', 'two']));
    await start();
    if (when === 'stopped') await rig.stop();
    truncateSync(rig.path('a.jsonl'));
    if (when === 'stopped') await rig.start();
    await rig.engine.settle();
    appendFileSync(rig.path('a.jsonl'), said('three'));
    await rig.engine.settle();
    const states = () => rig.generations('a').map(({ state }) => state);
    const lives = ['there', 'superseded'];
    expect(states()).toEqual(lives);
    for (let restarts = 0; restarts < 3; restarts++) await rig.restart();
    expect(states()).toEqual(lives);
    expect(rig.texts('a')).toEqual(['three']);
    const old = rig.generations('a').find(({ state }) => state === 'superseded');
    expect(rig.textsOf(old?.id ?? 0)).toEqual(['one', 'two']);
    expect(await rig.faults()).toEqual([]);
  });

  it.each(['another', 'the same'])('F08: truncated and grown past what was read, with %s first line', async (first) => {
    writeFileSync(rig.path('a.jsonl'), lines(['first', 'two']));
    await start();
    const now = [first === 'another' ? 'other' : 'first', ...numbered(0, 30)];
    writeFileSync(rig.path('a.jsonl'), lines(now));
    await rig.engine.settle();
    expect(rig.texts('a')).toEqual(now);
    expect(await rig.faults()).toEqual([]);
  });

  it('F09: a rewrite of the same size is noticed', async () => {
    writeFileSync(rig.path('a.jsonl'), lines(['one', 'two']));
    await start();
    rewrite('a.jsonl', lines(['one', 'owt']));
    await rig.engine.settle();
    expect(rig.texts('a')).toEqual(['one', 'owt']);
    expect(await rig.faults()).toEqual([]);
  });

  it.each([50, 20_000])('F10: an earlier line of %i, rewritten in its length, begins a new life', async (count) => {
    const before = numbered(0, count);
    writeFileSync(rig.path('a.jsonl'), lines(before));
    await start();
    const after = before.with(count / 2, before[count / 2]?.replace('line', 'LINE') ?? '');
    rewrite('a.jsonl', lines(after));
    await rig.engine.settle();
    expect(rig.texts('a')).toEqual(after);
    expect(rig.generations('a').map(({ state }) => state)).toEqual(['there', 'superseded']);
    expect(await rig.faults()).toEqual([]);
  });

  it('F10: an earlier line of a small file is noticed also when the file grew meanwhile', async () => {
    writeFileSync(rig.path('a.jsonl'), lines(numbered(0, 500)));
    await start();
    const after = numbered(0, 501).with(250, numbered(250, 251)[0]?.replace('line', 'LINE') ?? '');
    rewrite('a.jsonl', lines(after));
    await rig.engine.settle();
    expect(rig.texts('a')).toEqual(after);
  });

  it('F11: deleted while it is read, it is read to its last line', async () => {
    const texts = numbered(0, 400);
    writeFileSync(rig.path('a.jsonl'), `${lines(texts)}{"say":"not who`);
    let batches = 0;
    const pack: typeof packItems = (items) => {
      if (++batches === 2) unlinkSync(rig.path('a.jsonl'));
      return packItems(items);
    };
    await rig.start({ pack, tuning: { stretchBytes: 4_096 } });
    await rig.engine.settle();
    await rig.engine.settle();
    expect(batches).toBeGreaterThan(5);
    expect(rig.generations('a').map(({ state }) => state)).toEqual(['gone']);
    expect(rig.texts('a')).toEqual(texts);
  });

  it('F12: deleted and made again, with the same inode, it is read from its beginning', async () => {
    writeFileSync(rig.path('a.jsonl'), lines(['one', 'two']));
    await start();
    unlinkSync(rig.path('a.jsonl'));
    writeFileSync(rig.path('a.jsonl'), lines(['one', 'other', 'three']));
    await rig.engine.settle();
    expect(rig.texts('a')).toEqual(['one', 'other', 'three']);
    expect(await rig.faults()).toEqual([]);
  });

  it('F13: two files with the same beginning are kept apart, also when one is gone later', async () => {
    const shared = lines(['shared one', 'shared two']);
    writeFileSync(rig.path('a.jsonl'), shared + said('of a'));
    await start();
    writeFileSync(rig.path('b.jsonl'), shared + said('of b'));
    await rig.engine.settle();
    unlinkSync(rig.path('a.jsonl'));
    await rig.engine.settle();
    expect(rig.texts('a')).toEqual(['shared one', 'shared two', 'of a']);
    expect(rig.texts('b')).toEqual(['shared one', 'shared two', 'of b']);
    expect(await rig.faults()).toEqual([]);
  });

  it('F14: a file of a few bytes is read', async () => {
    writeFileSync(rig.path('a.jsonl'), '{"say":""}\n');
    writeFileSync(rig.path('empty.jsonl'), '');
    await start();
    expect(rig.texts('a')).toEqual(['']);
    expect(rig.engine.progress()).toMatchObject({ state: 'ready', files: { known: 2, read: 2 } });
  });

  it('F15: a corrupt line in the middle is listed with its place, and what follows is read', async () => {
    writeFileSync(rig.path('a.jsonl'), `${said('one')}{"say":"tw\n${said('three')}`);
    await start();
    const from = said('one').length;
    expect(rig.texts('a')).toEqual(['one', 'three']);
    expect(rig.unreadable('a')).toEqual([{ from, to: from + 11, reason: expect.stringContaining('no JSON') }]);
    expect(await rig.faults()).toEqual([]);
  });

  it('F16: records glued on one line are read, or listed with their place', async () => {
    writeFileSync(rig.path('a.jsonl'), `{"say":"par{"say":"partial"}\n${said('two')}`);
    await start();
    expect(rig.texts('a')).toEqual(['two']);
    expect(rig.unreadable('a')).toEqual([{ from: 0, to: 29, reason: expect.any(String) }]);
  });

  it('F17: NUL blocks, byte order mark, CRLF, blank lines and JSON that is no record are told apart', async () => {
    const parts = [
      '\uFEFF{"say":"bom"}\r\n',
      '\n',
      '\r\n',
      '  \n',
      'null\n',
      '5\n',
      '[]\n',
      '\0\0\0\n',
      '\0\0{"say":"nul"}\n',
    ];
    writeFileSync(rig.path('a.jsonl'), parts.join('') + said('end'));
    await start();
    expect(rig.texts('a')).toEqual(['bom', 'nul', 'end']);
    expect(rig.unreadable('a').map(({ from, to }) => to - from)).toEqual([5, 2, 3, 4, 2]);
    expect(await rig.faults()).toEqual([]);
  });

  it('F18: unknown records are kept count of, and nothing else is lost by them', async () => {
    const odd = Array.from({ length: 50 }, (_, at) => `{"kind${at}":${at},"say":${at % 2 ? '{}' : 'null'}}\n`);
    writeFileSync(rig.path('a.jsonl'), said('one') + odd.join('') + said('two'));
    await start();
    expect(rig.texts('a')).toEqual(['one', 'two']);
    expect(rig.store.session('claude:a')?.unknownRecords).toEqual([{ type: 'other', count: 50 }]);
    expect(await rig.faults()).toEqual([]);
  });

  it('F19: a packed transcript is read, goes on as the life of the plain one, and a broken one is told', async () => {
    writeFileSync(rig.path('a.jsonl'), lines(['packed one', 'packed two']));
    writeFileSync(rig.path('broken.jsonl.zst'), 'this is not packed');
    await start();
    unlinkSync(rig.path('a.jsonl'));
    writeFileSync(rig.path('a.jsonl.zst'), PACKED);
    writeFileSync(rig.path('b.jsonl.zst'), PACKED);
    await rig.engine.settle();
    await rig.restart();
    expect(rig.texts('a')).toEqual(['packed one', 'packed two']);
    expect(rig.generations('a').map(({ state, path }) => [state, path])).toEqual([['there', rig.path('a.jsonl.zst')]]);
    expect(rig.texts('b')).toEqual(['packed one', 'packed two']);
    expect(rig.engine.progress().unreadable).toBe(1);
    expect(rig.problems[0]).toMatchObject({ code: 'transcript_unreadable', place: rig.path('broken.jsonl.zst') });
    expect(await rig.faults()).toEqual([]);
  });

  it('F20: a file that may not be read is told once, and read when it may be', async () => {
    chmodSync(rig.dir, 0o755);
    writeFileSync(rig.path('a.jsonl'), said('one'));
    await start();
    appendFileSync(rig.path('a.jsonl'), said('two'));
    chmodSync(rig.path('a.jsonl'), 0);
    await asNobody(async () => {
      await rig.engine.settle();
      await rig.engine.settle();
    });
    expect(rig.engine.progress()).toMatchObject({ state: 'ready', unreadable: 1 });
    await until('it is told', () => rig.progress.at(-1)?.unreadable === 1);
    expect(rig.generations('a').map(({ state }) => state)).toEqual(['unreadable']);
    chmodSync(rig.path('a.jsonl'), 0o600);
    await rig.engine.settle();
    expect(rig.problems).toMatchObject([{ code: 'transcript_unreadable', place: rig.path('a.jsonl') }]);
    expect(rig.engine.progress().unreadable).toBe(0);
    expect(rig.texts('a')).toEqual(['one', 'two']);
  });

  it('F20: in a folder that may not be looked into, files are neither there nor gone', async () => {
    chmodSync(rig.dir, 0o755);
    mkdirSync(rig.path('project'));
    writeFileSync(rig.path('project/a.jsonl'), said('one'));
    await start();
    chmodSync(rig.path('project'), 0);
    await asNobody(() => rig.engine.settle());
    expect(rig.generations('a').map(({ state }) => state)).toEqual(['unreadable']);
    expect(rig.engine.progress().unreadable).toBeGreaterThan(0);
    chmodSync(rig.path('project'), 0o700);
    appendFileSync(rig.path('project/a.jsonl'), said('two'));
    await rig.engine.settle();
    expect(rig.generations('a').map(({ state }) => state)).toEqual(['there']);
    expect(rig.texts('a')).toEqual(['one', 'two']);
  });

  it('F21: a project folder that is renamed, and a root that goes and comes back, are read once', async () => {
    mkdirSync(rig.path('project'));
    writeFileSync(rig.path('project/a.jsonl'), lines(['one', 'two']));
    await start();
    renameSync(rig.path('project'), rig.path('renamed'));
    await rig.engine.settle();
    expect(rig.generations('a').map(({ state, path }) => [state, path])).toEqual([
      ['there', rig.path('renamed/a.jsonl')],
    ]);
    renameSync(rig.root, `${rig.root}-away`);
    await rig.engine.settle();
    expect(rig.generations('a').map(({ state }) => state)).toEqual(['gone']);
    expect(rig.texts('a')).toEqual(['one', 'two']);
    mkdirSync(rig.root);
    writeFileSync(rig.path('b.jsonl'), said('in the replacement'));
    await rig.engine.settle();
    expect(rig.texts('b')).toEqual(['in the replacement']);
    rmSync(rig.root, { recursive: true });
    renameSync(`${rig.root}-away`, rig.root);
    appendFileSync(rig.path('renamed/a.jsonl'), said('three'));
    await rig.engine.settle();
    expect(rig.generations('a').map(({ state }) => state)).toEqual(['there']);
    expect(rig.texts('a')).toEqual(['one', 'two', 'three']);
    expect(await rig.faults()).toEqual([]);
  });

  it('F22: what is reached through links as well is read once', async () => {
    mkdirSync(rig.path('project'));
    writeFileSync(rig.path('project/a.jsonl'), said('one'));
    symlinkSync(rig.path('project'), rig.path('another'));
    symlinkSync(rig.path('project/a.jsonl'), rig.path('linked.jsonl'));
    symlinkSync(rig.root, rig.path('project/round'));
    mkdirSync(`${rig.dir}/elsewhere`);
    writeFileSync(`${rig.dir}/elsewhere/b.jsonl`, said('only through a link'));
    symlinkSync(`${rig.dir}/elsewhere`, rig.path('outside'));
    await start();
    expect(rig.store.counts().files).toBe(2);
    expect(rig.generations('a').map(({ path }) => path)).toEqual([rig.path('project/a.jsonl')]);
    expect(rig.texts('b')).toEqual(['only through a link']);
    appendFileSync(`${rig.dir}/elsewhere/b.jsonl`, said('more'));
    rig.engine.hint(`${rig.dir}/elsewhere/b.jsonl`);
    await rig.engine.settle();
    expect(rig.texts('b')).toEqual(['only through a link', 'more']);
  });

  it('F23: five hundred files deleted at once stay readable, without a storm of problems', async () => {
    for (let at = 0; at < 500; at++) writeFileSync(rig.path(`s${at}.jsonl`), said(`text of ${at}`));
    await start();
    for (let at = 0; at < 500; at++) unlinkSync(rig.path(`s${at}.jsonl`));
    await rig.engine.settle();
    for (let at = 0; at < 500; at += 7) {
      expect(rig.texts(`s${at}`)).toEqual([`text of ${at}`]);
      expect(rig.generations(`s${at}`).map(({ state }) => state)).toEqual(['gone']);
    }
    expect(rig.problems).toEqual([]);
    expect(rig.engine.progress().files.known).toBe(0);
    expect(await rig.faults()).toEqual([]);
  });

  it.each([0, 4_000_000_000])('F24: a file time of %i s is no reason not to read', async (seconds) => {
    writeFileSync(rig.path('a.jsonl'), said('one'));
    utimesSync(rig.path('a.jsonl'), seconds, seconds);
    await start();
    expect(rig.texts('a')).toEqual(['one']);
    appendFileSync(rig.path('a.jsonl'), said('two'));
    utimesSync(rig.path('a.jsonl'), seconds, seconds);
    await rig.restart();
    expect(rig.texts('a')).toEqual(['one', 'two']);
  });

  it('F25: without a single event the slow timer finds new files, growth and deletion', async () => {
    writeFileSync(rig.path('a.jsonl'), said('one'));
    writeFileSync(rig.path('b.jsonl'), said('to be deleted'));
    await rig.start({ tuning: { rescanMs: 20, tickMs: 20 } });
    await until('the first listing', () => rig.engine.progress().state === 'ready');
    appendFileSync(rig.path('a.jsonl'), said('two'));
    mkdirSync(rig.path('new'));
    writeFileSync(rig.path('new/c.jsonl'), said('new'));
    unlinkSync(rig.path('b.jsonl'));
    await until('growth', () => rig.texts('a').length === 2);
    await until('a new file', () => rig.texts('c').length === 1);
    await until('deletion', () => rig.generations('b')[0]?.state === 'gone');
  });

  it('F26: a hot file does not hold others up', async () => {
    await rig.dispose();
    rig = new IngestRig({ tuning: { paceMs: 0 } });
    for (let at = 0; at < 1_000; at++) writeFileSync(rig.path(`idle-${at}.jsonl`), said('idle'));
    await start();
    const state = { writing: true };
    const block = lines(numbered(0, 4_000));
    const writer = (async () => {
      for (let blocks = 0; state.writing && blocks < 400; blocks++) {
        appendFileSync(rig.path('hot.jsonl'), block);
        await turn();
      }
      return state.writing;
    })();
    await until('the hot file is read', () => (rig.generations('hot')[0]?.read ?? 0) > 0);
    for (let at = 0; at < 1_000; at += 100) appendFileSync(rig.path(`idle-${at}.jsonl`), said('woken'));
    for (let at = 0; at < 1_000; at += 100)
      await until(`file ${at} is read`, () => rig.texts(`idle-${at}`).length === 2);
    state.writing = false;
    expect(await writer).toBe(false);
  });

  it('hands off: nothing of the agents is changed', async () => {
    writeFileSync(rig.path('a.jsonl'), lines(['one', 'two']), { mode: 0o400 });
    const before = statSync(rig.path('a.jsonl'));
    await start();
    await rig.faults();
    const after = statSync(rig.path('a.jsonl'));
    expect([after.mtimeMs, after.ctimeMs, after.ino, after.mode]).toEqual([
      before.mtimeMs,
      before.ctimeMs,
      before.ino,
      before.mode,
    ]);
    expect(readFileSync(rig.path('a.jsonl'), 'utf8')).toBe(lines(['one', 'two']));
  });
});

/** In place, with another time. */
function rewrite(name: string, text: string): void {
  const file = openSync(rig.path(name), 'r+');
  writeSync(file, text);
  closeSync(file);
  const { mtimeMs } = statSync(rig.path(name));
  utimesSync(rig.path(name), new Date(), new Date(mtimeMs + 5));
}

/** `packed one` and `packed two`, as `zstd` packs them. */
const PACKED = Buffer.from('KLUv/SQqDQEA2Hsic2F5IjoicGFja2VkIG9uZSJ9CnR3byJ9CgEAsZtMcEzKEA==', 'base64');
