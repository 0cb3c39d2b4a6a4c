import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NotificationTarget } from '../../../src/contract/settings.ts';
import { postToWeb } from '../../../src/platform/web-post.ts';
import type { WebPost } from '../../../src/ports/web-post.ts';
import { Delivery } from '../../../src/services/notifications/delivery.ts';
import type { Message } from '../../../src/services/notifications/messages.ts';
import { until } from '../../helpers/wait.ts';

interface Heard {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

let server: Server;
let url: string;
let heard: Heard[];
let answer: (response: ServerResponse) => void;
let delivery: Delivery;
let changes: number;

beforeEach(async () => {
  heard = [];
  changes = 0;
  answer = (response) => response.end('ok');
  server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  delivery = new Delivery({ clock: () => 1, post: postToWeb, changed: () => (changes += 1), retryMs: 20 });
});
afterEach(async () => {
  delivery.dispose();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url: path = '', headers } = request;
  heard.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
  answer(response);
}

const message = (id = 'm1'): Message => ({
  id,
  at: 1,
  about: 'needs_you',
  headline: 'ledger needs you',
  agent: 'claude',
  title: 'Publish 2.4',
  project: 'ledger',
  what: `wants to run ${id} 🚀`,
  url: 'http://127.0.0.1:7400/s/claude%3A1',
});
const target = (parts: Partial<NotificationTarget> = {}): NotificationTarget => ({
  id: 't1',
  name: 'Mine',
  type: 'webhook',
  url: `${url}/hook?key=1`,
  ...parts,
});
const post = (parts: Partial<WebPost> = {}): WebPost => ({ url, headers: {}, body: 'x', timeoutMs: 2_000, ...parts });
const heard1 = (): Heard => heard[0] ?? { method: '', path: '', headers: {}, body: '' };
const states = (): string[] => delivery.health().map(({ state, detail }) => `${state}: ${detail}`);

describe('a message', () => {
  it('arrives as JSON at a webhook', async () => {
    delivery.send(target({ token: 'secret' }), message());
    await until('it is noted', () => changes === 1);
    expect(heard1()).toMatchObject({ method: 'POST', path: '/hook?key=1' });
    expect(heard1().headers).toMatchObject({ authorization: 'Bearer secret', 'content-type': 'application/json' });
    expect(JSON.parse(heard1().body)).toMatchObject({ id: 'm1', what: 'wants to run m1 🚀' });
    expect(states()).toEqual(['ok: it answered 200']);
  });

  it('arrives as text with headers at ntfy', async () => {
    delivery.send(target({ type: 'ntfy' }), message());
    await until('it is noted', () => changes === 1);
    expect(heard1().headers).toMatchObject({
      title: 'ledger needs you',
      priority: '4',
      tags: 'bell',
      click: message().url,
    });
    expect(heard1().body).toBe('claude in ledger: wants to run m1 🚀');
  });

  it('arrives as text at what is compatible with Slack', async () => {
    delivery.send(target({ type: 'slack', template: '*{project}*: {what}' }), message());
    await until('it is noted', () => changes === 1);
    expect(JSON.parse(heard1().body)).toEqual({ text: '*ledger*: wants to run m1 🚀' });
  });

  it('that is refused is told with the reason, and not sent again', async () => {
    answer = (response) => response.writeHead(500).end('no_service\nfor <you>\u202e');
    delivery.send(target(), message());
    await until('it is noted', () => changes === 1);
    expect(states()).toEqual(['degraded: it answered 500: no_service for <you>[U+202E]']);
    expect(heard).toHaveLength(1);
  });

  it.each([301, 302, 307, 308])('follows no redirect (%i), not even to itself', async (status) => {
    answer = (response) => response.writeHead(status, { Location: `${url}/elsewhere?secret=1` }).end();
    expect(await delivery.test(target(), message())).toEqual({
      ok: false,
      detail: `it answered ${status} and wants ${url} to be used; AMC follows no redirects`,
    });
    expect(heard).toHaveLength(1);
  });

  it('is sent again once when nobody was reached, and never a third time', async () => {
    const tries: number[] = [];
    const flaky = new Delivery({
      clock: () => 1,
      retryMs: 20,
      changed: () => (changes += 1),
      post: async () => {
        tries.push(1);
        return { outcome: 'not_reached', reason: 'connect ECONNREFUSED' };
      },
    });
    flaky.send(target(), message());
    await until('it is noted', () => changes === 1);
    expect(tries).toHaveLength(2);
    expect(flaky.health()[0]?.detail).toBe('it was not reached: connect ECONNREFUSED');
    flaky.dispose();
  });

  it('is not sent again when it may have arrived', async () => {
    answer = (response) => response.destroy();
    delivery.send(target(), message());
    await until('it is noted', () => changes === 1);
    expect(heard).toHaveLength(1);
    expect(states()[0]).toMatch(/^degraded: whether it arrived is not known/);
  });

  it('waits behind those before it, and keeps their order; more than twenty are not kept', async () => {
    let release = (): void => {};
    answer = (response) => {
      answer = (later) => later.end('ok');
      release = () => response.end('ok');
    };
    for (let n = 0; n < 23; n += 1) delivery.send(target(), message(`m${n}`));
    await until('the first has come', () => heard.length === 1);
    expect(states()).toEqual(['degraded: more than 20 waited; the oldest was given up']);
    release();
    await until('the rest has come', () => heard.length === 21);
    const ids = heard.map(({ body }) => JSON.parse(body).id as string);
    expect(ids).toEqual(['m0', ...Array.from({ length: 20 }, (_, n) => `m${n + 3}`)]);
  });

  it('for a target that is gone is not sent', async () => {
    let release = (): void => {};
    answer = (response) => (release = () => response.end('ok'));
    delivery.send(target(), message('m1'));
    delivery.send(target(), message('m2'));
    await until('the first has come', () => heard.length === 1);
    delivery.keep([]);
    release();
    await until('the first is over', () => changes === 1);
    expect(heard).toHaveLength(1);
    expect(delivery.health()).toEqual([]);
  });
});

describe('a post', () => {
  it('gives up when nothing is answered', async () => {
    answer = () => {};
    expect(await postToWeb(post({ timeoutMs: 100 }))).toEqual({ outcome: 'unknown', reason: 'no answer within 0.1 s' });
  });

  it('tells when nobody listens', async () => {
    const closed = createTcpServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    expect(await postToWeb(post({ url: `http://127.0.0.1:${port}/` }))).toMatchObject({ outcome: 'not_reached' });
  });

  it('reads no more of an answer than it shows', async () => {
    answer = (response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('y'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    };
    const result = await postToWeb(post());
    expect(result).toMatchObject({ outcome: 'answered', status: 200 });
    expect(result.outcome === 'answered' ? result.text.length : 0).toBe(2_000);
  });

  it('goes through no proxy that the environment names', async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      NODE_USE_ENV_PROXY: '1',
      HTTP_PROXY: 'http://127.0.0.1:1',
      http_proxy: 'http://127.0.0.1:1',
    });
    try {
      expect(await postToWeb(post())).toMatchObject({ outcome: 'answered', status: 200 });
    } finally {
      process.env = before;
    }
  });

  it.each(['file:///etc/passwd', 'ftp://example.org', 'nonsense'])('to %s reaches nobody', async (where) => {
    expect(await postToWeb(post({ url: where }))).toMatchObject({ outcome: 'not_reached' });
  });

  it('with a header that is no header reaches nobody', async () => {
    expect(await postToWeb(post({ headers: { Authorization: 'Bearer a\r\nX: y' } }))).toMatchObject({
      outcome: 'not_reached',
    });
    expect(heard).toEqual([]);
  });
});
