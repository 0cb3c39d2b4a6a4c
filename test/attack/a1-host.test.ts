import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes, type RouteSpec } from '../../src/contract/routes.ts';
import { fakeSession } from '../helpers/fake-mission.ts';
import { ask, encode, exchangeBytes, type HeaderList } from '../helpers/raw-http.ts';
import { startServer, type ServerRig } from '../helpers/server-rig.ts';
import { expectHarmless } from './oracle.ts';

let rig: ServerRig;
beforeAll(async () => {
  rig = await startServer();
  rig.mission.put(fakeSession());
});
afterAll(() => rig.dispose());

/** Right in everything but what the test replaces. */
function withHost(...hosts: readonly string[]): HeaderList {
  return [...hosts.map((host) => ['Host', host] as const), ...rig.asCli().filter(([name]) => name !== 'Host')];
}

const ORIGINAL = ['/api/state', '/api/events/x', '/api/conversation/x', '/api/dismiss/x', '/api/respond/x'];
const PATHS = [
  ...Object.values<RouteSpec>(routes).map(({ path }) => path),
  ...ORIGINAL,
  '/',
  '/healthz',
  '/favicon.svg',
  '/nothing',
];

describe('A1 Host and request line', () => {
  test.each(PATHS)('A001 A002: a foreign Host is refused on %s', async (path) => {
    for (const host of ['evil.com', `evil.com:${rig.port}`]) {
      const method = path.includes('dismiss') || path.includes('respond') || path === '/api/commands' ? 'POST' : 'GET';
      const type = [['Content-Type', 'application/json']] as const;
      const reply = await rig.ask({
        method,
        target: path,
        headers: [...withHost(host), ...type],
        ...(method === 'POST' ? { body: '{}' } : {}),
      });
      expect(reply.status).toBe(403);
      await expectHarmless(rig, reply, { echoed: ['evil.com'] });
    }
  });

  test.each([
    ['A003: no Host in HTTP/1.1', { version: '1.1' as const, hosts: [] }],
    ['A004: no Host in HTTP/1.0', { version: '1.0' as const, hosts: [] }],
    ['A005: an empty Host', { version: '1.1' as const, hosts: [''] }],
  ])('%s is refused', async (_name, { version, hosts }) => {
    const reply = await rig.ask({ target: '/api/state', version, headers: withHost(...hosts) });
    expect(reply.status).toBe(400);
    await expectHarmless(rig, reply);
  });

  test('A006: two Hosts are refused in either order', async () => {
    const own = `127.0.0.1:${rig.port}`;
    for (const hosts of [
      [own, 'evil.com'],
      ['evil.com', own],
      [own, own],
    ]) {
      const reply = await rig.ask({ target: '/api/state', headers: withHost(...hosts) });
      expect(reply.status).toBe(400);
      await expectHarmless(rig, reply);
    }
  });

  test.each(['localhost.evil.com:PORT', '127.0.0.1.evil.com:PORT', '127.evil.com:PORT', 'evil.localhost:PORT'])(
    'A007 A008: %s is not us',
    async (host) => {
      const reply = await rig.ask({ target: '/api/state', headers: withHost(host.replace('PORT', String(rig.port))) });
      expect(reply.status).toBe(403);
      await expectHarmless(rig, reply);
    },
  );

  test.each(['localhost:1', 'localhost', '127.0.0.1', '127.0.0.1:1'])('A009: %s: wrong port, or none', async (host) => {
    const reply = await rig.ask({ target: '/api/state', headers: withHost(host) });
    expect(reply.status).toBe(403);
    await expectHarmless(rig, reply);
  });

  test.each(['0.0.0.0', '127.0.0.2', '127.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '[::1]', '0177.0.0.1'])(
    'A010: %s is another way to write an address and refused',
    async (host) => {
      const reply = await rig.ask({ target: '/api/state', headers: withHost(`${host}:${rig.port}`) });
      expect(reply.status).toBe(403);
      await expectHarmless(rig, reply);
    },
  );

  test('A011: a trailing dot is refused; only the case of letters does not matter', async () => {
    const dot = await rig.ask({ target: '/api/health', headers: withHost(`localhost.:${rig.port}`) });
    expect(dot.status).toBe(403);
    const upper = await rig.ask({ target: '/api/health', headers: withHost(`LOCALHOST:${rig.port}`) });
    expect(upper.status).toBe(200);
  });

  test.each([
    'user@127.0.0.1:PORT',
    '127.0.0.1:PORT@evil',
    '127.0.0.1 :PORT',
    '127.0.0.1:PORT%00',
    '127.0.0.1\t:PORT',
    '127.0.0.1:PORT/',
  ])('A012: %j is refused', async (host) => {
    const reply = await rig.ask({ target: '/api/state', headers: withHost(host.replace('PORT', String(rig.port))) });
    expect([400, 403]).toContain(reply.status);
    await expectHarmless(rig, reply);
  });

  test('A013: forwarded headers do not help a foreign Host', async () => {
    const own = `127.0.0.1:${rig.port}`;
    const forwarded: HeaderList = [
      ['X-Forwarded-Host', own],
      ['Forwarded', `host=${own}`],
      ['X-Original-Host', own],
      ['X-Host', own],
    ];
    const reply = await rig.ask({ target: '/api/state', headers: [...withHost('evil.com'), ...forwarded] });
    expect(reply.status).toBe(403);
    await expectHarmless(rig, reply);
  });

  test.each([
    'http://evil.com/',
    'http://127.0.0.1/api/state',
    '//evil.com/api/state',
    '/\\evil.com',
    'evil.com:80',
    '*',
    '/api/state#x',
  ])('A014: the request target %s is refused', async (target) => {
    const reply = await rig.ask({ target, headers: rig.asCli() });
    expect(reply.status).toBe(400);
    await expectHarmless(rig, reply, { echoed: ['evil.com'] });
  });

  test('A015: what a page sends after a DNS rebind is refused: its own name in Host and Origin', async () => {
    const reply = await ask(rig.port, {
      target: '/api/state',
      headers: [
        ['Host', `evil.test:${rig.port}`],
        ['Origin', `http://evil.test:${rig.port}`],
      ],
    });
    expect(reply.status).toBe(403);
    await expectHarmless(rig, reply, { echoed: ['evil.test'] });
  });

  test('A016: a second request on the same connection is judged anew, and a refusal closes it', async () => {
    const good = encode({ target: '/api/health', headers: rig.asCli() });
    const bad = encode({ target: '/api/state', headers: withHost('evil.com') });
    const { replies, closed } = await exchangeBytes(rig.port, Buffer.concat([good, bad, good]), { awaitClose: true });
    expect([replies.map(({ status }) => status), closed]).toEqual([[200, 403], true]);
  });

  test('a URL longer than 8 KiB is refused', async () => {
    const reply = await rig.ask({ target: `/api/state?${'x'.repeat(8 * 1024)}`, headers: rig.asCli() });
    expect(reply.status).toBe(414);
    await expectHarmless(rig, reply);
  });
});
