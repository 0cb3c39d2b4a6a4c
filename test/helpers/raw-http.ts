import { connect, type Socket } from 'node:net';

/** A reply as it came over the wire. Header names are lower-case; the values of repeated ones are all there. */
export interface RawReply {
  status: number;
  headers: ReadonlyMap<string, readonly string[]>;
  body: string;
  /** The header block as text. */
  head: string;
}

export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface RawRequest {
  method?: string;
  target?: string;
  headers?: HeaderList;
  body?: string | Uint8Array;
  version?: '1.0' | '1.1';
}

export interface Exchange {
  replies: RawReply[];
  /** The server closed the connection. */
  closed: boolean;
}

/** Writes exactly these bytes and collects `replies` answers, or all that come before the server closes. */
export async function exchangeBytes(
  port: number,
  bytes: string | Uint8Array,
  { replies = 1, timeoutMs = 10_000, awaitClose = false, noBody = false } = {},
): Promise<Exchange> {
  const socket = await open(port);
  const received: Buffer[] = [];
  let closed = false;
  try {
    socket.write(bytes);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`No answer in ${timeoutMs} ms; got ${text(received)}`)),
        timeoutMs,
      );
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const look = (): void => {
        if (!awaitClose && parseReplies(Buffer.concat(received), noBody).length >= replies) done();
      };
      socket.on('data', (chunk) => {
        received.push(chunk);
        look();
      });
      socket.on('close', () => {
        closed = true;
        done();
      });
      // A reset after the answer is the server's way of closing while we still write.
      socket.on('error', () => undefined);
    });
  } finally {
    socket.destroy();
  }
  return { replies: parseReplies(Buffer.concat(received), noBody), closed };
}

/** One request on a connection of its own. */
export async function ask(port: number, request: RawRequest): Promise<RawReply> {
  const { replies } = await exchangeBytes(port, encode(request), { noBody: request.method === 'HEAD' });
  const [reply] = replies;
  if (reply === undefined)
    throw new Error(`The server closed without an answer to ${request.method} ${request.target}`);
  return reply;
}

/** The bytes of a request; nothing is added but a Content-Length where there is a body and none is given. */
export function encode({ method = 'GET', target = '/', headers = [], body, version = '1.1' }: RawRequest): Buffer {
  const content = Buffer.from(body ?? '');
  const hasLength = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  const all =
    body === undefined || hasLength ? headers : [...headers, ['Content-Length', String(content.length)] as const];
  const head = `${method} ${target} HTTP/${version}\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), content]);
}

export function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => resolve(socket));
    socket.once('error', reject);
  });
}

export function header(reply: RawReply, name: string): string | undefined {
  return reply.headers.get(name)?.[0];
}

function parseReplies(bytes: Buffer, noBody: boolean): RawReply[] {
  const found: RawReply[] = [];
  let rest = bytes;
  for (let reply = parseReply(rest, noBody); reply !== null; reply = parseReply(rest, noBody)) {
    if (reply.reply.status >= 200) found.push(reply.reply);
    rest = reply.rest;
  }
  return found;
}

function parseReply(bytes: Buffer, noBody: boolean): { reply: RawReply; rest: Buffer } | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const head = bytes.subarray(0, end).toString('latin1');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  const status = Number(statusLine.split(' ')[1]);
  const after = bytes.subarray(end + 4);
  const body =
    noBody || status === 204 || status === 304 || status < 200 ? { text: '', length: 0 } : readBody(headers, after);
  return body === null
    ? null
    : { reply: { status, headers, head, body: body.text }, rest: after.subarray(body.length) };
}

function readBody(
  headers: ReadonlyMap<string, readonly string[]>,
  bytes: Buffer,
): { text: string; length: number } | null {
  if (headers.get('transfer-encoding')?.[0] === 'chunked') return readChunks(bytes);
  const length = Number(headers.get('content-length')?.[0] ?? bytes.length);
  return bytes.length < length ? null : { text: bytes.subarray(0, length).toString(), length };
}

function readChunks(bytes: Buffer): { text: string; length: number } | null {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString(), 16);
    const next = lineEnd + 2 + size + 2;
    if (bytes.length < next) return null;
    if (size === 0) return { text: Buffer.concat(parts).toString(), length: next };
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}

function text(received: readonly Buffer[]): string {
  return JSON.stringify(Buffer.concat(received).toString('latin1').slice(0, 300));
}
