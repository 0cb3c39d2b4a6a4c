import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeSession } from '../helpers/fake-mission.ts';
import { encode, exchangeBytes, open } from '../helpers/raw-http.ts';
import { startServer, type ServerRig } from '../helpers/server-rig.ts';
import { until } from '../helpers/wait.ts';
import { expectAlive, expectHarmless } from './oracle.ts';

let rig: ServerRig;
const sockets: Socket[] = [];
beforeEach(async () => {
  rig = await startServer({ limits: { headersTimeoutMs: 300, requestTimeoutMs: 500, timeoutCheckMs: 100 } });
  rig.mission.put(fakeSession());
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await rig.dispose();
});

const JSON_TYPE = ['Content-Type', 'application/json'] as const;

function post(body: string | Uint8Array, target = '/api/commands'): Parameters<ServerRig['ask']>[0] {
  return { method: 'POST', target, headers: rig.asCli([JSON_TYPE]), body };
}

/** Opens connections and says nothing on them. Waits until the server has taken or closed each. */
async function openMany(count: number): Promise<{ socket: Socket; isOpen: () => boolean }[]> {
  const opened = [];
  for (let made = 0; made < count; made += 1) {
    const socket = await open(rig.port);
    sockets.push(socket);
    let isOpen = true;
    socket.on('error', () => undefined);
    socket.on('close', () => (isOpen = false));
    socket.resume();
    opened.push({ socket, isOpen: () => isOpen });
  }
  return opened;
}

