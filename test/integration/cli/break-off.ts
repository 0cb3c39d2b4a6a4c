import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ServerFile } from '../../../src/contract/server-file.ts';
import type { Session } from '../../../src/contract/session.ts';

/** Stands in the place of a running AMC: tells its sessions, and cuts the connection when it is asked to do something. */
export async function breakOff(
  dataDir: string,
  sessions: readonly Session[],
): Promise<{ posts: () => number; close: () => Promise<void> }> {
  let posts = 0;
  const server = createServer((request, reply) => {
    if (request.method === 'GET') {
      reply.setHeader('content-type', 'application/json').end(JSON.stringify({ sessions, serverTime: 0 }));
      return;
    }
    posts += 1;
    request.resume().once('end', () => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const path = join(dataDir, 'server.json');
  const file = ServerFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  writeFileSync(path, JSON.stringify({ ...file, port, url: `http://127.0.0.1:${port}` }));
  return {
    posts: () => posts,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
