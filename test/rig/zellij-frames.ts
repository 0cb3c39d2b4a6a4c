/**
 * Messages of Zellij's client-server contract, version 1 (0.44.0 to 0.45.0): a length of four bytes, little-endian,
 * then protobuf. The field numbers are those of `client_to_server.proto` and `common_types.proto`.
 */

export interface Field {
  number: number;
  /** The bytes of a length-delimited field; empty for numbers, which nobody here asks for. */
  content: Buffer;
}

export function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(message.length);
  return Buffer.concat([length, message]);
}

export function listPanes(): Buffer {
  return action(98, [flag(6)]);
}

export function dumpScreen(paneId: number): Buffer {
  const toStdout = flag(4);
  return action(15, [nested(3, terminal(paneId)), toStdout]);
}

export function pasteTo(paneId: number, text: string): Buffer {
  return action(109, [nested(1, Buffer.from(text)), nested(2, terminal(paneId))]);
}

export function writeTo(paneId: number, bytes: Buffer): Buffer {
  const packed = Buffer.concat([...bytes].map(varint));
  return action(100, [nested(1, terminal(paneId)), nested(2, packed)]);
}

/** The fields of a message, in the order they were sent. */
export function fields(message: Buffer): Field[] {
  const found: Field[] = [];
  let offset = 0;
  const readVarint = () => {
    let value = 0;
    for (let shift = 0; offset < message.length; shift += 7) {
      const byte = message[offset] ?? 0;
      offset += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return value;
  };
  while (offset < message.length) {
    const tag = readVarint();
    const [number, wireType] = [Math.floor(tag / 8), tag % 8];
    if (wireType === 0) {
      readVarint();
      found.push({ number, content: Buffer.alloc(0) });
    } else if (wireType === 2) {
      const length = readVarint();
      found.push({ number, content: message.subarray(offset, offset + length) });
      offset += length;
    } else {
      throw new Error(`Expected a varint or a length-delimited field from Zellij, got wire type ${wireType}`);
    }
  }
  return found;
}

/** `ClientToServerMsg.action { action, is_cli_client }`. */
function action(number: number, parts: Buffer[]): Buffer {
  return nested(9, Buffer.concat([nested(1, nested(number, Buffer.concat(parts))), flag(4)]));
}

function terminal(paneId: number): Buffer {
  return Buffer.concat([varint(8), varint(paneId)]);
}

function flag(number: number): Buffer {
  return Buffer.concat([varint(number * 8), varint(1)]);
}

function nested(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest = Math.floor(rest / 0x80);
  } while (rest > 0);
  return Buffer.from(bytes);
}
