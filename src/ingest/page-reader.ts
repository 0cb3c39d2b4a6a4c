import type { FileHandle } from 'node:fs/promises';
import { LineSplitter, MAX_LINE_BYTES, type Line } from '../lib/line-splitter.ts';
import type { LineBlock, PageReader } from '../ports/log-reader.ts';
import { openIfThere } from './open-if-there.ts';

const BLOCK_BYTES = 256 * 1024;
const LINE_FEED = 0x0a;

export interface PageReaderOptions {
  /** How much is read at once. */
  blockBytes?: number;
  /** Longer lines are told without their bytes. */
  maxLineBytes?: number;
}

/** Reads blocks of whole lines, so that a page of a file of any size costs a few blocks. */
export function createPageReader({
  blockBytes = BLOCK_BYTES,
  maxLineBytes = MAX_LINE_BYTES,
}: PageReaderOptions = {}): PageReader {
  return {
    backward: (path, { end } = {}) => backward({ path, end, blockBytes, maxLineBytes }),
    forward: (path, { start = 0 } = {}) => forward({ path, start, blockBytes, maxLineBytes }),
  };
}

type ReadOptions<T> = Required<PageReaderOptions> & { path: string } & T;

async function* forward({
  path,
  start,
  blockBytes,
  maxLineBytes,
}: ReadOptions<{ start: number }>): AsyncGenerator<LineBlock> {
  const file = await openIfThere(path);
  if (file === null) return;
  try {
    const splitter = new LineSplitter({ offset: start, maxLineBytes });
    for (let at = start; ;) {
      const block = await readBlock(file, at, blockBytes);
      if (block.length === 0) return;
      at += block.length;
      const lines = splitter.push(block);
      if (lines.length > 0) yield { lines };
      // Less than asked for: this was the end.
      if (block.length < blockBytes) return;
    }
  } finally {
    await file.close();
  }
}

async function* backward({
  path,
  end,
  blockBytes,
  maxLineBytes,
}: ReadOptions<{ end: number | undefined }>): AsyncGenerator<LineBlock> {
  const file = await openIfThere(path);
  if (file === null) return;
  try {
    const { size } = await file.stat();
    const cutter = new BackwardCutter(maxLineBytes);
    let at = Math.min(end ?? size, size);
    while (at > 0) {
      const from = Math.max(0, at - blockBytes);
      const block = await readBlock(file, from, at - from);
      if (block.length < at - from) return; // The file was cut meanwhile.
      const lines = cutter.prepend(block, from);
      if (lines.length > 0) yield { lines };
      at = from;
    }
    const first = cutter.finish();
    if (first.length > 0) yield { lines: first };
  } finally {
    await file.close();
  }
}

/** Cuts blocks that come from the end towards the beginning into lines; keeps the line whose beginning is not reached. */
class BackwardCutter {
  readonly #maxLineBytes: number;
  /** Parts of that line, the last part of it first; it ends with its line feed. */
  #parts: Buffer[] = [];
  #start = 0;
  #end = 0;

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** `block` lies just before what was given last; returns the lines that are whole now, in file order. */
  prepend(block: Buffer, start: number): Line[] {
    if (this.#end === 0) return this.#prependLast(block, start);
    const lastLineFeed = block.lastIndexOf(LINE_FEED);
    if (lastLineFeed === -1) {
      this.#keep(block, start);
      return [];
    }
    this.#keep(block.subarray(lastLineFeed + 1), start + lastLineFeed + 1);
    const line = this.#take();
    const firstLineFeed = block.indexOf(LINE_FEED);
    const whole = new LineSplitter({ offset: start + firstLineFeed + 1, maxLineBytes: this.#maxLineBytes });
    const between = whole.push(block.subarray(firstLineFeed + 1, lastLineFeed + 1));
    this.#end = start + firstLineFeed + 1;
    this.#keep(block.subarray(0, firstLineFeed + 1), start);
    return [...between, line];
  }

  /** The line that begins where the file does. */
  finish(): Line[] {
    return this.#end === 0 ? [] : [this.#take()];
  }

  /** What stands behind the last line feed of all is no line yet. */
  #prependLast(block: Buffer, start: number): Line[] {
    const lastLineFeed = block.lastIndexOf(LINE_FEED);
    if (lastLineFeed === -1) return [];
    this.#end = start + lastLineFeed + 1;
    this.#keep(block.subarray(lastLineFeed, lastLineFeed + 1), start + lastLineFeed);
    return this.prepend(block.subarray(0, lastLineFeed), start);
  }

  #keep(part: Buffer, start: number): void {
    this.#start = start;
    if (this.#end - start <= this.#maxLineBytes + 1) this.#parts.push(part);
    else this.#parts = [];
  }

  #take(): Line {
    const line: Line = { offset: this.#start, end: this.#end, bytes: null };
    if (this.#end - this.#start <= this.#maxLineBytes + 1) {
      line.bytes = Buffer.concat(this.#parts.toReversed()).subarray(0, -1);
    }
    this.#parts = [];
    return line;
  }
}

async function readBlock(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
