import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Generation } from '../../ports/history-store.ts';
import type { FileStat, TextSource } from './source.ts';

/** So much of the first line is the head, and so much before the read position the tail. */
const PROOF_BYTES = 4_096;
/** What was read of a file is compared as a whole at every growth up to this size: it costs less than a millisecond. */
const SMALL_BYTES = 128 * 1024;
const CHUNK_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

export type Proof = Generation['tail'];

export const NO_TAIL: Proof = { length: 0, hash: hashOf(new Uint8Array()) };

/**
 * The hash of the first line, or of its beginning; null while there is no whole line. It works from the first byte of a
 * file on, and is not asked for before a line is whole, because a generation's head never changes.
 */
export function headOf(source: TextSource): Proof | null {
  const bytes = Buffer.allocUnsafe(PROOF_BYTES);
  const filled = source.read(bytes, 0);
  const lineFeed = bytes.subarray(0, filled).indexOf(LINE_FEED);
  if (lineFeed === -1 && filled < PROOF_BYTES) return null;
  const length = lineFeed === -1 ? filled : lineFeed + 1;
  return { length, hash: hashOf(bytes.subarray(0, length)) };
}

/** The tail of what was read, from the last bytes of a stretch; `before` is the tail up to the stretch's beginning. */
export function tailOf(bytes: Uint8Array): Proof {
  const length = Math.min(PROOF_BYTES, bytes.length);
  return { length, hash: hashOf(bytes.subarray(bytes.length - length)) };
}

/** How much has to be looked at to know whether a file is still the one that was read. */
export type Suspicion =
  /** Nothing: not a sign of change. */
  | 'none'
  /** It grew, as transcripts do: its head and tail are compared, of a small one all that was read. */
  | 'grown'
  /** It was written to without growing, or it is another file: all that was read is compared. */
  | 'changed'
  /** What was read cannot all be there any more. */
  | 'cut';

export function suspicionOf(generation: Generation, stat: FileStat): Suspicion {
  const packed = generation.file.encoding === 'zstd';
  if (!packed && stat.size < generation.read) return 'cut';
  const sameSize = packed || stat.size === generation.size;
  if (sameSize && stat.inode === generation.inode) return stat.mtimeMs === generation.mtimeMs ? 'none' : 'changed';
  // Some network file systems number their files anew at each mount: size and time are believed then, with the ends.
  if (sameSize && stat.mtimeMs === generation.mtimeMs) return 'grown';
  return stat.inode === generation.inode && stat.size > generation.size ? 'grown' : 'changed';
}

/**
 * Whether what was read of a generation still stands in the file. `crc`: of all that was read; null: not known.
 * What is not noticed: a line far from both ends of a file over 128 kB, rewritten in its length and in place, while the
 * file also grew between two looks. The next change without growth, and `verify`, find that too.
 */
export function stillHolds(
  source: TextSource,
  generation: Generation,
  options: { suspicion: Suspicion; crc: number | null },
): boolean {
  const { suspicion, crc } = options;
  if (suspicion === 'none') return true;
  if (suspicion === 'cut') return false;
  if (!proves(source, 0, generation.head)) return false;
  if (generation.read === 0) return true;
  if (!proves(source, generation.read - generation.tail.length, generation.tail)) return false;
  if (crc === null || (suspicion === 'grown' && generation.read > SMALL_BYTES)) return true;
  return crcOf(source, generation.read) === crc;
}

/** Of the first `length` bytes; null when there are fewer. */
export function crcOf(source: TextSource, length: number): number | null {
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, length));
  let crc = 0;
  for (let at = 0; at < length; at += chunk.length) {
    const wanted = chunk.subarray(0, Math.min(chunk.length, length - at));
    if (source.read(wanted, at) < wanted.length) return null;
    crc = crc32(wanted, crc);
  }
  return crc;
}

function proves(source: TextSource, at: number, proof: Proof): boolean {
  const bytes = Buffer.allocUnsafe(proof.length);
  return source.read(bytes, at) === proof.length && hashOf(bytes) === proof.hash;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('base64');
}
