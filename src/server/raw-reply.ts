import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { render } from './errors.ts';
import type { Refusal } from './refusal.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** Refuses a request before any handler has seen it, and closes its connection. */
export function refuse(outgoing: ServerResponse, refusal: Refusal, path: string): void {
  const { status, headers, body } = render(refusal, path);
  outgoing.writeHead(status, {
    ...SECURITY_HEADERS,
    ...headers,
    Connection: 'close',
    'Content-Length': Buffer.byteLength(body),
  });
  outgoing.end(body);
}

/** The same where there is only a socket: upgrades, CONNECT, and what is no HTTP. */
export function refuseOnSocket(socket: Duplex, refusal: Refusal): void {
  socket.on('error', () => socket.destroy());
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = render(refusal, '');
  const all = {
    ...SECURITY_HEADERS,
    ...headers,
    Connection: 'close',
    'Content-Length': String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`, () =>
    socket.destroy(),
  );
}
