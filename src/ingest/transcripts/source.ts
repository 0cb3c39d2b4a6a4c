import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { Decompress } from 'fzstd';
import type { TranscriptFile } from '../../ports/transcripts.ts';

/** What tells that a file changed without reading it. `inode` is of the file's birth too: numbers are used again. */
export interface FileStat {
  size: number;
  mtimeMs: number;
  ctimeMs: number;
  inode: string;
}

/** The text of an open file, by byte offset. Of a packed one: of what is in it. All methods throw Node's errors. */
export interface TextSource {
  stat(): FileStat;
  /** How much text there is, as far as known; a packed file tells it when it was read to its end. */
  size(): number;
  /** Whether there is no text behind `at`. */
  endsAt(at: number): boolean;
  /** Fills `into` from offset `at` as far as there is text; returns how many bytes. */
  read(into: Uint8Array, at: number): number;
  close(): void;
}

export function statOf(stats: Stats): FileStat {
  const { size, mtimeMs, ctimeMs, ino, birthtimeMs } = stats;
  return { size, mtimeMs, ctimeMs, inode: `${ino}:${Math.floor(birthtimeMs)}` };
}

export function isSame(a: FileStat, b: FileStat): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.inode === b.inode;
}

/** Read only; neither a link (`path` is the real one) nor a pipe is followed. */
export function openSource(path: string, encoding: TranscriptFile['encoding']): TextSource {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  return encoding === 'plain' ? new PlainSource(fd) : new ZstdSource(fd);
}

class PlainSource implements TextSource {
  readonly #fd: number;

  constructor(fd: number) {
    this.#fd = fd;
  }

  stat(): FileStat {
    return statOf(fstatSync(this.#fd));
  }

  size(): number {
    return fstatSync(this.#fd).size;
  }

  endsAt(at: number): boolean {
    return at >= this.size();
  }

  read(into: Uint8Array, at: number): number {
    return fill(this.#fd, into, at);
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** Small, because a chunk of packed zeros unpacks to ten thousand times its size. */
const PACKED_CHUNK_BYTES = 8 * 1024;

/** Unpacks on the way; going back begins anew. */
class ZstdSource implements TextSource {
  readonly #fd: number;
  readonly #packed = Buffer.allocUnsafeSlow(PACKED_CHUNK_BYTES);
  #packedAt = 0;
  #unpacked: Uint8Array[] = [];
  /** Offset in the text of the first byte of `#unpacked`. */
  #at = 0;
  #stream: Decompress | null = null;
  #whole: number | null = null;

  constructor(fd: number) {
    this.#fd = fd;
  }

  stat(): FileStat {
    return statOf(fstatSync(this.#fd));
  }

  size(): number {
    return this.#whole ?? Math.max(this.#at, this.stat().size);
  }

  endsAt(at: number): boolean {
    return this.#whole !== null && at >= this.#whole;
  }

  read(into: Uint8Array, at: number): number {
    if (this.#stream === null || at < this.#at) this.#restart();
    let filled = 0;
    while (filled < into.length) {
      const part = this.#unpacked.shift();
      if (part === undefined) {
        if (!this.#unpackMore()) break;
        continue;
      }
      const skipped = Math.min(part.length, Math.max(0, at + filled - this.#at));
      const taken = part.subarray(skipped, skipped + into.length - filled);
      into.set(taken, filled);
      filled += taken.length;
      this.#at += skipped + taken.length;
      if (skipped + taken.length < part.length) this.#unpacked.unshift(part.subarray(skipped + taken.length));
    }
    return filled;
  }

  close(): void {
    closeSync(this.#fd);
  }

  #restart(): void {
    this.#packedAt = 0;
    this.#unpacked = [];
    this.#at = 0;
    this.#stream = new Decompress((part) => {
      if (part.length > 0) this.#unpacked.push(part.slice());
    });
  }

  #unpackMore(): boolean {
    const length = fill(this.#fd, this.#packed, this.#packedAt);
    if (length === 0) {
      this.#whole = this.#at;
      return false;
    }
    this.#packedAt += length;
    this.#stream?.push(this.#packed.slice(0, length));
    return true;
  }
}

function fill(fd: number, into: Uint8Array, at: number): number {
  let filled = 0;
  while (filled < into.length) {
    const length = readSync(fd, into, filled, into.length - filled, at + filled);
    if (length === 0) break;
    filled += length;
  }
  return filled;
}
