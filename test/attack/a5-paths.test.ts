import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadStaticFiles } from '../../src/server/static-files.ts';
import { fakeSession } from '../helpers/fake-mission.ts';
import type { HeaderList } from '../helpers/raw-http.ts';
import { startServer, type ServerRig } from '../helpers/server-rig.ts';
import { expectHarmless } from './oracle.ts';

let rig: ServerRig;
beforeAll(async () => {
  rig = await startServer();
  rig.mission.put(fakeSession());
});
afterAll(() => rig.dispose());

/** As a person who opens the address would ask, and as a program would. */
function asked(): readonly HeaderList[] {
  const host = ['Host', `127.0.0.1:${rig.port}`] as const;
  return [
    [host],
    [
      host,
      ['Accept', 'text/html'],
      ['Sec-Fetch-Site', 'none'],
      ['Sec-Fetch-Mode', 'navigate'],
      ['Sec-Fetch-Dest', 'document'],
    ],
  ];
}

describe('A5 paths', () => {
  test.each([
    '/static/../../etc/passwd',
    '/../etc/passwd',
    '/assets/../index.html',
    '/assets/./main-1a2b.js',
    '/assets/%2e%2e/index.html',
    '/%2e%2e%2fetc%2fpasswd',
    '/..%2fetc/passwd',
    '/%2e%2e%5cetc',
    '/assets/..%5c..%5cetc',
    '/....//....//etc/passwd',
    '/%252e%252e/etc/passwd',
    '/assets//main-1a2b.js',
    '/assets/',
    '/assets%2fmain-1a2b.js',
  ])('A066 A067: %s is nothing', async (target) => {
    for (const headers of asked()) {
      const reply = await rig.ask({ target, headers });
      expect(reply.status).toBe(404);
      await expectHarmless(rig, reply, { echoed: ['passwd'] });
    }
  });

  test.each([
    '/%00',
    '/assets/main-1a2b.js%00.html',
    '/%c0%ae%c0%ae/etc/passwd',
    '/static/%ff',
    '/%zz',
    '/%',
    '/a%0d%0ab',
    '/assets/..\\index.html',
  ])('A068: %s is malformed', async (target) => {
    for (const headers of asked()) {
      const reply = await rig.ask({ target, headers });
      expect(reply.status).toBe(400);
      await expectHarmless(rig, reply);
    }
  });

  test.each(['?raw??', '?import&raw', '?', '?x=../../etc/passwd'])(
    'A069: a query changes nothing of what is served (%s)',
    async (query) => {
      const [headers = []] = asked();
      const clean = await rig.ask({ target: '/assets/main-1a2b.js', headers });
      const asking = await rig.ask({ target: `/assets/main-1a2b.js${query}`, headers });
      expect([asking.status, asking.body]).toEqual([200, clean.body]);
      expect((await rig.ask({ target: `/server.json${query}`, headers })).status).toBe(404);
    },
  );

  test.each([
    '/assets/main-1a2b.js;x',
    '/assets/main-1a2b.js.',
    '/assets/main-1a2b.js%20',
    '/assets/main-1a2b.js::$DATA',
    '/ASSETS/main-1a2b.js',
    '/assets/MAIN-1~1.JS',
  ])('A069: %s is another name, and nothing', async (target) => {
    const [headers = []] = asked();
    expect((await rig.ask({ target, headers })).status).toBe(404);
  });

  test.each([
    '../../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    '%2fetc%2fpasswd',
    '..',
    '%2e%2e',
    'x'.repeat(4_096),
    'x'.repeat(300),
    'a%5cb',
  ])('A070, Fix 9: the id %s is nobody', async (id) => {
    for (const route of ['events', 'conversation']) {
      const reply = await rig.ask({ target: `/api/${route}/${id}`, headers: rig.asCli() });
      expect([route, reply.status, JSON.parse(reply.body).ok]).toEqual([route, 404, false]);
      await expectHarmless(rig, reply);
    }
    for (const route of ['dismiss', 'respond']) {
      const headers = rig.asCli([['Content-Type', 'application/json']]);
      const reply = await rig.ask({ method: 'POST', target: `/api/${route}/${id}`, headers, body: '{"text":"x"}' });
      expect([route, reply.status, JSON.parse(reply.body).ok]).toEqual([route, 404, false]);
      await expectHarmless(rig, reply);
    }
  });

  test.each([
    '/server.json',
    '/auth/sessions.json',
    '/state.db',
    '/amc.log',
    '/../data/server.json',
    '/.git/config',
    '/index.html/../../data/server.json',
  ])('A075: nothing of AMC’s own folder can be asked for (%s)', async (target) => {
    for (const headers of asked()) {
      const reply = await rig.ask({ target, headers });
      expect(reply.status).toBe(404);
      expect(reply.body).not.toContain(rig.token);
    }
  });

  test('A071: a link in the page’s folder is not followed', async () => {
    const outside = join(rig.dataDir, 'secret.txt');
    writeFileSync(outside, 'secret');
    mkdirSync(join(rig.webDir, 'linked'));
    symlinkSync(outside, join(rig.webDir, 'linked', 'secret.txt'));
    symlinkSync(rig.dataDir, join(rig.webDir, 'data'));
    const files = loadStaticFiles(rig.webDir);
    expect([...files.keys()].toSorted()).toEqual(['/assets/main-1a2b.js', '/favicon.svg', '/index.html']);
  });

  test('what is put into the page’s folder later is not served', async () => {
    writeFileSync(join(rig.webDir, 'late.txt'), 'late');
    const [headers = []] = asked();
    expect((await rig.ask({ target: '/late.txt', headers })).status).toBe(404);
  });
});
