import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const FOLDER = '/some/folder/';

/** Files and nothing else: no fallback, no API. */
function serveFiles(dir: string): Promise<Server> {
  const server = createServer(({ url = '' }, response) => {
    const path = new URL(url, 'http://files').pathname;
    const name = path === FOLDER ? 'index.html' : normalize(path.slice(FOLDER.length));
    const file = path.startsWith(FOLDER) ? readFile(join(dir, name)) : Promise.reject(new Error('outside'));
    file.then(
      (bytes) => response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'text/plain' }).end(bytes),
      () => response.writeHead(404).end('not found'),
    );
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

let dir = '';
let server: Server | null = null;
let base = '';

test.beforeAll(async () => {
  test.setTimeout(120_000);
  dir = mkdtempSync(join(tmpdir(), 'amc-static-'));
  const args = ['vite', 'build', '--config', 'vite.demo.config.ts', '--outDir', dir, '--emptyOutDir'];
  await promisify(execFile)('npx', args, { cwd: root });
  server = await serveFiles(dir);
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}${FOLDER}`;
});

test.afterAll(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(dir, { recursive: true, force: true });
});

test('the static demo lives in a folder of any host: nothing is missing, answers are confirmed', async ({ page }) => {
  const offences: string[] = [];
  page.on('pageerror', (error) => offences.push(error.message));
  page.on('response', (response) => {
    if (response.status() >= 400) offences.push(`${response.status()} ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith('data:') && !url.startsWith('blob:')) offences.push(url);
  });
  await page.goto(base);
  await page.locator('[data-connection=live]').waitFor();
  await expect(page.getByRole('note').filter({ hasText: 'All agents are simulated' })).toBeVisible();
  await page
    .getByRole('main')
    .getByRole('link', { name: /Publish 2.4/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/some\/folder\/#\/s\/claude/);
  await page
    .getByRole('button', { name: /^Yes(?! *,)/ })
    .first()
    .click();
  await expect(page.getByText('is out under', { exact: false }).first()).toBeVisible({ timeout: 30_000 });

  await page.goto(`${base}#/search?q=certificate`);
  await page
    .getByRole('link')
    .filter({ hasText: /certificate of the internal proxy/ })
    .first()
    .click();
  await expect(page).toHaveURL(/#\/s\/.*\?at=\d+/);
  await expect(page.getByText('Renewal was switched off in March', { exact: false }).first()).toBeInViewport();
  await page.goBack();
  await expect(page).toHaveURL(/#\/search\?q=certificate/);

  await page.goto(`${base}#/usage?range=90`);
  await expect(page.getByRole('slider', { name: /Cost per/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('slider', { name: /Cost per/ })).toBeVisible();
  expect(offences).toEqual([]);
});
