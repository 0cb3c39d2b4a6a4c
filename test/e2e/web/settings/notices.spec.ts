import type { Page } from '@playwright/test';
import type { Notice } from '../../../../src/contract/settings.ts';
import { CHROMIUM, QUIET } from '../../../helpers/chromium.ts';
import { makeSession, permission } from '../../../helpers/make-session.ts';
import { expect, test } from '../fixtures.ts';
import { serveSettings } from './demo-settings.ts';

/** Writes down what the browser is asked to show, and lets a test press it. */
const SPY = `
  const Real = Notification;
  window.shownNotices = [];
  window.Notification = class extends Real {
    constructor(title, options) {
      super(title, options);
      const entry = { title, body: options.body, silent: options.silent, closed: false, press: () => this.dispatchEvent(new Event('click')) };
      window.shownNotices.push(entry);
      const close = this.close.bind(this);
      this.close = () => { entry.closed = true; close(); };
    }
  };
`;

const session = makeSession({
  id: 's1',
  title: 'Publish 2.4',
  value: 'needs_attention',
  requests: [permission({ id: 'r1', command: 'npm publish\u202e --tag next' })],
});
let told = 0;
const notice = (parts: Partial<Notice> = {}): Notice => ({
  id: `n${(told += 1)}`,
  at: Date.now(),
  about: 'needs_you',
  sessionKey: session.key,
  title: 'ledger needs you',
  body: 'server words',
  show: true,
  sound: false,
  ...parts,
});
const shown = (page: Page) =>
  page.evaluate(
    'window.shownNotices.map(({ title, body, silent, closed }) => ({ title, body, silent, closed }))',
  ) as Promise<{ title: string; body: string; silent: boolean; closed: boolean }[]>;

// A browser without windows shows no notices.
test.use({ launchOptions: { executablePath: CHROMIUM, args: QUIET } });

test.beforeEach(async ({ context, fake }) => {
  await context.addInitScript({ content: SPY });
  serveSettings(fake);
  fake.put(session);
});

test.describe('allowed', () => {
  test.beforeEach(({ context }) => context.grantPermissions(['notifications']));

  test('a notice is shown once, leads to its session, and goes when it is over', async ({
    page,
    fake,
    enter,
    offences,
  }) => {
    await enter('/settings');
    await expect(page.getByText('Allowed. Notifications appear here.')).toBeVisible();
    await bellTaken(page);
    const first = notice();
    fake.publish({ type: 'notice', notice: first });
    fake.publish({ type: 'notice', notice: first });
    await expect
      .poll(() => shown(page))
      .toEqual([
        {
          title: 'ledger wants to run',
          body: 'npm publish[U+202E] --tag next\nPublish 2.4',
          silent: true,
          closed: false,
        },
      ]);
    await page.evaluate('window.shownNotices[0].press()');
    await expect(page).toHaveURL(/\/s\/claude%3As1/);
    expect(await shown(page)).toMatchObject([{ closed: true }]);

    fake.publish({ type: 'notice', notice: notice() });
    await expect.poll(() => shown(page)).toHaveLength(2);
    fake.put({ ...session, requests: [], status: { ...session.status, value: 'working' } });
    await expect.poll(async () => (await shown(page))[1]?.closed).toBe(true);
    expect(offences).toEqual([]);
  });

  test('of two windows one shows it; when that closes, the other one does', async ({ page, context, fake, enter }) => {
    await enter();
    await bellTaken(page);
    const other = await context.newPage();
    await other.goto(fake.url);
    await other.locator('[data-connection=live]').waitFor();
    await expect.poll(() => other.evaluate('navigator.locks.query().then(({ pending }) => pending.length)')).toBe(1);
    fake.publish({ type: 'notice', notice: notice() });
    await expect.poll(() => shown(page)).toHaveLength(1);
    // Both have had the event: what comes after it is drawn in both.
    fake.put(makeSession({ id: 's2', title: 'Came later' }));
    await other.getByText('Came later').first().waitFor();
    expect(await shown(other)).toEqual([]);

    await page.close();
    await expect.poll(() => other.evaluate('navigator.locks.query().then(({ held }) => held.length)')).toBe(1);
    await expect.poll(() => other.evaluate('navigator.locks.query().then(({ pending }) => pending.length)')).toBe(0);
    fake.publish({ type: 'notice', notice: notice() });
    await expect.poll(() => shown(other)).toHaveLength(1);
  });

  test('nothing is shown that is old, only sounds, or is switched off here', async ({ page, fake, enter }) => {
    await enter('/settings');
    await bellTaken(page);
    fake.publish({ type: 'notice', notice: notice({ at: Date.now() - 120_000 }) });
    fake.publish({ type: 'notice', notice: notice({ show: false, sound: true }) });
    await page.getByRole('switch', { name: 'Show notifications in this browser' }).uncheck();
    fake.publish({ type: 'notice', notice: notice() });
    await expect(page.getByText('Allowed, and switched off here.')).toBeVisible();
    await page.getByRole('switch', { name: 'Show notifications in this browser' }).check();
    fake.publish({
      type: 'notice',
      notice: notice({ about: 'trouble', title: 'AMC cannot see everything', body: 'tmux' }),
    });
    await expect.poll(() => shown(page)).toMatchObject([{ title: 'AMC cannot see everything' }]);
  });

  test('one can be tried', async ({ page, enter }) => {
    await enter('/settings');
    await page.getByRole('button', { name: 'Show one' }).click();
    expect(await shown(page)).toMatchObject([{ title: 'This is how AMC tells you' }]);
  });
});

