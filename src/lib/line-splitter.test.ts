import { fc } from '../../test/helpers/property.ts';
import { describe, expect, it } from 'vitest';
import { LineSplitter, lineText } from './line-splitter.ts';

const encoder = new TextEncoder();

function split(chunks: readonly Uint8Array[], options: Partial<ConstructorParameters<typeof LineSplitter>[0]> = {}) {
  const splitter = new LineSplitter({ offset: 0, ...options });
  return chunks.flatMap((chunk) => splitter.push(chunk));
}

function texts(chunks: readonly Uint8Array[], options = {}) {
  return split(chunks, options).map(({ bytes }) => (bytes === null ? null : lineText(bytes)));
}

/** Cuts bytes at the given places, whatever character stands there. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...sorted].map((from, index) => bytes.slice(from, sorted[index] ?? bytes.length));
}

describe('LineSplitter', () => {
  it('gives the same lines for any chunking', () => {
    const line = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', '\u2028'));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat()), (lines, places) => {
        const bytes = encoder.encode(lines.map((text) => `${text}\n`).join(''));
        const got = split(cut(bytes, places));
        expect(
          got.map((each) => each.bytes && new TextDecoder('utf-8', { ignoreBOM: true }).decode(each.bytes)),
        ).toEqual(lines.map((text) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(encoder.encode(text))));
        expect(got.every(({ offset, end }) => bytes.indexOf(0x0a, offset) === end - 1)).toBe(true);
      }),
    );
  });

  it('does not split at U+2028, U+0085 or a carriage return', () => {
    expect(texts([encoder.encode('{"a":"x\u2028y\u0085z"}\r\n')])).toEqual(['{"a":"x\u2028y\u0085z"}\r']);
  });

  it('keeps a partial last line until its line feed comes', () => {
    const splitter = new LineSplitter({ offset: 100 });
    expect(splitter.push(encoder.encode('{"a":'))).toEqual([]);
    expect(splitter.lineStart).toBe(100);
    expect(splitter.push(encoder.encode('1}\n{"b"')).map(({ offset, end }) => [offset, end])).toEqual([[100, 108]]);
    expect(splitter.lineStart).toBe(108);
  });

  it('is not disturbed when the buffer of a chunk is used again', () => {
    const splitter = new LineSplitter({ offset: 0 });
    const buffer = Buffer.from('first half, ');
    splitter.push(buffer);
    buffer.fill(0x58);
    expect(splitter.push(encoder.encode('second half\n')).map(({ bytes }) => bytes && lineText(bytes))).toEqual([
      'first half, second half',
    ]);
  });

  it('skips a line over the limit and keeps its neighbours', () => {
    const bytes = encoder.encode(`a\n${'x'.repeat(50)}\nb\n`);
    for (const chunks of [[bytes], cut(bytes, [5, 20, 40])]) {
      expect(texts(chunks, { maxLineBytes: 10 })).toEqual(['a', null, 'b']);
    }
  });

  it('drops the rest of a line when reading began inside it', () => {
    const bytes = encoder.encode('rest of a line\nwhole\n');
    expect(texts([bytes], { startsInside: true })).toEqual(['whole']);
    expect(split([bytes], { startsInside: true, offset: 1000 }).map(({ offset }) => offset)).toEqual([1015]);
  });
});
