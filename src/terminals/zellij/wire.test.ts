import { describe, expect, test } from 'vitest';
import { UpstreamError } from '../../contract/errors.ts';
import { bytesField, stringField, varintField } from './protobuf.ts';
import type { ServerRequest } from './wire.ts';
import { decodeMessage, encodeRequest, FrameReader, maxFrameBytes } from './wire.ts';

describe('encodeRequest', () => {
  /** Byte strings made with protobufjs from Zellij's own .proto files (0.44.0, 0.44.3, 0.45.0). */
  test.each<[string, ServerRequest, string]>([
    ['write', { type: 'write', pane: 3, bytes: Buffer.from('\r') }, '100000004a0e0a0aa206070a02080312010d2001'],
    ['paste', { type: 'paste', pane: 3, text: 'hi' }, '110000004a0f0a0bea06080a026869120208032001'],
    ['list panes', { type: 'list_panes' }, '0b0000004a090a0592060230012001'],
    ['subscribe', { type: 'subscribe', pane: 1, ansi: true }, '090000008a01060a0208011801'],
    // These two as `zellij action` 0.45.0 itself sent them (strace).
    ['focus', { type: 'focus', pane: 0 }, '0d0000004a0b0a07ba08040a0208002001'],
    ['list clients', { type: 'list_clients' }, '090000004a070a03b205002001'],
    ['focus for one client', { type: 'focus', pane: 0, client: 2 }, '0d0000004a0b0a07ba08040a0208001802'],
  ])('%s', (_name, request, hex) => {
    expect(encodeRequest(request).toString('hex')).toBe(hex);
  });

  test('bytes over 127 take two bytes each, and the lengths follow', () => {
    expect(encodeRequest({ type: 'write', pane: 300, bytes: Buffer.from([0x7f, 0x80, 0xff]) }).toString('hex')).toBe(
      '150000004a130a0fa2060c0a0308ac0212057f8001ff012001',
    );
  });

  test('a text of 100 kB keeps its length', () => {
    const frame = encodeRequest({ type: 'paste', pane: 0, text: '漢'.repeat(100_000) });
    expect(frame.readUInt32LE(0)).toBe(frame.length - 4);
    expect(frame.length).toBeGreaterThan(300_000);
  });
});

describe('FrameReader', () => {
  const log = frame(bytesField(5, Buffer.concat([stringField(1, 'one'), stringField(1, 'zwei é')])));
  const done = frame(bytesField(2, Buffer.alloc(0)));

  test('messages come out whole, however the stream is cut', () => {
    const stream = Buffer.concat([log, done, log]);
    for (let size = 1; size <= stream.length; size += 1) {
      const reader = new FrameReader();
      const messages = [];
      for (let at = 0; at < stream.length; at += size) messages.push(...reader.push(stream.subarray(at, at + size)));
      expect(messages).toEqual([
        { type: 'log', text: 'one\nzwei é' },
        { type: 'done' },
        { type: 'log', text: 'one\nzwei é' },
      ]);
    }
  });

  test('a frame that is not complete waits', () => {
    const reader = new FrameReader();
    expect(reader.push(log.subarray(0, log.length - 1))).toEqual([]);
    expect(reader.push(log.subarray(log.length - 1))).toHaveLength(1);
  });

  test('a length no answer can have is refused before anything is kept for it', () => {
    const reader = new FrameReader();
    const length = Buffer.alloc(4);
    length.writeUInt32LE(maxFrameBytes + 1);
    expect(() => reader.push(length)).toThrow(UpstreamError);
  });
});

describe('decodeMessage', () => {
  test('rows of a pane', () => {
    const body = Buffer.concat([
      bytesField(1, varintField(1, 7)),
      stringField(2, 'a '),
      stringField(2, ''),
      varintField(5, 1),
    ]);
    expect(decodeMessage(bytesField(14, body))).toEqual({ type: 'render', pane: 7, initial: true, rows: ['a ', ''] });
  });

  test('rows of a plugin have no terminal', () => {
    expect(decodeMessage(bytesField(14, bytesField(1, varintField(2, 7))))).toEqual({
      type: 'render',
      pane: null,
      initial: false,
      rows: [],
    });
  });

  test('messages and fields of later versions pass', () => {
    expect(decodeMessage(bytesField(99, Buffer.from('x')))).toEqual({ type: 'other', field: 99 });
    expect(decodeMessage(Buffer.alloc(0))).toEqual({ type: 'other', field: 0 });
    const withFixed = Buffer.concat([
      Buffer.from([0x09, 1, 2, 3, 4, 5, 6, 7, 8, 0x15, 1, 2, 3, 4]),
      stringField(1, 'kept'),
    ]);
    expect(decodeMessage(bytesField(5, withFixed))).toEqual({ type: 'log', text: 'kept' });
  });

  test.each([
    ['a field longer than its message', '2a7f0a'],
    ['a line longer than its message', '2a040a7f6161'],
    ['a number without an end', '2affffffffffffffffffff01'],
    ['a number that stops', '2a'],
    ['a wire type that does not exist', '2b00'],
    ['a fixed field that stops', '090102'],
  ])('%s is an UpstreamError', (_name, hex) => {
    expect(() => decodeMessage(Buffer.from(hex, 'hex'))).toThrow(UpstreamError);
  });

  test('no bytes at all make anything but a message or an UpstreamError', () => {
    const outcomes = new Set<string>();
    let seed = 42;
    for (let round = 0; round < 4000; round += 1) {
      const bytes = Buffer.alloc(round % 40);
      for (let index = 0; index < bytes.length; index += 1) {
        seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
        bytes[index] = seed >> 16;
      }
      outcomes.add(outcome(bytes));
    }
    expect(outcomes).toEqual(new Set(['message', 'UpstreamError']));
  });
});

function outcome(bytes: Buffer): string {
  try {
    decodeMessage(bytes);
    return 'message';
  } catch (error) {
    return error instanceof Error ? error.name : 'nothing that was thrown before';
  }
}

function frame(message: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(message.length);
  return Buffer.concat([length, message]);
}
