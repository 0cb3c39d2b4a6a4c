import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { PostToWeb, WebPost, WebPostResult } from '../ports/web-post.ts';

const KEPT_BYTES = 2_000;

/** Agents of our own: the global ones may go through a proxy that the environment names. */
const AGENTS = { 'http:': new HttpAgent({ keepAlive: false }), 'https:': new HttpsAgent({ keepAlive: false }) };

export const postToWeb: PostToWeb = (post) =>
  new Promise((resolve) => {
    let connected = false;
    const fail = (reason: string): void =>
      resolve(connected ? { outcome: 'unknown', reason } : { outcome: 'not_reached', reason });
    try {
      const outgoing = start(post);
      const timer = setTimeout(
        () => outgoing.destroy(new Error(`no answer within ${post.timeoutMs / 1_000} s`)),
        post.timeoutMs,
      );
      outgoing.once('socket', (socket) => {
        const ready = new URL(post.url).protocol === 'https:' ? 'secureConnect' : 'connect';
        socket.once(ready, () => (connected = true));
      });
      outgoing.once('error', (error) => fail(reasonOf(error)));
      outgoing.once('close', () => {
        clearTimeout(timer);
        fail('the connection was closed');
      });
      outgoing.once('response', (incoming) => void answerOf(incoming).then(resolve, (error) => fail(reasonOf(error))));
      outgoing.end(post.body);
    } catch (error) {
      fail(reasonOf(error));
    }
  });

function start({ url, headers, body }: WebPost): ClientRequest {
  const target = new URL(url);
  const options = {
    method: 'POST',
    headers: { 'User-Agent': 'AMC', ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
  };
  return target.protocol === 'https:'
    ? httpsRequest(target, { ...options, agent: AGENTS['https:'] })
    : httpRequest(target, { ...options, agent: AGENTS['http:'] });
}

/** The beginning of the answer is enough; the rest is not waited for. */
async function answerOf(incoming: IncomingMessage): Promise<WebPostResult> {
  const status = incoming.statusCode ?? 0;
  const to = incoming.headers.location;
  if (status >= 300 && status < 400 && to !== undefined) {
    incoming.destroy();
    return { outcome: 'redirected', status, to };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= KEPT_BYTES) break;
    }
  } catch {
    // The status has come: that is the answer.
  }
  return { outcome: 'answered', status, text: Buffer.concat(chunks).toString('utf8').slice(0, KEPT_BYTES) };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return inner instanceof Error ? inner.message : error.message;
}
