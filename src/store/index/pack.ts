import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { ConversationItem } from '../../contract/conversation.ts';
import { type Before, fromRow, isPackedRows, type PackedRow, toRow } from './pack-row.ts';

/**
 * A block of items: one byte that names the form, then brotli over `[length of head, 4 bytes][head][body]`. The head is
 * JSON, a row an item (`pack-row.ts`); the body is every text, UTF-8, each behind a line feed but the first. Texts that
 * UTF-8 cannot hold (lone surrogates) stand in the head, which escapes them.
 */
const FORM = 1;

const HEAD_AT = 4;
const LINE_FEED = 10;
/** What most blocks come to at most, compressed: more is collected in pieces. */
const CHUNK = 16 * 1024;
/** How U+FFFD looks in UTF-8: the mark of a text that may not have survived. */
const REPLACED = Buffer.from('\uFFFD');
const LONE_SURROGATE = /\p{Surrogate}/u;

/** `packed`: what is kept; `text`: all that can be searched, UTF-8, a text a line. */
export function packItems(items: readonly ConversationItem[]): { packed: Uint8Array; text: Uint8Array } {
  const { bytes, body } = layOut(items, null);
  if (!body.includes(REPLACED)) return { packed: compress(bytes), text: body };
  return { packed: compress(layOut(items, (text) => LONE_SURROGATE.test(text)).bytes), text: body };
}

/** `keep` tells which texts have to stand in the head. `bytes` are good until the next call; `body` is for keeps. */
function layOut(items: readonly ConversationItem[], keep: ((text: string) => boolean) | null) {
  const before: Before = { offset: 0, at: 0 };
  const texts: string[] = [];
  const head = JSON.stringify(items.map((item) => toRow(item, before, { keep, texts })));
  const room = roomFor(head, texts);
  const bodyAt = HEAD_AT + room.write(head, HEAD_AT);
  room.writeUInt32LE(bodyAt, 0);
  const bytes = room.subarray(0, writeLines(texts, room, bodyAt));
  return { bytes, body: Buffer.from(bytes.subarray(bodyAt)) };
}

/** Blocks are laid out one after the other, most of them in the same place. */
const usualRoom = Buffer.allocUnsafeSlow(256 * 1024);
/** UTF-8 of one UTF-16 unit at most. */
const WIDEST = 3;

/** Room for all of it, whatever letters it is made of: finding out how long it is would be reading it once more. */
function roomFor(head: string, texts: readonly string[]): Buffer {
  const units = texts.reduce((sum, { length }) => sum + length + 1, head.length);
  const most = HEAD_AT + WIDEST * units;
  return most <= usualRoom.length ? usualRoom : Buffer.allocUnsafeSlow(most);
}

/** Returns where it ended. One by one: joining them first would copy everything once more. */
function writeLines(texts: readonly string[], bytes: Buffer, from: number): number {
  let at = from;
  for (let index = 0; index < texts.length; index++) {
    if (index > 0) bytes[at++] = LINE_FEED;
    at += bytes.write(texts[index] ?? '', at);
  }
  return at;
}

function compress(bytes: Buffer): Uint8Array {
  const squeezed = brotliCompressSync(bytes, {
    chunkSize: CHUNK,
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 0,
      [constants.BROTLI_PARAM_LGWIN]: 18,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  const packed = new Uint8Array(squeezed.length + 1);
  packed[0] = FORM;
  packed.set(squeezed, 1);
  return packed;
}

/** Throws when the bytes are not what `packItems` made. */
export function unpackItems(packed: Uint8Array): ConversationItem[] {
  const { rows, text } = open(packed);
  const before: Before = { offset: 0, at: 0 };
  let at = 0;
  return rows.map((row) =>
    fromRow(row, before, (length) => {
      at += length + 1;
      return text.slice(at - length - 1, at - 1);
    }),
  );
}

function open(packed: Uint8Array): { rows: readonly PackedRow[]; text: string } {
  if (packed[0] !== FORM) throw new Error(`a block is packed in form ${packed[0]}, which is not known`);
  const bytes = brotliDecompressSync(packed.subarray(1));
  const bodyAt = bytes.readUInt32LE(0);
  const rows: unknown = JSON.parse(bytes.toString('utf8', HEAD_AT, bodyAt));
  if (!isPackedRows(rows)) throw new Error('a packed block has a head that cannot be read');
  return { rows, text: bytes.toString('utf8', bodyAt) };
}
