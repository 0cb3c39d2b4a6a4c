import { createHash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type Proof, tailOf } from './identity.ts';
import type { TextSource } from './source.ts';

const LINE_FEED = 0x0a;
const SCAN_BYTES = 1024 * 1024;
/** So much of a very long line is looked through in one turn. */
const SCAN_TURN_BYTES = 32 * SCAN_BYTES;

/** What lies behind the checkpoint of a file. */
export type Stretch =
  | Lines
  | LongLine
  /** The end of a very long line was not reached yet: come again. */
  | { kind: 'scanning' }
  /** No whole line more. */
  | { kind: 'end' };

/** Whole lines, `[from, to)`. The bytes are good until the next read. */
export interface Lines {
  kind: 'lines';
  from: number;
  to: number;
  bytes: Uint8Array;
}

/** One line longer than what is read at once, looked through but never held as a whole. */
export interface LongLine {
  kind: 'long';
  from: number;
  to: number;
  /** NUL bytes at its beginning: what a power cut, or a stale writer after a truncation, leaves. */
  nuls: number;
  /** Of what comes behind the NUL bytes, without the line feed, hex. */
  sha256: string;
  /** Of the file up to `to`. */
  crc: number;
  tail: Proof;
  /** What comes behind the NUL bytes, with the line feed; null when that is too long to be read. */
  rest: Uint8Array | null;
}

export interface StretchLimits {
  /** Read at once, at most. */
  stretchBytes: number;
  /** Longer lines become stubs. */
  maxLineBytes: number;
}

/** How far a long line was looked through, so that a line that is still being written is read once. */
export interface LongLineScan {
  from: number;
  scanned: number;
  nuls: number;
  hash: Hash;
  crc: number;
}

/** Reads stretches of whole lines into one buffer of its own. */
export class StretchReader {
  readonly #limits: StretchLimits;
  #buffer: Buffer | null = null;

  constructor(limits: StretchLimits) {
    this.#limits = limits;
  }

  /**
   * What lies behind `from`. `crc` is of the file up to there. `scan` is of an earlier call for the same line, null the
   * first time; what is returned beside the stretch is to be given the next time.
   */
  read(
    source: TextSource,
    from: number,
    options: { crc: number; scan: LongLineScan | null },
  ): { stretch: Stretch; scan: LongLineScan | null } {
    if (options.scan?.from === from) return this.#scan(source, options.scan);
    const buffer = (this.#buffer ??= Buffer.allocUnsafeSlow(this.#limits.stretchBytes));
    const filled = source.read(buffer, from);
    const length = buffer.subarray(0, filled).lastIndexOf(LINE_FEED) + 1;
    if (length > 0)
      return { stretch: { kind: 'lines', from, to: from + length, bytes: buffer.subarray(0, length) }, scan: null };
    if (filled < buffer.length) return { stretch: { kind: 'end' }, scan: null };
    return this.#scan(source, { from, scanned: from, nuls: 0, hash: createHash('sha256'), crc: options.crc });
  }

  #scan(source: TextSource, scan: LongLineScan): { stretch: Stretch; scan: LongLineScan | null } {
    const buffer = (this.#buffer ??= Buffer.allocUnsafeSlow(this.#limits.stretchBytes));
    const chunk = buffer.subarray(0, Math.min(SCAN_BYTES, buffer.length));
    const stopAt = scan.scanned + SCAN_TURN_BYTES;
    while (scan.scanned < stopAt) {
      const part = chunk.subarray(0, source.read(chunk, scan.scanned));
      if (part.length === 0) return { stretch: { kind: 'end' }, scan };
      const lineFeed = part.indexOf(LINE_FEED);
      const line = lineFeed === -1 ? part : part.subarray(0, lineFeed + 1);
      advance(scan, line);
      if (lineFeed !== -1) return { stretch: this.#finish(source, scan, tailOf(line)), scan: null };
    }
    return { stretch: { kind: 'scanning' }, scan };
  }

  #finish(source: TextSource, scan: LongLineScan, tail: Proof): Stretch {
    const { from, scanned: to, nuls, crc } = scan;
    const length = to - from - nuls;
    let rest: Uint8Array | null = null;
    if (length <= this.#limits.maxLineBytes) {
      rest = Buffer.allocUnsafeSlow(length);
      // It was cut meanwhile: the next look sees that.
      if (source.read(rest, from + nuls) < length) return { kind: 'end' };
    }
    return { kind: 'long', from, to, nuls, sha256: scan.hash.digest('hex'), crc, tail, rest };
  }
}

/** `part` may end with the line feed. */
function advance(scan: LongLineScan, part: Uint8Array): void {
  const onlyNuls = scan.nuls === scan.scanned - scan.from;
  const skipped = onlyNuls ? leadingNuls(part) : 0;
  const end = part.at(-1) === LINE_FEED ? part.length - 1 : part.length;
  scan.nuls += skipped;
  scan.hash.update(part.subarray(skipped, end));
  scan.crc = crc32(part, scan.crc);
  scan.scanned += part.length;
}

export function leadingNuls(bytes: Uint8Array): number {
  let count = 0;
  while (count < bytes.length && bytes[count] === 0) count++;
  return count;
}
