import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { fc } from '../../../test/helpers/property.ts';
import { describe, expect, it } from 'vitest';
import type { TextSource } from './source.ts';
import { type LongLineScan, type Stretch, StretchReader } from './stretch.ts';

const LIMITS = { stretchBytes: 32, maxLineBytes: 100 };

function sourceOf(text: Buffer): TextSource {
  return {
    stat: () => ({ size: text.length, mtimeMs: 0, ctimeMs: 0, inode: '' }),
    size: () => text.length,
    endsAt: (at) => at >= text.length,
    read: (into, at) => text.copy(into, 0, at, at + into.length),
    close: () => undefined,
  };
}

/** All stretches, their bytes copied; every one must begin where the one before ended. */
function readAll(text: Buffer): Stretch[] {
  const reader = new StretchReader(LIMITS);
  const stretches: Stretch[] = [];
  let at = 0;
  let crc = 0;
  let scan: LongLineScan | null = null;
  for (;;) {
    const read = reader.read(sourceOf(text), at, { crc, scan });
    scan = read.scan;
    const { stretch } = read;
    if (stretch.kind === 'end') return stretches;
    if (stretch.kind === 'scanning') continue;
    expect(stretch.from).toBe(at);
    at = stretch.to;
    crc = crc32(text.subarray(0, at));
    if (stretch.kind === 'long') expect(stretch.crc).toBe(crc);
    stretches.push(stretch.kind === 'lines' ? { ...stretch, bytes: Buffer.from(stretch.bytes) } : stretch);
  }
}

describe('stretches', () => {
  it('cover every whole line of any text, each byte once, and leave a last part', () => {
    const line = fc.string({ maxLength: 150 }).map((text) => text.replaceAll('\n', ' '));
    fc.assert(
      fc.property(fc.array(line), line, (lines, rest) => {
        const text = Buffer.from([...lines, rest].join('\n'));
        const covered = readAll(text).map((stretch) => {
          if (stretch.kind === 'lines') return Buffer.from(stretch.bytes);
          return stretch.kind === 'long' ? text.subarray(stretch.from, stretch.to) : Buffer.alloc(0);
        });
        expect(Buffer.concat(covered)).toEqual(text.subarray(0, text.lastIndexOf('\n') + 1));
      }),
    );
  });

  it('give a line that does not fit at once in one piece, and a longer one by its hash', () => {
    const [fits, long] = ['f'.repeat(99), 'l'.repeat(100)];
    const [first, second, last] = readAll(Buffer.from(`${fits}\n${long}\nend\n`));
    expect(first).toMatchObject({ kind: 'long', from: 0, to: 100, nuls: 0, rest: Buffer.from(`${fits}\n`) });
    const sha256 = createHash('sha256').update(long).digest('hex');
    expect(second).toMatchObject({ kind: 'long', from: 100, to: 201, sha256, rest: null });
    expect(last).toMatchObject({ kind: 'lines', from: 201, to: 205 });
  });

  it('give the record behind a long block of NUL bytes', () => {
    const text = Buffer.concat([Buffer.alloc(500), Buffer.from('record\n')]);
    expect(readAll(text)).toMatchObject([{ kind: 'long', from: 0, to: 507, nuls: 500, rest: Buffer.from('record\n') }]);
  });

  it('look through a long line that still grows only once', () => {
    const reader = new StretchReader(LIMITS);
    let scan: LongLineScan | null = null;
    let bytesRead = 0;
    const text = 'x'.repeat(5_000);
    for (let size = 1_000; size <= 5_000; size += 1_000) {
      const source = sourceOf(Buffer.from(text.slice(0, size)));
      const counted = { ...source, read: (into: Uint8Array, at: number) => count(source.read(into, at)) };
      const read = reader.read(counted, 0, { crc: 0, scan });
      expect(read.stretch.kind).toBe('end');
      scan = read.scan;
    }
    expect(bytesRead).toBeLessThan(5_100);

    function count(length: number): number {
      bytesRead += length;
      return length;
    }
  });
});
