/** The small part of the protobuf wire format that a Zellij socket needs: varints and length-delimited fields. */

export type Field =
  | { number: number; type: 'varint'; value: number }
  | { number: number; type: 'bytes'; value: Buffer };

export class MalformedProtobuf extends Error {}

export function varintField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number * 8), varint(value)]);
}

export function boolField(number: number, value: boolean): Buffer {
  return value ? varintField(number, 1) : Buffer.alloc(0);
}

export function bytesField(number: number, value: Uint8Array): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(value.length), value]);
}

export function stringField(number: number, value: string): Buffer {
  return bytesField(number, Buffer.from(value, 'utf8'));
}

/** `repeated uint32 [packed]`: one varint per number. */
export function packedField(number: number, values: Iterable<number>): Buffer {
  return bytesField(number, Buffer.concat([...values].map(varint)));
}

/** Every field of a message in order; fixed-size fields are skipped. Throws `MalformedProtobuf`. */
export function readFields(message: Uint8Array): Field[] {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const fields: Field[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = readVarint(bytes, at);
    const number = Math.floor(tag.value / 8);
    switch (tag.value % 8) {
      case 0: {
        const { value, end } = readVarint(bytes, tag.end);
        fields.push({ number, type: 'varint', value });
        at = end;
        break;
      }
      case 1:
        at = within(bytes, tag.end + 8);
        break;
      case 2: {
        const length = readVarint(bytes, tag.end);
        at = within(bytes, length.end + length.value);
        fields.push({ number, type: 'bytes', value: bytes.subarray(length.end, at) });
        break;
      }
      case 5:
        at = within(bytes, tag.end + 4);
        break;
      default:
        throw new MalformedProtobuf(`Expected a wire type of protobuf at byte ${at}, got ${tag.value % 8}.`);
    }
  }
  return fields;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** Values over 2^53 lose their last digits; nothing AMC reads is that large. */
function readVarint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let index = 0; index < 10; index += 1) {
    const byte = bytes[start + index];
    if (byte === undefined) throw new MalformedProtobuf(`The message ends within a number at byte ${start}.`);
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  throw new MalformedProtobuf(`Expected a number of at most 10 bytes at byte ${start}.`);
}

function within(bytes: Buffer, end: number): number {
  if (end <= bytes.length) return end;
  throw new MalformedProtobuf(`The message has ${bytes.length} bytes, a field in it ends at ${end}.`);
}
