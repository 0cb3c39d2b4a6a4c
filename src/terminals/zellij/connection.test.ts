import { mkdtemp, rm } from 'node:fs/promises';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Connection } from './connection.ts';
import { openConnection } from './connection.ts';
import { encodeRequest, maxFrameBytes } from './wire.ts';

let dir = '';
let server: Server | null = null;
let connection: Connection | null = null;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'amc-zc'));
});
afterEach(async () => {
  connection?.close();
  await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
  server = null;
  await rm(dir, { recursive: true, force: true });
});

/** A server that does this with every connection. */
async function talkTo(behave: (socket: Socket) => void): Promise<Connection> {
  const path = join(dir, 's');
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    behave(socket);
  });
  await new Promise<void>((resolve) => server?.listen(path, resolve));
  connection = await openConnection({ path, deadline: soon() });
  return connection;
}

const soon = (ms = 5_000): number => performance.now() + ms;

test('messages come in order, also those that came before anybody asked', async () => {
  const talk = await talkTo((socket) =>
    socket.write(Buffer.from('02000000120002000000120003000000320100', 'hex').subarray(0, 12)),
  );
  await expect(talk.next(soon())).resolves.toEqual({ type: 'done' });
  await expect(talk.next(soon())).resolves.toEqual({ type: 'done' });
});

test('a request arrives as one frame', async () => {
  const got = new Promise<Buffer>(
    (resolve) =>
      void talkTo((socket) => socket.once('data', resolve)).then((talk) => talk.send({ type: 'list_panes' })),
  );
  expect((await got).equals(encodeRequest({ type: 'list_panes' }))).toBe(true);
});

test.each([
  [
    'a truncated message, then the end',
    (socket: Socket) => socket.end(Buffer.from('0a0000002a08', 'hex')),
    'zellij_gone',
  ],
  ['the end without a word', (socket: Socket) => socket.end(), 'zellij_gone'],
  ['a farewell', (socket: Socket) => socket.write(Buffer.from('040000001a020800', 'hex')), 'zellij_gone'],
  ['a length beyond all bounds', (socket: Socket) => socket.write(Buffer.from('ffffffff', 'hex')), 'zellij_protocol'],
  ['a length just over the bound', (socket: Socket) => socket.write(lengthOf(maxFrameBytes + 1)), 'zellij_protocol'],
  ['a message that is none', (socket: Socket) => socket.write(Buffer.from('030000002aff01', 'hex')), 'zellij_protocol'],
  ['text of another protocol', (socket: Socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'), 'zellij_protocol'],
])('%s is an UpstreamError', async (_name, behave, code) => {
  const talk = await talkTo(behave);
  await expect(talk.next(soon())).rejects.toMatchObject({ fault: 'upstream', code });
  await expect(talk.next(soon())).rejects.toMatchObject({ fault: 'upstream' });
});

test('silence ends at the deadline', async () => {
  const talk = await talkTo(() => undefined);
  await expect(talk.next(soon(30))).rejects.toMatchObject({ fault: 'upstream', code: 'zellij_timeout' });
});

test('half a message is silence too', async () => {
  const talk = await talkTo((socket) => socket.write(Buffer.from('0a0000002a', 'hex')));
  await expect(talk.next(soon(30))).rejects.toMatchObject({ fault: 'upstream', code: 'zellij_timeout' });
});

test('a path without a server', async () => {
  const path = join(dir, 'nobody');
  await expect(openConnection({ path, deadline: soon() })).rejects.toMatchObject({
    fault: 'upstream',
    code: 'zellij_no_server',
  });
});

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes);
  return length;
}
