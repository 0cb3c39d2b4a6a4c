import { closeSync, openSync, readSync } from 'node:fs';
import type { ConversationItem } from '../contract/conversation.ts';
import type { Line } from '../lib/line-splitter.ts';
import type { PageReader } from '../ports/log-reader.ts';
import type { ReadOptions, ResponseUsage, TranscriptFormat } from '../ports/transcripts.ts';
import { openIfThere } from './open-if-there.ts';

/** One record of a conversation, or what stands in its place. */
export interface PageRecord {
  offset: number;
  /** Where the next one begins. */
  end: number;
  /** Bytes that were read for it. */
  cost: number;
  items: readonly ConversationItem[];
  /** What was wrong with its line, with its place. */
  problem: string | null;
  /** What a response used, and by which model from here on, where the record says so. */
  usage?: ResponseUsage | undefined;
  model?: string | undefined;
}

/** The records of one conversation by byte offset, wherever they are kept. */
export interface RecordSource {
  /** Whether a record begins there, or the newest one ends there. */
  holds(cursor: number): Promise<boolean>;
  /** Newest first, those that end at `end` or before; without it from the newest on. */
  backward(end: number | undefined): AsyncIterable<PageRecord>;
  /** From the one that begins at `start` on. */
  forward(start: number): AsyncIterable<PageRecord>;
}

/** `whole`: nothing cut, as for the index, and views too. */
type Purpose = ReadOptions['for'] | 'whole';

export interface FileRecordsOptions {
  pages: PageReader;
  path: string;
  format: TranscriptFormat;
  for: Purpose;
}

const LINE_FEED = 0x0a;

/** The records of an agent's own file, which must not be compressed. */
export function fileRecords({ pages, path, format, for: purpose }: FileRecordsOptions): RecordSource {
  const read = (line: Line): PageRecord => readRecord(line, { path, format, for: purpose });
  return {
    holds: (cursor) => endsLine(path, cursor),
    backward: async function* (end) {
      for await (const { lines } of pages.backward(path, end === undefined ? {} : { end }))
        for (const line of lines.toReversed()) yield read(line);
    },
    forward: async function* (start) {
      for await (const { lines } of pages.forward(path, { start })) for (const line of lines) yield read(line);
    },
  };
}

/** One line as a record: whatever is wrong with it becomes its `problem`; one that is too long, a note too. */
function readRecord(line: Line, { path, format, for: purpose }: Omit<FileRecordsOptions, 'pages'>): PageRecord {
  const { offset, end } = line;
  const base = { offset, end, cost: end - offset };
  const reading = format.read(line, { for: purpose === 'page' ? 'page' : 'index' });
  switch (reading.kind) {
    case 'blank':
      return { ...base, items: [], problem: null };
    case 'broken':
      return {
        ...base,
        items: line.bytes === null ? [tooLong(line)] : [],
        problem: `${path}:${offset}: this line ${reading.reason}`,
      };
    case 'record': {
      const { items: read, oddity, usage, facts } = reading.record;
      const items = purpose === 'whole' ? withViews(read, line, format) : read;
      const problem = oddity === undefined ? null : `${path}:${offset}: this line ${oddity}`;
      return { ...base, items, problem, usage, model: facts?.model };
    }
  }
}

function withViews(items: readonly ConversationItem[], line: Line, format: TranscriptFormat): ConversationItem[] {
  if (!items.some(({ kind }) => kind === 'tool_call')) return [...items];
  const reading = format.read(line, { for: 'page' });
  const shown = new Map(reading.kind === 'record' ? reading.record.items.map((item) => [item.id, item]) : []);
  return items.map((item) => {
    const same = shown.get(item.id);
    return item.kind === 'tool_call' && same?.kind === 'tool_call' && same.view !== undefined
      ? { ...item, view: same.view }
      : item;
  });
}

function tooLong({ offset, end }: Line): ConversationItem {
  const text = `A record of ${Math.round((end - offset) / 1_000_000)} MB stands here; it is too long to be shown.`;
  return { kind: 'note', note: 'unreadable', id: `unreadable:${offset}`, offset, text };
}

/** Where a line ends, the next one may begin. */
async function endsLine(path: string, cursor: number): Promise<boolean> {
  if (cursor === 0) return true;
  const file = await openIfThere(path);
  if (file === null) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, cursor - 1);
    return bytesRead === 1 && buffer[0] === LINE_FEED;
  } finally {
    await file.close();
  }
}

/** The same at once, of a file that is there: a byte is read. */
export function endsLineNow(path: string, cursor: number): boolean {
  if (cursor === 0) return true;
  try {
    const file = openSync(path, 'r');
    try {
      const byte = Buffer.alloc(1);
      return readSync(file, byte, 0, 1, cursor - 1) === 1 && byte[0] === LINE_FEED;
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

const RAW_BLOCK_BYTES = 256 * 1024;

/** The bytes of the line that begins at `offset`, without its line feed, at most `maxBytes`; null when there is none. */
export async function readRawLine(
  path: string,
  { offset, maxBytes }: { offset: number; maxBytes: number },
): Promise<{ bytes: Buffer; whole: boolean } | null> {
  if (!(await endsLine(path, offset))) return null;
  const file = await openIfThere(path);
  if (file === null) return null;
  try {
    const parts: Buffer[] = [];
    for (let read = 0; read < maxBytes;) {
      const { buffer, bytesRead } = await file.read(
        Buffer.allocUnsafeSlow(RAW_BLOCK_BYTES),
        0,
        Math.min(RAW_BLOCK_BYTES, maxBytes - read),
        offset + read,
      );
      if (bytesRead === 0) return null;
      const block = buffer.subarray(0, bytesRead);
      const lineFeed = block.indexOf(LINE_FEED);
      parts.push(lineFeed === -1 ? block : block.subarray(0, lineFeed));
      if (lineFeed !== -1) return { bytes: Buffer.concat(parts), whole: true };
      read += bytesRead;
    }
    return { bytes: Buffer.concat(parts), whole: false };
  } finally {
    await file.close();
  }
}
