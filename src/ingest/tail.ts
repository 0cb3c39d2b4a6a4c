import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { LineSplitter } from '../lib/line-splitter.ts';
import type { FollowOptions, FolderWatch, FolderWatcher, LogTailer, Tail, TailReset } from '../ports/log-reader.ts';
import { openIfThere } from './open-if-there.ts';
import { messageOf } from '../lib/message-of.ts';

const CHUNK_BYTES = 256 * 1024;
/** How much before the read position is remembered, to notice that what was read reads differently now. */
const ANCHOR_BYTES = 512;
/** Pings closer together than this become one read. */
const COALESCE_MS = 5;

/** Follows files with a watch per folder, and reads only what was appended. */
export function createLogTailer({ watcher }: { watcher: FolderWatcher }): LogTailer {
  const tails = new Set<FileTail>();
  return {
    follow(options) {
      const tail = new FileTail(options, watcher, () => tails.delete(tail));
      tails.add(tail);
      return tail;
    },
    dispose() {
      for (const tail of tails) tail.stop();
    },
  };
}

interface FileIdentity {
  dev: bigint;
  ino: bigint;
}

/** How far a file has been read, and what proves that it is still the same text. */
interface Position {
  identity: FileIdentity;
  offset: number;
  anchor: { length: number; hash: string };
  /** Size and times at the last look: equal means that there is nothing to do. */
  look: string;
  splitter: LineSplitter;
  first: boolean;
}

class FileTail implements Tail {
  readonly #options: FollowOptions;
  readonly #watch: FolderWatch;
  readonly #onStop: () => void;
  #position: Position | null = null;
  #reading: Promise<void> | null = null;
  #again = false;
  /** Whether what is read next may have been there before following began, or have been told before a reset. */
  #mayBeOld = true;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;
  #toldProblem = false;

  constructor(options: FollowOptions, watcher: FolderWatcher, onStop: () => void) {
    this.#options = options;
    this.#onStop = onStop;
    const name = basename(options.path);
    this.#watch = watcher.watch(dirname(options.path), (changed) => {
      if (changed === null || changed === name) this.ping();
    });
    void this.settle();
  }

  ping(): void {
    if (this.#stopped || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.settle();
    }, COALESCE_MS);
  }

  async settle(): Promise<void> {
    if (this.#stopped) return;
    this.#watch.recheck();
    this.#again = true;
    this.#reading ??= this.#readUntilQuiet().finally(() => {
      this.#reading = null;
    });
    await this.#reading;
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#watch.stop();
    this.#onStop();
  }

  async #readUntilQuiet(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        await this.#look();
        this.#toldProblem = false;
      } catch (error) {
        this.#tellProblem(error);
      }
    }
  }

  /** One look: is it there, is it the same, what is new. */
  async #look(): Promise<void> {
    const file = await openIfThere(this.#options.path);
    if (file === null) {
      if (this.#position !== null) this.#reset('gone');
      else this.#mayBeOld = false;
      return;
    }
    try {
      await this.#readFrom(file);
    } finally {
      await file.close();
    }
  }

  async #readFrom(file: FileHandle): Promise<void> {
    const stat = await file.stat({ bigint: true });
    const look = `${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
    if (this.#position?.look === look && isSame(this.#position.identity, stat)) return;
    const reset = this.#position === null ? null : await changeOf(file, this.#position, stat);
    if (reset !== null) this.#reset(reset);
    const position = (this.#position ??= await beginning(file, stat, this.#options.tailBytes));
    position.first = this.#mayBeOld;
    await this.#readAppended(file, position, Number(stat.size));
    position.look = look;
    this.#mayBeOld = false;
  }

  async #readAppended(file: FileHandle, position: Position, size: number): Promise<void> {
    const startedAt = position.offset;
    while (position.offset < size && !this.#stopped) {
      const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, size - position.offset));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position.offset);
      if (bytesRead === 0) break; // It was cut meanwhile; the next look sees that.
      position.offset += bytesRead;
      const lines = position.splitter.push(chunk.subarray(0, bytesRead));
      if (lines.length > 0) this.#options.onNews({ type: 'lines', lines, first: position.first });
    }
    if (position.offset !== startedAt) position.anchor = await anchorAt(file, position.offset);
  }

  #reset(reason: TailReset): void {
    this.#position = null;
    this.#mayBeOld = true;
    this.#options.onNews({ type: 'reset', reason });
  }

  #tellProblem(error: unknown): void {
    if (this.#toldProblem || this.#stopped) return;
    this.#toldProblem = true;
    this.#options.onNews({ type: 'problem', message: messageOf(error) });
  }
}

/** Why the file must be read anew, or null when it only grew (or did not change). */
async function changeOf(
  file: FileHandle,
  position: Position,
  stat: FileIdentity & { size: bigint },
): Promise<Exclude<TailReset, 'gone'> | null> {
  if (!isSame(position.identity, stat)) return 'replaced';
  if (Number(stat.size) < position.offset) return 'rewritten';
  const { length, hash } = await anchorAt(file, position.offset);
  return length === position.anchor.length && hash === position.anchor.hash ? null : 'rewritten';
}

async function beginning(
  file: FileHandle,
  stat: FileIdentity & { size: bigint },
  tailBytes: number | undefined,
): Promise<Position> {
  const start = tailBytes === undefined ? 0 : Math.max(0, Number(stat.size) - tailBytes);
  // The byte before the start tells whether the start is a line's start.
  const startsInside = start > 0 && (await byteAt(file, start - 1)) !== 0x0a;
  return {
    identity: { dev: stat.dev, ino: stat.ino },
    offset: start,
    anchor: await anchorAt(file, start),
    look: '',
    splitter: new LineSplitter({ offset: start, startsInside }),
    first: false,
  };
}

async function anchorAt(file: FileHandle, offset: number): Promise<Position['anchor']> {
  const length = Math.min(ANCHOR_BYTES, offset);
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset - length);
  return { length: bytesRead, hash: createHash('sha1').update(buffer.subarray(0, bytesRead)).digest('base64') };
}

async function byteAt(file: FileHandle, offset: number): Promise<number | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, offset);
  return bytesRead === 1 ? buffer[0] : undefined;
}

function isSame(a: FileIdentity, b: FileIdentity): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}
