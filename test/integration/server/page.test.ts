import { gunzipSync } from 'node:zlib';
import { request, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { header } from '../../helpers/raw-http.ts';
import { PAGE_FILES, startServer, type ServerRig } from '../../helpers/server-rig.ts';

let rig: ServerRig;
beforeEach(async () => {
  rig = await startServer();
});
afterEach(() => rig.dispose());

const NAVIGATION = [
  ['Sec-Fetch-Site', 'none'],
  ['Sec-Fetch-Mode', 'navigate'],
  ['Sec-Fetch-Dest', 'document'],
  ['Accept', 'text/html,*/*'],
] as const;

function get(
  target: string,
  more: readonly (readonly [string, string])[] = [],
  method = 'GET',
): ReturnType<ServerRig['ask']> {
  return rig.ask({ method, target, headers: [['Host', `127.0.0.1:${rig.port}`], ...more] });
}

describe('the page', () => {
  test.each(['/', '/index.html'])('%s is the dashboard', async (target) => {
    const reply = await get(target);
    expect([reply.status, reply.body, header(reply, 'content-type')]).toEqual([
      200,
      PAGE_FILES['index.html'],
      'text/html; charset=utf-8',
    ]);
    expect(header(reply, 'cache-control')).toBe('no-cache');
  });

  test.each(['/old', '/dashboard.html'])('%s, the original’s second page, leads to it', async (target) => {
    const reply = await get(target);
    expect([reply.status, header(reply, 'location')]).toEqual([302, '/']);
  });

  test.each(['/login', '/sessions/claude%3Aabc', '/inbox'])('a person who opens %s gets the page', async (target) => {
    expect((await get(target, NAVIGATION)).body).toBe(PAGE_FILES['index.html']);
    expect((await get(target)).status).toBe(404);
    expect(
      (
        await get(target, [
          ['Sec-Fetch-Dest', 'script'],
          ['Accept', 'text/html'],
        ])
      ).status,
    ).toBe(404);
  });

  test('a person who opens a path under /api does not', async () => {
    expect((await get('/api/nothing', NAVIGATION)).status).toBe(401);
  });

  test('an asset is kept for ever, the rest is asked for again and told when nothing has changed', async () => {
    const asset = await get('/assets/main-1a2b.js');
    expect(header(asset, 'cache-control')).toBe('public, max-age=31536000, immutable');
    expect(header(asset, 'content-type')).toBe('text/javascript; charset=utf-8');
    const etag = header(asset, 'etag') ?? '';
    const again = await get('/assets/main-1a2b.js', [['If-None-Match', `W/${etag}, "other"`]]);
    expect([again.status, again.body]).toEqual([304, '']);
    expect((await get('/assets/main-1a2b.js', [['If-None-Match', '"other"']])).status).toBe(200);
  });

  test('is sent compressed to whom takes that', async () => {
    const reply = await new Promise<IncomingMessage>((resolve) => {
      request(
        {
          host: '127.0.0.1',
          port: rig.port,
          path: '/assets/main-1a2b.js',
          headers: { 'accept-encoding': 'br, gzip' },
          agent: false,
        },
        resolve,
      ).end();
    });
    const chunks: Buffer[] = [];
    for await (const chunk of reply) chunks.push(Buffer.from(chunk));
    expect(reply.headers['content-encoding']).toBe('gzip');
    expect(reply.headers.vary).toBe('Accept-Encoding');
    expect(gunzipSync(Buffer.concat(chunks)).toString()).toBe(PAGE_FILES['assets/main-1a2b.js']);
    expect(header(await get('/favicon.svg', [['Accept-Encoding', 'gzip']]), 'content-encoding')).toBeUndefined();
  });

  test('HEAD tells the same headers and no body', async () => {
    const whole = await get('/index.html');
    const head = await get('/index.html', [], 'HEAD');
    expect([head.status, head.body, header(head, 'etag')]).toEqual([200, '', header(whole, 'etag')]);
  });

  test('only looking is possible', async () => {
    const headers = rig.asCli([['Content-Type', 'application/json']]);
    const reply = await rig.ask({ method: 'POST', target: '/', headers, body: '{}' });
    expect([reply.status, header(reply, 'allow')]).toEqual([405, 'GET, HEAD']);
    expect((await rig.ask({ method: 'POST', target: '/nothing', headers, body: '{}' })).status).toBe(404);
  });

  test('when it has not been built, AMC says so and the API works', async () => {
    const bare = await startServer({ pageFiles: {} });
    try {
      const reply = await bare.ask({ target: '/', headers: [['Host', `127.0.0.1:${bare.port}`]] });
      expect([reply.status, reply.body]).toEqual([503, expect.stringContaining('npm run build')]);
      expect((await bare.ask({ target: '/api/health', headers: bare.asCli() })).status).toBe(200);
    } finally {
      await bare.dispose();
    }
  });
});
