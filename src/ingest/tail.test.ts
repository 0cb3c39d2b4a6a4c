import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fc } from '../../test/helpers/property.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lineText } from '../lib/line-splitter.ts';
import type { FolderWatcher, LogTailer, TailNews } from '../ports/log-reader.ts';
import { createFolderWatcher } from './folder-watcher.ts';
import { createLogTailer } from './tail.ts';

let folder: string;
let path: string;
let watcher: ReturnType<typeof createFolderWatcher>;
let tailer: LogTailer;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amc-tail-'));
  path = join(folder, 'log.jsonl');
  watcher = createFolderWatcher();
  tailer = createLogTailer({ watcher });
});

afterEach(() => {
  tailer.dispose();
  watcher.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** What a reader holds after all news: the lines since the last reset, and the resets. */
function follow(options: { tailBytes?: number; using?: LogTailer } = {}) {
  const held = { lines: [] as string[], first: [] as boolean[], resets: [] as string[], problems: [] as string[] };
  const onNews = (news: TailNews) => {
    if (news.type === 'reset') {
      held.resets.push(news.reason);
      held.lines = [];
      held.first = [];
    } else if (news.type === 'problem') {
      held.problems.push(news.message);
    } else {
      held.lines.push(...news.lines.map(({ bytes }) => (bytes === null ? 'TOO LONG' : lineText(bytes))));
      held.first.push(...news.lines.map(() => news.first));
    }
  };
  const { using = tailer, ...rest } = options;
  return { held, tail: using.follow({ path, onNews, ...rest }) };
}

async function until(test: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 5000; !test();) {
    if (Date.now() > deadline) throw new Error('It did not happen');
    await delay(5);
  }
}

describe('log tailer', () => {
  it('tells what is there, then what is appended, and never half a line', async () => {
    writeFileSync(path, 'one\ntwo\npart');
    const { held } = follow();
    await until(() => held.lines.length === 2);
    appendFileSync(path, 'ial\n');
    await until(() => held.lines.length === 3);
    expect(held).toEqual({ lines: ['one', 'two', 'partial'], first: [true, true, false], resets: [], problems: [] });
  });

  it('waits for a file and a folder that do not exist yet', async () => {
    path = join(folder, 'later', 'deeper', 'log.jsonl');
    const { held, tail } = follow();
    await tail.settle();
    mkdirSync(join(folder, 'later', 'deeper'), { recursive: true });
    writeFileSync(path, 'one\n');
    await until(() => held.lines.length === 1);
    expect(held.first).toEqual([false]);
  });

  it('starts at a whole line near the end of a big file', async () => {
    writeFileSync(path, `${'x'.repeat(1000)}\nlast but one\nlast\n`);
    const { held, tail } = follow({ tailBytes: 20 });
    await tail.settle();
    expect(held.lines).toEqual(['last but one', 'last']);
    const exact = follow({ tailBytes: 'last\n'.length });
    await exact.tail.settle();
    expect(exact.held.lines).toEqual(['last']);
  });

  it('keeps a character whole that is written in two halves', async () => {
    const euro = Buffer.from('€\n');
    writeFileSync(path, euro.subarray(0, 1));
    const { held, tail } = follow();
    await tail.settle();
    appendFileSync(path, euro.subarray(1));
    await tail.settle();
    expect(held.lines).toEqual(['€']);
  });

  it('notices a cut, a cut that grew past the old end, and a file of another inode', async () => {
    writeFileSync(path, 'one\ntwo\n');
    const { held, tail } = follow();
    await tail.settle();
    truncateSync(path, 4);
    await tail.settle();
    expect([held.resets, held.lines]).toEqual([['rewritten'], ['one']]);
    writeFileSync(path, 'something else that is longer\n');
    await tail.settle();
    expect([held.resets.length, held.lines]).toEqual([2, ['something else that is longer']]);
    writeFileSync(`${path}.new`, 'something else that is longer\nand more\n');
    renameSync(`${path}.new`, path);
    await tail.settle();
    expect([held.resets[2], held.lines.length]).toEqual(['replaced', 2]);
    unlinkSync(path);
    await tail.settle();
    expect([held.resets[3], held.lines]).toEqual(['gone', []]);
  });

  it('tells once that a file cannot be read, and goes on when it can', async () => {
    mkdirSync(path);
    const { held, tail } = follow();
    await tail.settle();
    await tail.settle();
    expect(held.problems).toHaveLength(1);
    rmSync(path, { recursive: true });
    writeFileSync(path, 'one\n');
    await tail.settle();
    expect(held.lines).toEqual(['one']);
  });

  it('says nothing after it is stopped', async () => {
    writeFileSync(path, '');
    const { held, tail } = follow();
    await tail.settle();
    tail.stop();
    appendFileSync(path, 'one\n');
    await tail.settle();
    expect(held.lines).toEqual([]);
  });

  it('ends up with what the file holds, whatever happens to the file', async () => {
    // Without a watcher: what it finds depends on the looks alone.
    const deaf: FolderWatcher = { watch: () => ({ recheck: () => undefined, stop: () => undefined }) };
    const using = createLogTailer({ watcher: deaf });
    let count = 0;
    const unique = () => `${(count += 1)} `;
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc
          .string({ unit: 'grapheme' })
          .map((text) => () => appendFileSync(path, `${unique()}${text.replaceAll('\n', '')}\n`)),
      },
      fc.constant(() => appendFileSync(path, `${unique()}half`)),
      fc.nat(50).map((size) => () => {
        writeFileSync(path, '', { flag: 'a' });
        truncateSync(path, size);
      }),
      fc.string().map((text) => () => writeFileSync(path, `${unique()}${text}\n`)),
      fc.constant(() => {
        writeFileSync(`${path}.new`, `${unique()}new\n`);
        renameSync(`${path}.new`, path);
      }),
      fc.constant(() => rmSync(path, { force: true })),
      fc.constant('look' as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        rmSync(path, { force: true });
        const { held, tail } = follow({ using });
        for (const each of steps) await (each === 'look' ? tail.settle() : each());
        appendFileSync(path, `${unique()}last\n`);
        await tail.settle();
        tail.stop();
        const { held: fresh, tail: other } = follow({ using });
        await other.settle();
        other.stop();
        expect(held.lines).toEqual(fresh.lines);
        expect(fresh.lines.length).toBeGreaterThan(0);
      }),
      { numRuns: 80 },
    );
  });
});
