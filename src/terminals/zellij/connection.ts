import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { zellijError } from './errors.ts';
import type { ServerMessage, ServerRequest } from './wire.ts';
import { encodeRequest, FrameReader } from './wire.ts';

/** One connection to a session's server. After any error it is of no use: close it. */
export interface Connection {
  send(request: ServerRequest): void;
  /** The next message. Throws `UpstreamError`: `zellij_timeout`, `zellij_gone` (the server hung up), `zellij_protocol`. */
  next(deadline: number): Promise<ServerMessage>;
  close(): void;
}

/** Times are `performance.now()`. Throws `UpstreamError`: `zellij_no_server`, `zellij_gone`, `zellij_timeout`. */
export async function openConnection({ path, deadline }: { path: string; deadline: number }): Promise<Connection> {
  const socket = connect(path);
  const messages: ServerMessage[] = [];
  const reader = new FrameReader();
  let failure: Error | null = null;
  let connected = false;
  let wake = (): void => {};

  socket.on('connect', () => {
    connected = true;
    wake();
  });
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const message of reader.push(chunk)) {
        if (message.type === 'exit') fail(gone('it ended the connection'));
        else if (failure === null) messages.push(message);
      }
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
    wake();
  });
  socket.on('error', (error) => fail(notOpen(error)));
  socket.on('close', () => fail(gone('it closed the connection')));

  await until(() => connected);
  return {
    send(request) {
      if (failure === null) socket.write(encodeRequest(request));
    },
    async next(nextDeadline) {
      await until(() => messages.length > 0, nextDeadline);
      const message = messages.shift();
      if (message === undefined) throw gone('it said nothing');
      return message;
    },
    close: () => dispose(socket),
  };

  async function until(ready: () => boolean, before = deadline): Promise<void> {
    while (!ready()) {
      if (failure !== null) {
        dispose(socket);
        throw failure;
      }
      const left = before - performance.now();
      if (left <= 0) {
        dispose(socket);
        throw tookTooLong();
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  function fail(error: Error): void {
    failure ??= error;
    wake();
  }
}

/** Plain close: a farewell message would make the server remove the client twice, the second time whoever got its number (FORMAT.md). */
function dispose(socket: Socket): void {
  socket.destroy();
}

/** EAGAIN: a stopped server's queue of connections is full. */
function notOpen(error: NodeJS.ErrnoException): Error {
  const nobody = error.code === 'ECONNREFUSED' || error.code === 'ENOENT';
  return zellijError(
    nobody ? 'zellij_no_server' : 'zellij_gone',
    `The Zellij session cannot be reached: ${error.message}.`,
    error,
  );
}

function gone(why: string): Error {
  return zellijError('zellij_gone', `The Zellij session cannot be reached: ${why}.`);
}

function tookTooLong(): Error {
  return zellijError('zellij_timeout', 'The Zellij session did not answer in time.');
}
