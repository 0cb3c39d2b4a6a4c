import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { routes, type RouteSpec } from '../../src/contract/routes.ts';
import { fakeSession } from '../helpers/fake-mission.ts';
import { header, type HeaderList, type RawReply } from '../helpers/raw-http.ts';
import { exchangeRequest, startServer, type ServerRig } from '../helpers/server-rig.ts';
import { expectAlive, expectHarmless } from './oracle.ts';

let rig: ServerRig;
beforeEach(async () => {
  rig = await startServer();
  rig.mission.put(fakeSession());
});
afterEach(() => rig.dispose());

const JSON_TYPE = ['Content-Type', 'application/json'] as const;

function host(): HeaderList {
  return [['Host', `127.0.0.1:${rig.port}`]];
}

/** As the page would ask, without any credential. */
function anonymous(): HeaderList {
  return [...host(), ['Origin', rig.url], ['Sec-Fetch-Site', 'same-origin']];
}

function exchange(code: string): Promise<RawReply> {
  return rig.ask(exchangeRequest({ url: rig.url, code }));
}

function bearer(token: string): Promise<RawReply> {
  return rig.ask({ target: '/api/state', headers: [...host(), ['Authorization', token]] });
}

describe('A4 credentials and browser sessions', () => {
  const original = [
    'GET /api/state',
    'GET /api/events/x',
    'GET /api/conversation/x',
    'POST /api/dismiss/x',
    'POST /api/respond/x',
  ];
  const table = Object.values<RouteSpec>(routes).map(({ method, path }) => `${method} ${path}`);
  test.each([...table, ...original, 'GET /api', 'GET /api/nothing', 'GET /%61pi/state'])(
    'A046: %s needs credentials',
    async (route) => {
      const [method = '', target = ''] = route.split(' ');
      const reply = await rig.ask({
        method,
        target,
        headers: [...anonymous(), JSON_TYPE],
        ...(method === 'POST' ? { body: '{}' } : {}),
      });
      // The exchange is how credentials are got: it lets nobody in without a code.
      expect(reply.status).toBe(target === '/api/auth/exchange' ? 400 : 401);
      await expectHarmless(rig, reply);
    },
  );

  test('A046: the page and /healthz need none and tell nothing', async () => {
    const health = await rig.ask({ target: '/healthz', headers: host() });
    expect([health.status, health.body]).toEqual([204, '']);
    const page = await rig.ask({ target: '/', headers: host() });
    expect(page.status).toBe(200);
    await expectHarmless(rig, page);
  });

  test('A047: a wrong token is refused, also when only its last character differs', async () => {
    const last = rig.token.endsWith('A') ? 'B' : 'A';
    for (const token of ['x', 'x'.repeat(43), rig.token.slice(0, -1) + last, `${rig.token}x`, rig.token.slice(1)]) {
      const reply = await bearer(`Bearer ${token}`);
      expect(reply.status).toBe(401);
      await expectHarmless(rig, reply);
    }
  });

  test.each(['', 'Bearer', 'Bearer ', 'Bearer null', 'Bearer undefined', 'Basic YTpi', 'TOKEN'])(
    'A048: Authorization %j is refused',
    async (value) => {
      const reply = await bearer(value.replace('TOKEN', rig.token));
      expect(reply.status).toBe(401);
      await expectHarmless(rig, reply);
    },
  );

  test('A049: neither half of a browser session is enough', async () => {
    const browser = await rig.login();
    const other = await rig.login();
    const wrong = [
      { ...browser, pageToken: 'wrong' },
      { ...browser, pageToken: other.pageToken },
      { ...browser, cookie: `${browser.cookieName}=wrong` },
      { ...browser, cookie: other.cookie },
      { ...browser, cookie: `other_name=${browser.cookie.split('=')[1]}` },
    ];
    for (const half of wrong)
      expect((await rig.ask({ target: '/api/state', headers: rig.asPage(half) })).status).toBe(401);
    expect((await rig.ask({ target: '/api/state', headers: rig.asPage(browser) })).status).toBe(200);
  });

  test('A050 A051: after ten wrong tries in a minute there is a pause, and the right credentials still work', async () => {
    const browser = await rig.login();
    const tries: number[] = [];
    const pauses: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      const bogus: HeaderList = count % 2 === 0 ? [] : [['x-device-token', 'bogus']];
      const reply = await rig.ask({
        target: '/api/state',
        headers: [...host(), ['Authorization', `Bearer wrong${count}`], ...bogus],
      });
      tries.push(reply.status);
      if (reply.status === 429) pauses.push(Number(header(reply, 'retry-after')));
    }
    expect(pauses.map((seconds) => seconds >= 1 && seconds <= 60)).toEqual([true, true]);
    expect(tries).toEqual([...Array<number>(10).fill(401), 429, 429]);
    expect((await exchange('wrong')).status).toBe(429);
    await expectAlive(rig);
    expect((await rig.ask({ target: '/api/state', headers: rig.asPage(browser) })).status).toBe(200);
    rig.advance(61_000);
    expect((await bearer('Bearer wrong')).status).toBe(401);
  });

  test('A052: a code works once', async () => {
    const { code } = rig.server.mintCode({ ttlMs: 60_000 });
    expect((await exchange(code)).status).toBe(200);
    const again = await exchange(code);
    expect(again.status).toBe(401);
    await expectHarmless(rig, again);
  });

  test('A053: a code expires', async () => {
    const open = await rig.ask({
      method: 'POST',
      target: '/api/auth/code',
      headers: rig.asCli([JSON_TYPE]),
      body: '{}',
    });
    const { code, url } = JSON.parse(open.body);
    expect(url).toBe(`${rig.url}/login#code=${code}`);
    rig.advance(61_000);
    expect((await exchange(code)).status).toBe(401);
    const printed = rig.server.mintCode({ ttlMs: 600_000 });
    rig.advance(590_000);
    expect((await exchange(printed.code)).status).toBe(200);
  });

  test('A054: a code, a token and a cookie are in no log', async () => {
    const { code } = rig.server.mintCode({ ttlMs: 60_000 });
    const browser = await rig.login();
    await rig.ask({ target: `/login?code=${code}`, headers: host() });
    await rig.ask({ target: `/api/state?token=${rig.token}`, headers: host() });
    await rig.ask({ target: '/api/state', headers: rig.asPage({ ...browser, pageToken: 'guess-of-a-token' }) });
    await exchange('guess-of-a-code');
    const written = JSON.stringify(rig.log);
    expect(written).toContain('unauthenticated');
    for (const secret of [code, rig.token, browser.pageToken, browser.cookie.split('=')[1] ?? '', 'guess-of'])
      expect(written).not.toContain(secret);
  });

  test('A055: a token in the query opens nothing', async () => {
    const reply = await rig.ask({
      target: `/api/state?token=${rig.token}&access_token=${rig.token}`,
      headers: anonymous(),
    });
    expect(reply.status).toBe(401);
    await expectHarmless(rig, reply);
  });

  test('A056: a cookie that was set before is not taken over', async () => {
    const { code } = rig.server.mintCode({ ttlMs: 60_000 });
    const { cookieName } = await rig.login();
    const request = exchangeRequest({ url: rig.url, code });
    const reply = await rig.ask({
      ...request,
      headers: [...(request.headers ?? []), ['Cookie', `${cookieName}=fixed-by-somebody`]],
    });
    expect(reply.status).toBe(200);
    expect(header(reply, 'set-cookie')).not.toContain('fixed-by-somebody');
    const { pageToken } = JSON.parse(reply.body);
    const fixed = { cookieName, cookie: `${cookieName}=fixed-by-somebody`, pageToken, setCookie: '' };
    expect((await rig.ask({ target: '/api/state', headers: rig.asPage(fixed) })).status).toBe(401);
  });

  test('A057: the cookie is closed to scripts and other sites, and named after this AMC', async () => {
    const browser = await rig.login();
    expect(browser.setCookie).toMatch(
      /^amc_[0-9a-f]{12}=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=2592000$/,
    );
    const other = await startServer();
    try {
      expect((await other.login()).cookieName).not.toBe(browser.cookieName);
    } finally {
      await other.dispose();
    }
  });

  test('A058: the cookie alone, replayed by a server on another port, opens nothing', async () => {
    const browser = await rig.login();
    const reply = await rig.ask({ target: '/api/state', headers: [...anonymous(), ['Cookie', browser.cookie]] });
    expect(reply.status).toBe(401);
    await expectHarmless(rig, reply);
  });

  test('a cookie of the same name that another port has set first does not lock the person out', async () => {
    const browser = await rig.login();
    const tossed = { ...browser, cookie: `${browser.cookieName}=evil; ${browser.cookie}` };
    expect((await rig.ask({ target: '/api/state', headers: rig.asPage(tossed) })).status).toBe(200);
  });

  test('the bearer is not taken from a page: with an Origin it opens nothing', async () => {
    const reply = await rig.ask({ target: '/api/state', headers: rig.asCli([['Origin', rig.url]]) });
    expect(reply.status).toBe(401);
  });

  test('A059: a browser session cannot mint a code', async () => {
    const browser = await rig.login();
    const reply = await rig.ask({
      method: 'POST',
      target: '/api/auth/code',
      headers: rig.asPage(browser, [JSON_TYPE]),
      body: '{}',
    });
    expect([reply.status, JSON.parse(reply.body).code]).toEqual([403, 'bearer_needed']);
    await expectHarmless(rig, reply);
  });

  test.each(['role', 'scopes', 'approved', 'isAdmin'])(
    'A060: an unknown field %s is refused, at any depth',
    async (field) => {
      const action = { type: 'prompt', text: 'x' };
      const bodies = [
        { sessionKey: fakeSession().key, action, [field]: true },
        { sessionKey: fakeSession().key, action: { ...action, [field]: true } },
      ];
      for (const body of bodies) {
        const reply = await rig.ask({
          method: 'POST',
          target: '/api/commands',
          headers: rig.asCli([JSON_TYPE]),
          body: JSON.stringify(body),
        });
        expect([reply.status, reply.body]).toEqual([400, expect.stringContaining('unknown field')]);
        await expectHarmless(rig, reply);
      }
    },
  );

  test('a code can only be traded by our own page', async () => {
    const { code } = rig.server.mintCode({ ttlMs: 60_000 });
    const reply = await rig.ask({
      method: 'POST',
      target: '/api/auth/exchange',
      headers: rig.asCli([JSON_TYPE]),
      body: JSON.stringify({ code }),
    });
    expect(reply.status).toBe(403);
    expect((await exchange(code)).status).toBe(200);
  });

  test('a browser session survives a restart, the bearer does not, and both end', async () => {
    const browser = await rig.login();
    const { dataDir, token, port } = rig;
    await rig.server.dispose();
    const restarted = await startServer({ dataDir, port });
    try {
      expect(restarted.token).not.toBe(token);
      expect((await restarted.ask({ target: '/api/health', headers: restarted.asPage(browser) })).status).toBe(200);
      const old = await restarted.ask({
        target: '/api/health',
        headers: [...host(), ['Authorization', `Bearer ${token}`]],
      });
      expect(old.status).toBe(401);
      restarted.advance(31 * 24 * 3_600_000);
      expect((await restarted.ask({ target: '/api/health', headers: restarted.asPage(browser) })).status).toBe(401);
    } finally {
      await restarted.dispose();
    }
  });

  test('A063: what is kept holds no secret and is closed to others; a file that others could read is not believed', async () => {
    const browser = await rig.login();
    const path = join(rig.dataDir, 'auth', 'sessions.json');
    const kept = readFileSync(path, 'utf8');
    for (const secret of [browser.pageToken, browser.cookie.split('=')[1] ?? '', rig.token])
      expect(kept).not.toContain(secret);
    expect([statSync(path).mode & 0o777, statSync(join(rig.dataDir, 'auth')).mode & 0o777]).toEqual([0o600, 0o700]);
    await rig.server.dispose();
    const copy = join(rig.dataDir, '..', 'copied');
    mkdirSync(join(copy, 'auth'), { recursive: true, mode: 0o700 });
    writeFileSync(join(copy, 'auth', 'sessions.json'), kept, { mode: 0o644 });
    const restarted = await startServer({ dataDir: copy, port: rig.port });
    try {
      expect((await restarted.ask({ target: '/api/health', headers: restarted.asPage(browser) })).status).toBe(401);
      expect(restarted.log.map(({ message }) => message)).toContain('browser sessions are forgotten; open a new link');
    } finally {
      await restarted.dispose();
    }
  });
});