test('nothing is shown before it was allowed, and only a press asks', async ({ page, context, fake, enter }) => {
  await context.addInitScript({
    content: `window.asked = 0; Notification.requestPermission = async () => { window.asked += 1; return 'denied'; };
      Object.defineProperty(Notification, 'permission', { get: () => (window.asked > 0 ? 'denied' : 'default') });`,
  });
  await enter('/settings');
  await bellTaken(page);
  fake.publish({ type: 'notice', notice: notice() });
  await page.getByText('It has not been asked yet.').waitFor();
  expect(await page.evaluate('window.asked')).toBe(0);
  await page.getByRole('button', { name: 'Allow notifications' }).click();
  await expect(page.getByText('It blocks notifications of this page.')).toBeVisible();
  expect(await page.evaluate('window.asked')).toBe(1);
  expect(await shown(page)).toEqual([]);
});

test('the tab says how many need somebody, and when it does not know', async ({ page, fake, enter }) => {
  await enter();
  const icon = async () => decodeURIComponent((await page.locator('link[rel=icon]').getAttribute('href')) ?? '');
  await expect.poll(icon).toContain('>1</text>');
  await expect(page).toHaveTitle(/^\(1\)/);
  fake.put({ ...session, requests: [], status: { ...session.status, value: 'idle' } });
  await expect.poll(icon).not.toContain('</text>');
  await fake.stop();
  await expect.poll(icon).toContain('stroke-dasharray');
  await fake.start();
});

test('a page tells that somebody looks, and that nobody does any more', async ({ page, fake, enter }) => {
  const told: unknown[] = [];
  fake.answers.set('attention', ({ body }) => {
    told.push((body as { looking: boolean }).looking);
    return { ok: true };
  });
  await enter();
  await page.mouse.move(200, 200);
  await expect.poll(() => told.at(-1)).toBe(true);
  await page.evaluate(`Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));`);
  await expect.poll(() => told.at(-1)).toBe(false);
  const { length } = told;
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
  await page.getByRole('link', { name: 'Search' }).first().click();
  expect(told).toHaveLength(length);
});

/** The window that rings has the lock. */
async function bellTaken(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(
        'navigator.locks.query().then(({ held }) => held.filter(({ name }) => name === "amc.bell").length)',
      ),
    )
    .toBe(1);
}
