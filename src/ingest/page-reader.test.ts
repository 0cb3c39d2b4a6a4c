import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '../../test/helpers/property.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineText, type Line } from '../lib/line-splitter.ts';
import type { LineBlock } from '../ports/log-reader.ts';
import { createPageReader } from './page-reader.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'amc-pages-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(content: string | Buffer): string {
  const path = join(folder, 'log.jsonl');
  writeFileSync(path, content);
  return path;
}

async function collect(blocks: AsyncIterable<LineBlock>): Promise<LineBlock[]> {
  const all: LineBlock[] = [];
  for await (const block of blocks) all.push(block);
  return all;
}

const shown = (lines: readonly Line[]) =>
  lines.map(({ offset, end, bytes }) => [offset, end, bytes && lineText(bytes)]);

async function readBackward(path: string, options: { blockBytes: number; maxLineBytes?: number }, end?: number) {
  const reader = createPageReader(options);
  const blocks = await collect(reader.backward(path, end === undefined ? {} : { end }));
  return shown(blocks.toReversed().flatMap(({ lines }) => lines));
}

describe('page reader', () => {
  it('reads the same lines in both directions, for any block size', async () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ''));
    await fc.assert(
      fc.asyncProperty(fc.array(line), line, fc.integer({ min: 1, max: 64 }), async (lines, partial, blockBytes) => {
        const path = fileWith(lines.map((text) => `${text}\n`).join('') + partial);
        const forward = shown(
          (await collect(createPageReader({ blockBytes }).forward(path))).flatMap(({ lines: some }) => some),
        );
        expect(forward.map(([, , text]) => text)).toEqual(lines);
        expect(await readBackward(path, { blockBytes })).toEqual(forward);
      }),
      { numRuns: 60 },
    );
  });

  it('starts backward at a record and forward behind one', async () => {
    const path = fileWith('one\ntwo\nthree\n');
    expect(await readBackward(path, { blockBytes: 5 }, 8)).toEqual([
      [0, 4, 'one'],
      [4, 8, 'two'],
    ]);
    const forward = await collect(createPageReader().forward(path, { start: 8 }));
    expect(shown(forward.flatMap(({ lines }) => lines))).toEqual([[8, 14, 'three']]);
  });

  it('tells a line over the limit without its bytes, and its neighbours whole', async () => {
    const path = fileWith(`a\n${'x'.repeat(100)}\nb\n${'y'.repeat(11)}\n${'z'.repeat(10)}\n`);
    for (const blockBytes of [1, 7, 16, 1000]) {
      const expected = [
        [0, 2, 'a'],
        [2, 103, null],
        [103, 105, 'b'],
        [105, 117, null],
        [117, 128, 'zzzzzzzzzz'],
      ];
      expect(await readBackward(path, { blockBytes, maxLineBytes: 10 })).toEqual(expected);
    }
  });

  it('reads only the end of a big file for its newest lines', async () => {
    const path = fileWith(Buffer.alloc(5_000_000, 'line of text\n'));
    const iterator = createPageReader({ blockBytes: 1000 }).backward(path)[Symbol.asyncIterator]();
    const { value } = await iterator.next();
    await iterator.return?.(undefined);
    expect(value?.lines[0]?.offset).toBeGreaterThan(4_998_900);
  });

  it('gives nothing for a missing file, an empty one, or an end of 0', async () => {
    const reader = createPageReader();
    expect(await collect(reader.backward(join(folder, 'none')))).toEqual([]);
    expect(await collect(reader.forward(join(folder, 'none')))).toEqual([]);
    expect(await collect(reader.backward(fileWith('')))).toEqual([]);
    expect(await collect(reader.backward(fileWith('a\n'), { end: 0 }))).toEqual([]);
  });
});