describe('A8 parsers and denial of service', () => {
  test.each([
    '{"__proto__":{"polluted":true},"sessionKey":"claude:x","action":{"type":"prompt","text":"x"}}',
    '{"sessionKey":"claude:x","action":{"type":"prompt","text":"x","__proto__":{"polluted":true}}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
  ])('A121: %s changes nothing but its own fate', async (body) => {
    for (const target of ['/api/commands', `/api/respond/${fakeSession().id}`]) {
      const reply = await rig.ask(post(body, target));
      expect(reply.status).toBe(400);
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
      await expectHarmless(rig, reply);
    }
  });

  test.each([102, 5_000, 200_000])('A122: JSON nested %i deep is refused', async (depth) => {
    for (const [opens, closes] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const reply = await rig.ask(post(opens.repeat(depth) + (opens === '[' ? '' : '1') + closes.repeat(depth)));
      expect([reply.status, JSON.parse(reply.body).detail]).toEqual([400, expect.stringContaining('nested deeper')]);
      await expectHarmless(rig, reply);
    }
  });

  test('A123: a body over the limit is refused by its length, and by its bytes when it names none', async () => {
    const named = await rig.ask({
      method: 'POST',
      target: '/api/commands',
      headers: rig.asCli([JSON_TYPE, ['Content-Length', '1250001']]),
    });
    expect(named.status).toBe(413);
    await expectHarmless(rig, named);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const head = encode({
      method: 'POST',
      target: '/api/commands',
      headers: rig.asCli([JSON_TYPE, ['Transfer-Encoding', 'chunked']]),
    });
    const endless = await exchangeBytes(rig.port, Buffer.concat([head, Buffer.from(chunk.repeat(21))]), {
      awaitClose: true,
    });
    expect([endless.replies.map(({ status }) => status), endless.closed]).toEqual([[413], true]);
    await expectAlive(rig);
  });

  test('A123: a header block that never ends is closed in time, and delays nobody', async () => {
    const [slow] = await openMany(1);
    slow?.socket.write('GET /api/state HTTP/1.1\r\nHost: ');
    await expectAlive(rig);
    await until('the slow connection to be closed', () => slow?.isOpen() === false);
    expect((await rig.ask({ target: '/healthz', headers: rig.asCli() })).status).toBe(204);
  });

  test('A123: a body that never ends is closed in time, and does nothing', async () => {
    const bytes = encode({
      method: 'POST',
      target: '/api/commands',
      headers: rig.asCli([JSON_TYPE, ['Content-Length', '100']]),
      body: '{"a',
    });
    const { replies, closed } = await exchangeBytes(rig.port, bytes, { awaitClose: true });
    expect([replies.map(({ status }) => status), closed]).toEqual([[408], true]);
    await expectAlive(rig);
  });

  test('A124, Fix 12: 100 idle connections block nobody, and no more than 64 stay', async () => {
    const idle = await openMany(100);
    await expectAlive(rig);
    await until('the surplus to be closed', () => idle.filter(({ isOpen }) => isOpen()).length <= 64);
    expect(idle.at(-1)?.isOpen()).toBe(true);
  });

  test('A124: connections that serve somebody who is known are never given up for newcomers', async () => {
    const streams = await openMany(64);
    for (const { socket } of streams) socket.write(encode({ target: '/api/stream', headers: rig.asCli() }));
    await until('64 streams', () => streams.every(({ socket }) => socket.bytesRead > 0));
    const [late] = await openMany(1);
    await until('the newcomer to be closed', () => late?.isOpen() === false);
    expect(streams.filter(({ isOpen }) => isOpen())).toHaveLength(64);
    streams[0]?.socket.destroy();
    await until('a place', () => streams[0]?.isOpen() === false);
    await expectAlive(rig);
  });

  test.each([
    [
      'both lengths',
      'POST /api/commands HTTP/1.1\r\nHost: HOST\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['two lengths', 'POST /api/commands HTTP/1.1\r\nHost: HOST\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n{}{}{'],
    ['a folded header', 'GET /healthz HTTP/1.1\r\nHost: HOST\r\nX-A: a\r\n b\r\n\r\n'],
    ['no protocol', 'hello\r\n\r\n'],
    ['a space in a header name', 'GET /healthz HTTP/1.1\r\nHost : HOST\r\n\r\n'],
    ['a lone carriage return', 'GET /healthz HTTP/1.1\rHost: HOST\r\r'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000'],
  ])('A125: %s is refused', async (_name, bytes) => {
    const exchange = await exchangeBytes(
      rig.port,
      Buffer.from(bytes.replaceAll('HOST', `127.0.0.1:${rig.port}`), 'latin1'),
      { awaitClose: true },
    );
    expect(exchange.replies.map(({ status }) => status)).toEqual([400]);
    await expectAlive(rig);
  });

  test('A125: a broken chunk is refused', async () => {
    const head = encode({
      method: 'POST',
      target: '/api/commands',
      headers: rig.asCli([JSON_TYPE, ['Transfer-Encoding', 'chunked']]),
    });
    const exchange = await exchangeBytes(rig.port, Buffer.concat([head, Buffer.from('zz\r\n{}\r\n0\r\n\r\n')]), {
      awaitClose: true,
    });
    expect(exchange.replies.map(({ status }) => status)).toEqual([400]);
    await expectAlive(rig);
  });

  test('A126: 10,000 headers, or one of 17 kB, are refused', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => [`x-${index}`, 'y'] as const);
    for (const headers of [rig.asCli(many), rig.asCli([['x-long', 'y'.repeat(17_000)]])]) {
      const { replies } = await exchangeBytes(rig.port, encode({ target: '/healthz', headers }), { awaitClose: true });
      expect(replies.map(({ status }) => status)).toEqual([431]);
    }
    await expectAlive(rig);
  });

  test('A126: a Host behind 3,000 other headers is still seen', async () => {
    const many = Array.from({ length: 3_000 }, () => ['a', ''] as const);
    const reply = await rig.ask({
      target: '/healthz',
      headers: [['Host', `127.0.0.1:${rig.port}`], ...many, ['Host', 'evil.com']],
    });
    expect(reply.status).toBe(400);
  });

  test.each([
    ['NaN', '{"text":NaN}'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['half a character', '{"text":"\\ud800"}'],
    ['a number too large', '{"text":"x","optionCount":1e999}'],
    ['nothing but a number', '5'],
    ['half a body', '{"text":"x"'],
  ])('A128: a body that is %s has a defined answer', async (_name, body) => {
    const reply = await rig.ask(post(body, `/api/respond/${fakeSession().id}`));
    expect([reply.status, JSON.parse(reply.body).ok]).toEqual([400, false]);
    await expectHarmless(rig, reply);
  });

  test.each([
    'limit=1e9',
    'limit=0',
    'limit=1.5',
    'limit=x',
    'before=-1',
    'sort=__proto__',
    '__proto__=1',
    'limit=1&limit=2',
    'before=99999999999999999999',
  ])('A130: the query %s is refused', async (query) => {
    const reply = await rig.ask({
      target: `/api/sessions/${fakeSession().key}/conversation?${query}`,
      headers: rig.asCli(),
    });
    expect(reply.status).toBe(400);
    await expectHarmless(rig, reply);
  });

  test('a client that waits for 100-continue is served', async () => {
    const headers = rig.asCli([JSON_TYPE, ['Expect', '100-continue']]);
    const body = JSON.stringify({ sessionKey: fakeSession().key, action: { type: 'interrupt' } });
    const reply = await rig.ask({ method: 'POST', target: '/api/commands', headers, body });
    expect([reply.status, rig.mission.submitted.length]).toEqual([200, 1]);
  });

  test('garbage of every kind leaves the server alive', async () => {
    let seed = 42;
    const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648);
    for (let round = 0; round < 200; round += 1) {
      const bytes = Buffer.from(Array.from({ length: 1 + (random() % 200) }, () => random() % 256));
      const whole =
        round % 2 === 0
          ? bytes
          : Buffer.concat([Buffer.from('GET / HTTP/1.1\r\nHost: '), bytes, Buffer.from('\r\n\r\n')]);
      const socket = await open(rig.port);
      socket.on('error', () => undefined);
      socket.end(whole);
      await new Promise((resolve) => socket.resume().on('close', resolve));
    }
    expect((await rig.ask({ target: '/healthz', headers: rig.asCli() })).status).toBe(204);
  });
});
