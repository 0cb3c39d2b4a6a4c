import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hearAgents, namespacedCalls, usageLimit } from './codex-words.ts';
import { separateBlocks } from './separate-blocks.ts';

/**
 * The server the agents talk to. It hands every request on to the mock, after making visible what the mock would
 * drop or run together while reading it.
 */
export async function startFront(mockUrl: string): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    forward(mockUrl, incoming, outgoing).catch((error: unknown) => {
      outgoing.writeHead(502).end(error instanceof Error ? error.message : String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export function urlOf(server: Server): string {
  const address = server.address();
  if (!isListening(address)) throw new Error('Expected the front of the mock model to listen on a port');
  return `http://127.0.0.1:${address.port}`;
}

async function forward(mockUrl: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = hearAgents(separateBlocks(await bodyOf(incoming)));
  const headers = { ...incoming.headers, 'content-length': String(Buffer.byteLength(body)) };
  const onward = request(mockUrl + (incoming.url ?? ''), { method: incoming.method, headers }, (reply) => {
    if (incoming.url?.includes('/responses') === true) return answerCodex(body, reply, outgoing);
    outgoing.writeHead(reply.statusCode ?? 502, { ...reply.headers, ...limitHeaders(body, reply) });
    reply.pipe(outgoing);
  });
  // An interrupted agent hangs up: so does the front, and so the mock sees it.
  outgoing.on('close', () => onward.destroy());
  onward.on('error', () => outgoing.destroy());
  onward.end(body);
}

function answerCodex(body: string, reply: IncomingMessage, outgoing: ServerResponse): void {
  const limit = usageLimit(body, reply.statusCode);
  outgoing.writeHead(reply.statusCode ?? 502, limit?.headers ?? reply.headers);
  if (limit === null) return void reply.pipe(namespacedCalls()).pipe(outgoing);
  reply.resume();
  outgoing.end(limit.body);
}

/** The mock cannot set headers: those by which the real server says which limit was hit, and until when. */
function limitHeaders(body: string, { statusCode }: IncomingMessage): Record<string, string> {
  const reset = [...body.matchAll(/FAIL:limit@(\d+)/g)].at(-1)?.[1];
  if (statusCode !== 429 || reset === undefined) return {};
  return {
    'anthropic-ratelimit-unified-status': 'rejected',
    'anthropic-ratelimit-unified-representative-claim': 'five_hour',
    'anthropic-ratelimit-unified-reset': reset,
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function isListening(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
