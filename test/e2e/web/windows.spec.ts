import type { Page } from '@playwright/test';
import { sessionPath } from '../../../src/web/lib/session-path.ts';
import { makeSession, permission } from '../../helpers/make-session.ts';
import { expect, test } from './fixtures.ts';

/** A browser allows six connections to one server: with a stream for each window, the seventh would wait for ever. */
const WINDOWS = 8;

const session = makeSession({
  id: 'a',
  title: 'Import',
  value: 'needs_attention',
  place: 'tmux work:1.0',
  requests: [permission({ id: 'r', command: 'make' })],
});

test('eight windows of one browser share one stream, and each can do everything', async ({ page, fake, enter }) => {
  test.setTimeout(120_000);
  fake.put(session);
  fake.say(session.key, { kind: 'reply', id: '1', text: 'All is well.' });
  await enter();
  const windows = [page, ...(await openWindows(page, fake.url, WINDOWS - 1))];
  expect(fake.openStreams).toBe(1);

  fake.change(session.key, { title: 'Import, second try' });
  for (const one of windows) await expect(one.getByRole('link', { name: 'Import, second try' })).toBeVisible();

  const last = windows.at(-1) ?? page;
  await last.goto(fake.url + sessionPath(session.key));
  await expect(last.getByText('All is well.')).toBeVisible();
  await last.getByRole('button', { name: 'Yes', exact: true }).click();
  await expect(page.getByText(/^queued/).first()).toBeVisible();
  fake.change(session.key, { requests: [], status: { ...session.status, value: 'working' } });
  for (const one of windows) await expect(one.locator('[data-request=r]')).toHaveCount(0);

  for (const one of windows.slice(0, -1)) await one.close();
  fake.change(session.key, { title: 'The last one still follows' });
  await expect(last.getByText('The last one still follows').first()).toBeVisible();
  await last.close();
  await expect.poll(() => fake.openStreams).toBe(0);
});

test('all windows see the server go, come back, and throw them out', async ({ page, fake, enter }) => {
  fake.put(session);
  await enter();
  const windows = [page, ...(await openWindows(page, fake.url, 2))];
  await fake.stop();
  for (const one of windows) await one.locator('[data-connection=reconnecting]').waitFor();
  fake.change(session.key, { title: 'Told to all' });
  await fake.start();
  for (const one of windows) await expect(one.getByRole('link', { name: 'Told to all' })).toBeVisible();
  fake.throwEverybodyOut();
  for (const one of windows)
    await expect(one.getByRole('heading', { name: 'This browser is not connected to AMC yet' })).toBeVisible();
  await page.goto(fake.loginUrl());
  for (const one of windows) await expect(one.getByRole('link', { name: 'Told to all' })).toBeVisible();
});

test('a worker that the browser ended is missed, and started anew', async ({ page, fake, enter, browser }) => {
  fake.put(session);
  await enter();
  const devtools = await browser.newBrowserCDPSession();
  const { targetInfos } = await devtools.send('Target.getTargets');
  for (const { type, targetId } of targetInfos)
    if (type === 'shared_worker') await devtools.send('Target.closeTarget', { targetId });
  await expect.poll(() => fake.openStreams).toBe(0);
  fake.change(session.key, { title: 'Changed behind its back' });
  // As when somebody comes back to the window; without that it takes half a minute.
  await page.evaluate(`dispatchEvent(new Event('online'))`);
  await expect(page.getByRole('link', { name: 'Changed behind its back' })).toBeVisible();
  expect(fake.openStreams).toBe(1);
});

test('two devices are in step: answered on one, it is answered on the other', async ({
  page,
  fake,
  enter,
  browser,
}) => {
  fake.put(session);
  await enter();
  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const other = await phone.newPage();
  await other.goto(fake.loginUrl());
  await other.locator('[data-connection=live]').waitFor();
  expect(fake.openStreams).toBe(2);
  await other.getByRole('button', { name: 'Yes', exact: true }).click();
  await expect(page.getByText(/^queued/).first()).toBeVisible();
  // Nor can it be answered twice.
  await expect(page.getByRole('button', { name: 'Yes', exact: true }).and(page.locator(':enabled'))).toHaveCount(0);
  fake.change(session.key, { requests: [], status: { ...session.status, value: 'working' } });
  for (const one of [page, other]) await expect(one.locator('[data-request=r]')).toHaveCount(0);
  await phone.close();
});

test('what is chosen for this browser holds in all its windows', async ({ page, fake, enter }) => {
  await enter();
  const [other = page] = await openWindows(page, fake.url, 1);
  await page.evaluate(`localStorage.setItem('amc.theme', 'dark')`);
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a browser without shared workers follows the stream by itself', async ({ page, fake, enter }) => {
  await page.addInitScript('delete globalThis.SharedWorker');
  fake.put(session);
  await enter();
  fake.change(session.key, { title: 'Alone' });
  await expect(page.getByRole('link', { name: 'Alone' })).toBeVisible();
  await page.goto(`${fake.url}/`);
  await expect(page.getByRole('link', { name: 'Alone' })).toBeVisible();
});

async function openWindows(page: Page, url: string, count: number): Promise<Page[]> {
  const windows: Page[] = [];
  for (let n = 0; n < count; n += 1) {
    const opened = await page.context().newPage();
    await opened.goto(url);
    await opened.locator('[data-connection=live]').waitFor();
    windows.push(opened);
  }
  return windows;
}
