import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callOverSocket } from './socket-call.ts';
import { encodeMessage, int32 } from './wire.ts';

let dir = '';
let server: Server | null = null;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'amc-tw'));
});
afterEach(async () => {
  await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
  server = null;
  await rm(dir, { recursive: true, force: true });
});

/** One call to a server that answers the first words with these bytes, and what it heard after that. */
async function ask(answer: (socket: Socket) => void, { timeoutMs = 5_000 } = {}) {
  const path = join(dir, 's');
  const heard: Buffer[] = [];
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.on('data', (chunk) => heard.push(chunk));
      answer(socket);
    });
  });
  await new Promise<void>((resolve) => server?.listen(path, resolve));
  const reply = await callOverSocket({ socket: path, commands: ['x'], input: Buffer.from('secret'), timeoutMs });
  return { reply, heard: () => Buffer.concat(heard).toString('hex') };
}

const says =
  (...messages: Buffer[]) =>
  (socket: Socket) =>
    void socket.write(Buffer.concat(messages));
const exit = (code: number) => encodeMessage(203, int32(code));
const open = (stream: number, fd: number) => encodeMessage(303, int32(stream, fd, 0));
const print = (stream: number, text: string) => encodeMessage(304, Buffer.concat([int32(stream), Buffer.from(text)]));

describe('one call over the socket', () => {
  it('gives what was printed, on any stream', async () => {
    const { reply } = await ask(says(open(1, 1), print(1, 'a\nb\n'), open(7, 1), print(7, 'c'), exit(0)));
    expect(reply).toEqual({ outcome: 'ok', lines: ['a', 'b', 'c'] });
  });

  it('gives what went wrong', async () => {
    const { reply } = await ask(says(open(1, 1), open(2, 2), print(1, 'a\n'), print(2, 'no such pane\n'), exit(1)));
    expect(reply).toEqual({ outcome: 'error', message: 'no such pane', lines: ['a'] });
  });

  it('lets the server read nothing but the input, and write nothing but the output', async () => {
    const { heard } = await ask((socket) => {
      const path = Buffer.from('/etc/passwd\0');
      socket.write(encodeMessage(300, Buffer.concat([int32(9, -1), path])));
      socket.write(encodeMessage(303, Buffer.concat([int32(8, -1, 0), path])));
      setTimeout(() => socket.write(exit(0)), 50);
    });
    expect(heard()).toBe(
      encodeMessage(302, int32(9, 9)).toString('hex') + encodeMessage(305, int32(8, 9)).toString('hex'),
    );
  });

  it.each<[string, (socket: Socket) => void, string]>([
    ['another version of the protocol', says(encodeMessage(12)), 'cannot'],
    ['the end without a word', (socket) => void socket.end(), 'died'],
    ['a farewell', says(encodeMessage(210)), 'died'],
    ['the end in the middle', (socket) => void socket.end(Buffer.concat([open(1, 1), print(1, 'a')])), 'died'],
    ['what is no message', says(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')), 'lost'],
  ])('%s', async (_, answer, outcome) => {
    expect((await ask(answer)).reply).toMatchObject({ outcome });
  });

  it('is lost after its time, and the connection is closed', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const hang = (socket: Socket): void => void (closed = once(socket, 'close'));
    const { reply } = await ask(hang, { timeoutMs: 50 });
    expect(reply).toMatchObject({ outcome: 'lost', message: expect.stringContaining('did not answer within 50 ms') });
    await closed;
  });

  it('knows that nobody is there', async () => {
    const call = { socket: join(dir, 'none'), commands: ['x'], input: Buffer.alloc(0), timeoutMs: 1_000 };
    expect(await callOverSocket(call)).toMatchObject({ outcome: 'gone' });
  });

  it('leaves to the program what does not fit', async () => {
    const call = {
      socket: join(dir, 'none'),
      commands: ['x'.repeat(20_000)],
      input: Buffer.alloc(0),
      timeoutMs: 1_000,
    };
    expect(await callOverSocket(call)).toEqual({ outcome: 'cannot' });
  });
});
