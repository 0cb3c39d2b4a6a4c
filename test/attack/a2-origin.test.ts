import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeSession } from '../helpers/fake-mission.ts';
import { header, type HeaderList } from '../helpers/raw-http.ts';
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

const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const RESPOND = { method: 'POST', target: `/api/respond/${fakeSession().id}`, body: '{"text":"rm -rf /"}' } as const;

/** Our own page in everything, but these headers are replaced; an empty value leaves one out. */
function pageBut(changes: Readonly<Record<string, string>>): HeaderList {
  const kept = rig.asPage(browser, [JSON_TYPE]).filter(([name]) => !Object.keys(changes).includes(name));
  return [...kept, ...Object.entries(changes).filter(([, value]) => value !== '')];
}

/** The status of a reply that did no harm. */
async function status(request: Parameters<ServerRig['ask']>[0]): Promise<number> {
  const reply = await rig.ask(request);
  await expectHarmless(rig, reply, { echoed: ['evil'] });
  return reply.status;
}

describe('A2 Origin, CSRF, Fetch-Metadata', () => {
  test('the very same request with nothing wrong is served (so that the refusals below mean something)', async () => {
    const other = await startServer();
    try {
      other.mission.put(fakeSession());
      const own = await other.login();
      const reply = await other.ask({ ...RESPOND, headers: other.asPage(own, [JSON_TYPE]) });
      expect([reply.status, other.mission.submitted.length]).toEqual([200, 1]);
    } finally {
      await other.dispose();
    }
  });

  test.each([
    ['A017 A018', 'https://evil.com'],
    ['A019', 'null'],
    ['A020', 'http://127.0.0.1:3000'],
    ['A020', 'http://localhost:PORT'],
    ['A021', 'http://127.0.0.1:PORT.evil.com'],
    ['A021', 'http://evil.com#127.0.0.1:PORT'],
    ['A021', 'http://127.0.0.1:PORT/'],
    ['A021', 'HTTP://127.0.0.1:PORT'],
    ['A022', 'https://127.0.0.1:PORT'],
    ['A023', 'chrome-extension://abcdefghijklmnop'],
    ['A023', 'moz-extension://11111111-2222-3333-4444-555555555555'],
    ['A023', 'file://'],
    ['A035', 'http://evil.test:PORT'],
  ])('%s: Origin %s is refused on POST and on GET of data', async (_id, origin) => {
    const headers = pageBut({ Origin: origin.replace('PORT', String(rig.port)) });
    expect(await status({ ...RESPOND, headers })).toBe(403);
    expect(await status({ target: '/api/state', headers })).toBe(403);
    expect(await status({ target: '/api/stream', headers })).toBe(403);
    expect(await status({ target: '/', headers })).toBe(403);
  });

  test('A024: a POST with a cookie, no Origin and no bearer is refused', async () => {
    expect(await status({ ...RESPOND, headers: pageBut({ Origin: '' }) })).toBe(403);
  });

  test.each(['cross-site', 'same-site'])(
    'A025 A026: Sec-Fetch-Site %s is refused, whatever else is right',
    async (site) => {
      expect(await status({ ...RESPOND, headers: pageBut({ 'Sec-Fetch-Site': site }) })).toBe(403);
      expect(await status({ target: '/api/state', headers: pageBut({ 'Sec-Fetch-Site': site, Origin: '' }) })).toBe(
        403,
      );
      const navigation = pageBut({
        'Sec-Fetch-Site': site,
        Origin: '',
        'Sec-Fetch-Mode': 'navigate',
        'Sec-Fetch-Dest': 'document',
      });
      expect(await status({ target: '/', headers: navigation })).toBe(403);
    },
  );

  test('A027: a typed address may look at the page and do nothing else', async () => {
    const typed = { 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
    expect(await status({ ...RESPOND, headers: pageBut(typed) })).toBe(403);
    expect(await status({ target: '/', headers: pageBut({ ...typed, Origin: '', 'Sec-Fetch-Dest': 'iframe' }) })).toBe(
      403,
    );
    expect(await status({ target: '/', headers: pageBut({ ...typed, Origin: '', 'Sec-Fetch-Mode': 'no-cors' }) })).toBe(
      403,
    );
    const page = await rig.ask({ target: '/', headers: pageBut({ ...typed, Origin: '' }) });
    expect(page.status).toBe(200);
  });

  test('A028: a cookie with no other sign of our page is not believed', async () => {
    expect(
      await status({ target: '/api/state', headers: pageBut({ Origin: '', 'Sec-Fetch-Site': '', 'x-amc-page': '' }) }),
    ).toBe(403);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-8',
    'application/jsonp',
    '',
  ])('A029, Fix 11: a POST as %j types nothing', async (type) => {
    expect(await status({ ...RESPOND, headers: pageBut({ 'Content-Type': type }) })).toBe(415);
    const fromElsewhere = pageBut({ 'Content-Type': type, Origin: 'https://evil.com' });
    expect(await status({ ...RESPOND, headers: fromElsewhere })).toBe(403);
  });

  test('A030: what a page embeds is kept from it by headers', async () => {
    for (const target of ['/', '/assets/main-1a2b.js', '/favicon.svg']) {
      const reply = await rig.ask({ target, headers: [['Host', `127.0.0.1:${rig.port}`]] });
      expect(reply.status).toBe(200);
      expect(header(reply, 'cross-origin-resource-policy')).toBe('same-origin');
      expect(header(reply, 'cross-origin-opener-policy')).toBe('same-origin');
      expect(header(reply, 'x-frame-options')).toBe('DENY');
      expect(header(reply, 'referrer-policy')).toBe('no-referrer');
      const csp = header(reply, 'content-security-policy') ?? '';
      expect(csp).toContain("default-src 'none'");
      expect(csp).toContain("frame-ancestors 'none'");
      expect(csp).toContain("require-trusted-types-for 'script'");
      expect(csp).not.toMatch(/unsafe|\*|https?:/);
    }
  });

  test.each(['https://evil.com', 'http://127.0.0.1:3000', 'OWN', ''])(
    'A031, Fix 11: a preflight from %j is refused',
    async (origin) => {
      const preflight: HeaderList = [
        ['Host', `127.0.0.1:${rig.port}`],
        ...(origin === '' ? [] : [['Origin', origin.replace('OWN', rig.url)] as const]),
        ['Access-Control-Request-Method', 'POST'],
        ['Access-Control-Request-Headers', 'content-type'],
      ];
      expect(await status({ method: 'OPTIONS', target: RESPOND.target, headers: preflight })).toBe(403);
      expect(await status({ method: 'OPTIONS', target: '/', headers: rig.asCli() })).toBe(403);
    },
  );

  test('A032: a method cannot be overridden', async () => {
    const override: HeaderList = [
      ['X-HTTP-Method-Override', 'POST'],
      ['X-HTTP-Method', 'DELETE'],
      ['X-Method-Override', 'POST'],
    ];
    const reply = await rig.ask({
      target: `/api/dismiss/${fakeSession().id}?_method=POST`,
      headers: rig.asCli(override),
    });
    expect(reply.status).toBe(405);
    await expectHarmless(rig, reply);
  });

  test('A033, Fix 12: GET and HEAD on what has effects do nothing', async () => {
    const { id, key } = fakeSession();
    const paths = [
      `/api/dismiss/${id}`,
      `/api/respond/${id}?text=x`,
      `/api/sessions/${key}/dismiss`,
      '/api/commands',
      '/api/auth/code',
      '/api/auth/exchange',
    ];
    for (const target of paths) {
      for (const method of ['GET', 'HEAD']) {
        const reply = await rig.ask({ method, target, headers: rig.asPage(browser) });
        expect([target, reply.status]).toEqual([target, 405]);
        await expectHarmless(rig, reply);
      }
    }
  });

  test('a deciding header that comes twice is refused', async () => {
    for (const twice of [
      ['Origin', 'https://evil.com'],
      ['Content-Type', 'text/plain'],
      ['Sec-Fetch-Site', 'cross-site'],
      ['x-amc-page', 'x'],
    ] as const) {
      expect(await status({ ...RESPOND, headers: [...rig.asPage(browser, [JSON_TYPE]), twice] })).toBe(400);
    }
  });

  test('Fix 11: no reply of any kind carries a CORS header', async () => {
    for (const target of ['/', '/api/state', '/api/health', '/nothing', '/healthz']) {
      const reply = await rig.ask({ target, headers: rig.asPage(browser) });
      expect([...reply.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});
