import { connect } from 'node:net';
import type { TmuxReply } from './server.ts';
import {
  commandMessage,
  encodeMessage,
  hears,
  identification,
  inputMessages,
  int32,
  MessageReader,
  says,
} from './wire.ts';
import type { Message } from './wire.ts';

export interface SocketCall {
  socket: string;
  commands: readonly string[];
  /** What `-` is to a command that reads a file. */
  input: Uint8Array;
  timeoutMs: number;
}

/** `cannot`: not one word of it was run, and the program has to be asked instead. */
export type SocketReply = TmuxReply | { outcome: 'cannot' };

const badFile = 9;

/**
 * One call as the `tmux` program makes it, without the program: connects, says who it is and what to run, hands its input
 * over when the server asks for it, and reads what comes until the server says that it is done. The connection is never
 * attached to a session, and is closed at the end of the call.
 */
export function callOverSocket({ socket: path, commands, input, timeoutMs }: SocketCall): Promise<SocketReply> {
  const command = commandMessage(commands);
  if (command === null) return Promise.resolve({ outcome: 'cannot' });
  return new Promise((resolve) => {
    const socket = connect(path);
    const reader = new MessageReader();
    const output = new Output();
    let connected = false;
    const timer = setTimeout(
      () => end({ outcome: 'lost', message: `the tmux server at ${path} did not answer within ${timeoutMs} ms` }),
      timeoutMs,
    );
    socket.on('connect', () => {
      connected = true;
      socket.write(Buffer.concat([identification(process.pid), command]));
    });
    socket.on('data', (chunk: Buffer) => {
      const messages = reader.push(chunk);
      if (messages === null) end({ outcome: 'lost', message: 'the tmux server answered what AMC does not understand' });
      else for (const message of messages) hear(message);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (!connected) end(notConnected(path, error));
    });
    socket.on('close', () => end({ outcome: 'died', message: 'server exited unexpectedly' }));

    function end(reply: SocketReply): void {
      clearTimeout(timer);
      socket.destroy();
      resolve(reply);
    }

    function hear({ type, body }: Message): void {
      const stream = body.length >= 4 ? body.readInt32LE(0) : 0;
      if (type === hears.version) end({ outcome: 'cannot' });
      else if (type === hears.shutdown) end({ outcome: 'died', message: 'server exited' });
      else if (type === hears.readOpen) socket.write(answerRead(stream, body, input));
      else if (type === hears.writeOpen) socket.write(answerWrite(stream, output.open(stream, body)));
      else if (type === hears.write) output.add(stream, body.subarray(4));
      else if (type === hears.exit) end(replyOf(stream, output));
    }
  });
}

/** Its own input is all the server gets to read from AMC. */
function answerRead(stream: number, body: Buffer, input: Uint8Array): Buffer {
  const isInput = body.length >= 8 && body.readInt32LE(4) === 0;
  return isInput ? inputMessages(stream, input) : encodeMessage(says.readDone, int32(stream, badFile));
}

function answerWrite(stream: number, isOutput: boolean): Buffer {
  return encodeMessage(says.writeReady, int32(stream, isOutput ? 0 : badFile));
}

/** What the call prints, on output and errors. Nothing else of AMC's can be written to. */
class Output {
  readonly #text = { 1: [] as Buffer[], 2: [] as Buffer[] };
  readonly #streams = new Map<number, 1 | 2>();

  open(stream: number, body: Buffer): boolean {
    const file = body.length >= 8 ? body.readInt32LE(4) : 0;
    if (file !== 1 && file !== 2) return false;
    this.#streams.set(stream, file);
    return true;
  }

  add(stream: number, bytes: Buffer): void {
    const file = this.#streams.get(stream);
    if (file !== undefined) this.#text[file].push(bytes);
  }

  text(file: 1 | 2): string {
    return Buffer.concat(this.#text[file]).toString('utf8');
  }
}

function notConnected(path: string, error: NodeJS.ErrnoException): SocketReply {
  if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')
    return { outcome: 'gone', message: `no server running on ${path}` };
  return { outcome: 'not_asked', message: `error connecting to ${path} (${error.code ?? error.message})` };
}

function replyOf(exitCode: number, output: Output): TmuxReply {
  const lines = output.text(1).split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (exitCode === 0) return { outcome: 'ok', lines };
  return { outcome: 'error', message: output.text(2).trim() || `tmux ended with ${exitCode} and no message`, lines };
}
