import { endianness } from 'node:os';

/** What a tmux client and its server say to each other: number and body. FORMAT.md, "Frames". */
export interface Message {
  type: number;
  body: Buffer;
}

/** What AMC says. */
export const says = {
  flags: 100,
  term: 101,
  ttyName: 102,
  identified: 106,
  pid: 107,
  folder: 108,
  longFlags: 111,
  command: 200,
  read: 301,
  readDone: 302,
  writeReady: 305,
} as const;

/** What the server says. */
export const hears = { version: 12, exit: 203, shutdown: 210, readOpen: 300, writeOpen: 303, write: 304 } as const;

const protocolVersion = 8;
const headerBytes = 16;
export const maxBodyBytes = 16_384 - headerBytes;
/** UTF-8, and never start a server: what `tmux -u -N` says. */
const clientFlags = 0x1_1000;

/** Numbers are as the machine has them; the few that have them the other way round are left to the program. */
export const wireIsKnown = endianness() === 'LE';

export function encodeMessage(type: number, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(type, 0);
  header.writeUInt16LE(headerBytes + body.length, 4);
  header.writeUInt32LE(protocolVersion, 8);
  header.writeUInt32LE(0xffff_ffff, 12);
  return Buffer.concat([header, body]);
}

export function int32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [at, value] of values.entries()) bytes.writeInt32LE(value, 4 * at);
  return bytes;
}

/**
 * Who speaks, as every client of tmux says it first. A server reads some of these without looking whether they came, so
 * none may be missing, and each has its exact length. No terminal comes along: such a client cannot be attached.
 */
export function identification(pid: number): Buffer {
  const longFlags = Buffer.alloc(8);
  longFlags.writeBigUInt64LE(BigInt(clientFlags));
  return Buffer.concat([
    encodeMessage(says.flags, int32(clientFlags)),
    encodeMessage(says.longFlags, longFlags),
    encodeMessage(says.term, zeroEnded('')),
    encodeMessage(says.ttyName, zeroEnded('')),
    encodeMessage(says.folder, zeroEnded('/')),
    encodeMessage(says.pid, int32(pid)),
    encodeMessage(says.identified),
  ]);
}

/** null: longer than one message can be, or not to be said in it. */
export function commandMessage(words: readonly string[]): Buffer | null {
  if (words.length === 0 || words.some((word) => word.includes('\0'))) return null;
  const body = Buffer.concat([int32(words.length), ...words.map(zeroEnded)]);
  return body.length > maxBodyBytes ? null : encodeMessage(says.command, body);
}

/** The whole of what the server may read from this client's input, and its end. */
export function inputMessages(stream: number, input: Uint8Array): Buffer {
  const pieceBytes = maxBodyBytes - 4;
  const pieces: Buffer[] = [];
  for (let at = 0; at < input.length; at += pieceBytes)
    pieces.push(encodeMessage(says.read, Buffer.concat([int32(stream), input.subarray(at, at + pieceBytes)])));
  return Buffer.concat([...pieces, encodeMessage(says.readDone, int32(stream, 0))]);
}

function zeroEnded(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

/** Cuts a byte stream into messages. */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The messages that are complete with this chunk; null when these are no messages of tmux. */
  push(chunk: Buffer): Message[] | null {
    let rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: Message[] = [];
    while (rest.length >= headerBytes) {
      const length = rest.readUInt16LE(4);
      if (length < headerBytes || length > headerBytes + maxBodyBytes) return null;
      if (rest.length < length) break;
      messages.push({ type: rest.readUInt32LE(0), body: rest.subarray(headerBytes, length) });
      rest = rest.subarray(length);
    }
    this.#rest = rest;
    return messages;
  }
}
