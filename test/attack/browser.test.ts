import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM } from '../helpers/chromium.ts';
import { fakeSession } from '../helpers/fake-mission.ts';
import { startServer, type ServerRig } from '../helpers/server-rig.ts';

/** A small stand-in for the page: logs in with the code of its address, asks, sends, follows. */
const PAGE = `
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  const json = { 'content-type': 'application/json' };
  const exchanged = await fetch('/api/auth/exchange', { method: 'POST', headers: json, body: JSON.stringify({ code }) });
  const { pageToken } = await exchanged.json();
  const page = { 'x-amc-page': pageToken };
  const state = await fetch('/api/state', { headers: page });
  const sent = await fetch('/api/commands', {
    method: 'POST', headers: { ...json, ...page },
    body: JSON.stringify({ sessionKey: (await state.json()).sessions[0].amc_key, action: { type: 'prompt', text: 'from our page' } }),
  });
  const stream = await fetch('/api/stream', { headers: page });
  const first = new TextDecoder().decode((await stream.body.getReader().read()).value);
  document.title = JSON.stringify([exchanged.status, state.status, sent.status, stream.status, first.includes('retry')]);
`;

let rig: ServerRig;
let browser: Browser;
let evil: Server;
let evilUrl: string;

beforeAll(async () => {
  if (!existsSync(CHROMIUM)) return;
  rig = await startServer({
    pageFiles: {
      'index.html': '<!doctype html><title>AMC</title><script type="module" src="/assets/page.js"></script>',
      'assets/page.js': PAGE,
    },
  });
  rig.mission.put(fakeSession());
  evil = createServer((_request, reply) => {
    reply.writeHead(200, { 'content-type': 'text/html' });
    reply.end('<!doctype html><title>evil</title>');
  });
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  evilUrl = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`;
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--host-resolver-rules=MAP evil.test 127.0.0.1',
    ],
  });
});
afterAll(async () => {
  await browser?.close();
  evil?.close();
  evil?.closeAllConnections();
  await rig?.dispose();
});

/** Runs one of the functions in `page/` inside a page. */
async function run(page: Page, name: 'probe' | 'form' | 'frame', url: string): Promise<unknown> {
  await page.addScriptTag({ path: fileURLToPath(new URL(`./page/${name}.js`, import.meta.url)) });
  return page.evaluate(`attack(${JSON.stringify(url)})`);
}

/** Those that `page/probe.js` tries. */
const WAYS = ['cors', 'no-cors', 'plain post', 'json post', 'img', 'script', 'link', 'events', 'socket'];

describe.skipIf(!existsSync(CHROMIUM))('a real browser', () => {
  test('our own page gets in, reads, sends and follows', async () => {
    const page = await browser.newPage();
    const { url } = rig.server.mintCode({ ttlMs: 60_000 });
    await page.goto(url);
    await expect.poll(() => page.title(), { timeout: 10_000 }).toBe('[200,200,200,200,true]');
    expect(rig.mission.submitted.map(({ action }) => action)).toEqual([{ type: 'prompt', text: 'from our page' }]);
    rig.mission.submitted.length = 0;
    await page.reload();
    expect(await page.title()).toBe('AMC');
    await page.close();
  });

  test.each(['another port', 'a rebound name'])(
    'A015 A029 A030 A034 A040, Fix 11: a page on %s sees and does nothing',
    async (where) => {
      const context = await browser.newContext();
      const own = await context.newPage();
      await own.goto(rig.server.mintCode({ ttlMs: 60_000 }).url);
      await expect.poll(() => own.title(), { timeout: 10_000 }).toBe('[200,200,200,200,true]');
      rig.mission.submitted.length = 0;
      const page = await context.newPage();
      await page.goto(where === 'another port' ? evilUrl : evilUrl.replace('127.0.0.1', 'evil.test'));
      const base = where === 'another port' ? rig.url : rig.url.replace('127.0.0.1', 'evil.test');
      for (const path of ['/api/state', '/api/stream', `/api/respond/${fakeSession().id}`, '/', '/assets/page.js']) {
        expect(await run(page, 'probe', base + path)).toEqual(WAYS.map((way) => `${way}: blocked`));
      }
      expect([rig.mission.submitted, rig.mission.dismissed]).toEqual([[], []]);
      await context.close();
    },
  );

  test('A029, Fix 11: a form on another page types nothing', async () => {
    const page = await browser.newPage();
    await page.goto(evilUrl);
    await run(page, 'form', `${rig.url}/api/respond/${fakeSession().id}`);
    await page.waitForURL(/respond/);
    expect(await page.content()).toContain('"ok":false');
    expect(rig.mission.submitted).toEqual([]);
    await page.close();
  });

  test('A034 A119: our page cannot be framed, and its window is cut off from whoever opened it', async () => {
    const page = await browser.newPage();
    await page.goto(evilUrl);
    await run(page, 'frame', rig.url);
    await expect.poll(() => page.evaluate('window.opened.closed'), { timeout: 10_000 }).toBe(true);
    const frames = await Promise.all(
      page
        .frames()
        .slice(1)
        .map((frame) => frame.title().catch(() => '')),
    );
    expect(frames).not.toContain('AMC');
    await page.close();
  });
});
