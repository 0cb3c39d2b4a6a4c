import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeSession } from '../helpers/fake-mission.ts';
import { encode, exchangeBytes, type HeaderList, type RawReply } from '../helpers/raw-http.ts';
import { startServer, type Browser, type ServerRig } from '../helpers/server-rig.ts';
import { expectHarmless } from './oracle.ts';

let rig: ServerRig;
let browser: Browser;
beforeAll(async () => {
  rig = await startServer();
  rig.mission.put(fakeSession());
  browser = await rig.login();
});
afterAll(() => rig.dispose());

const UPGRADE: HeaderList = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
];

/** The answer to an upgrade; the server must close, too. */
async function upgrade(target: string, headers: HeaderList): Promise<RawReply> {
  const { replies, closed } = await exchangeBytes(rig.port, encode({ target, headers }), {
    awaitClose: true,
    timeoutMs: 2_000,
  });
  const [reply] = replies;
  if (reply === undefined || !closed) throw new Error(`Expected an answer and the end, got ${replies.length} answers`);
  return reply;
}

describe('A3 upgrades and streams', () => {
  test('A036: an upgrade with a foreign Host is refused before 101', async () => {
    const reply = await upgrade('/api/stream', [['Host', 'evil.com'], ...UPGRADE]);
    expect(reply.status).toBe(403);
    await expectHarmless(rig, reply, { echoed: ['evil.com'] });
  });

  test('A037: an upgrade with a foreign Origin and a valid cookie is refused', async () => {
    const headers = rig
      .asPage(browser, UPGRADE)
      .map(([name, value]) => [name, name === 'Origin' ? 'https://evil.com' : value] as const);
    const reply = await upgrade('/api/stream', headers);
    expect(reply.status).toBe(403);
    await expectHarmless(rig, reply);
  });

  test('A038: an upgrade with neither Origin nor token is refused', async () => {
    const reply = await upgrade('/api/stream', [['Host', `127.0.0.1:${rig.port}`], ...UPGRADE]);
    expect(reply.status).toBe(403);
    await expectHarmless(rig, reply);
  });

  test.each(['/', '/api/stream', '/api/state', '/nothing', '/favicon.svg', '/healthz'])(
    'A039: a good upgrade of %s is told that there is none, and its socket is closed',
    async (target) => {
      const reply = await upgrade(target, rig.asPage(browser, UPGRADE));
      expect(reply.status).toBe(426);
      await expectHarmless(rig, reply);
    },
  );

  test('A040: a stream asked for from a foreign page is refused', async () => {
    const headers: HeaderList = [
      ['Host', `127.0.0.1:${rig.port}`],
      ['Origin', 'http://evil.test'],
      ['Cookie', browser.cookie],
    ];
    const reply = await rig.ask({ target: '/api/stream', headers });
    expect(reply.status).toBe(403);
    await expectHarmless(rig, reply);
  });

  test('A041: a stream with the cookie alone is refused', async () => {
    const headers = rig.asPage(browser).filter(([name]) => name !== 'x-amc-page');
    const reply = await rig.ask({ target: '/api/stream', headers });
    expect(reply.status).toBe(401);
    await expectHarmless(rig, reply);
  });

  test.each([
    [
      'Upgrade: h2c',
      [
        ['Connection', 'Upgrade, HTTP2-Settings'],
        ['Upgrade', 'h2c'],
        ['HTTP2-Settings', 'AAMAAABkAAQAAP__'],
      ],
    ],
    [
      'Connection: Upgrade, Host',
      [
        ['Connection', 'Upgrade, Host'],
        ['Upgrade', 'h2c'],
      ],
    ],
    [
      'Upgrade: TLS/1.0',
      [
        ['Connection', 'Upgrade'],
        ['Upgrade', 'TLS/1.0'],
      ],
    ],
  ] as const)('A043: %s is refused', async (_name, headers) => {
    const reply = await upgrade('/api/state', rig.asCli(headers));
    expect(reply.status).toBe(400);
    await expectHarmless(rig, reply);
  });

  test('A043: CONNECT is refused and closed', async () => {
    const bytes = encode({ method: 'CONNECT', target: 'evil.com:443', headers: rig.asCli() });
    const { replies, closed } = await exchangeBytes(rig.port, bytes, { awaitClose: true, timeoutMs: 2_000 });
    expect([replies.map(({ status }) => status), closed]).toEqual([[405], true]);
  });

  test('an upgrading client that resets its connection does not harm the server', async () => {
    for (let round = 0; round < 5; round += 1) {
      const bytes = Buffer.concat([
        encode({ target: '/', headers: rig.asPage(browser, UPGRADE) }),
        Buffer.alloc(70_000),
      ]);
      await exchangeBytes(rig.port, bytes, { awaitClose: true, timeoutMs: 2_000 });
    }
    expect((await rig.ask({ target: '/api/nothing', headers: rig.asCli() })).status).toBe(404);
  });
});
