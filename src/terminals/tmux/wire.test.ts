import { describe, expect, it } from 'vitest';
import {
  commandMessage,
  encodeMessage,
  identification,
  inputMessages,
  int32,
  maxBodyBytes,
  MessageReader,
} from './wire.ts';

describe('what AMC says', () => {
  /** Byte strings as tmux 3.3a itself sent them (strace), without the two files it hands over and its environment. */
  it('is what a client of tmux says', () => {
    expect(identification(0x371a).toString('hex')).toBe(
      '640000001400000008000000ffffffff00100100' +
        '6f0000001800000008000000ffffffff0010010000000000' +
        '650000001100000008000000ffffffff00' +
        '660000001100000008000000ffffffff00' +
        '6c0000001200000008000000ffffffff2f00' +
        '6b0000001400000008000000ffffffff1a370000' +
        '6a0000001000000008000000ffffffff',
    );
    expect(commandMessage(['display-message', '-p', '#{pane_id}'])?.toString('hex')).toBe(
      'c80000003200000008000000ffffffff03000000646973706c61792d6d657373616765002d7000237b70616e655f69647d00',
    );
    expect(inputMessages(11, Buffer.from('hello')).toString('hex')).toBe(
      '2d0100001900000008000000ffffffff0b00000068656c6c6f2e0100001800000008000000ffffffff0b00000000000000',
    );
  });

  it('cuts input into what one message can hold', () => {
    const messages = new MessageReader().push(inputMessages(3, Buffer.alloc(40_000, 'x'))) ?? [];
    expect(messages.map(({ type, body }) => [type, body.length])).toEqual([
      [301, maxBodyBytes],
      [301, maxBodyBytes],
      [301, 40_000 - 2 * (maxBodyBytes - 4) + 4],
      [302, 8],
    ]);
  });

  it.each([
    ['no words', []],
    ['a NUL', ['display-message', 'a\0b']],
    ['more than a message holds', ['display-message', 'x'.repeat(maxBodyBytes)]],
  ])('is nothing for a command of %s', (_, words) => {
    expect(commandMessage(words)).toBeNull();
  });
});

describe('MessageReader', () => {
  it('puts messages together, however the stream is cut', () => {
    const stream = Buffer.concat([encodeMessage(304, Buffer.from('abcd')), encodeMessage(203, int32(1))]);
    for (let size = 1; size <= stream.length; size += 1) {
      const reader = new MessageReader();
      const found = [];
      for (let at = 0; at < stream.length; at += size)
        found.push(...(reader.push(stream.subarray(at, at + size)) ?? []));
      expect(found.map(({ type, body }) => `${type} ${body.toString('hex')}`)).toEqual([
        '304 61626364',
        '203 01000000',
      ]);
    }
  });

  it.each(['00000000ffff0000' + '0'.repeat(16), 'cb00000002000000' + '0'.repeat(16)])(
    'is told apart from %s',
    (hex) => {
      expect(new MessageReader().push(Buffer.from(hex, 'hex'))).toBeNull();
    },
  );
});
