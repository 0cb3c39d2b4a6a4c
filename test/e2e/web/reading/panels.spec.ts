import type { Page } from '@playwright/test';
import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import { newDelivery } from '../../../../src/core/delivery.ts';
import { expect, test } from '../fixtures.ts';
import { put, session, SUBAGENT } from './scene.ts';

const path = sessionPath(session.key);
const panel = (page: Page) => page.getByRole('complementary', { name: /^(Timeline|Files|Usage|Commands)$/ });

test.beforeEach(({ fake }) => put(fake));

test('a panel opens by its key over the session, has an address, and Esc closes only it', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  await enter(path);
  const first = page.locator('[data-conversation] > li').first();
  await first.waitFor();
  const place = await first.boundingBox();
  await page.keyboard.press('Shift+P');
  await expect(panel(page)).toHaveAccessibleName('Timeline');
  await expect(page).toHaveURL(`${fake.url}${path}?panel=timeline`);
  expect(await first.boundingBox()).toEqual(place);
  await expect(page.getByRole('tab', { name: 'Timeline' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(panel(page)).toHaveAccessibleName('Files');
  await expect(page).toHaveURL(`${fake.url}${path}?panel=files`);
  await page.reload();
  await expect(panel(page)).toHaveAccessibleName('Files');
  await page.getByRole('tab', { name: 'Files' }).focus();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(page).toHaveURL(`${fake.url}${path}`);
  // The one that was open last.
  await page.keyboard.press('Shift+P');
  await expect(panel(page)).toHaveAccessibleName('Files');
  await page.keyboard.press('Shift+P');
  await expect(panel(page)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(`${fake.url}/`);
  expect(offences).toEqual([]);
});

test('the timeline says what it did when, to the hand and to the keys', async ({ page, enter, offences }) => {
  await enter(`${path}?panel=timeline`);
  await expect(panel(page).getByRole('row', { name: /Waiting for you/ })).toContainText('8:42');
  const band = panel(page).getByRole('slider');
  await band.focus();
  await page.keyboard.press('Home');
  await expect(band).toHaveAttribute('aria-valuetext', /^Model at work, .*, 1:24$/);
  await page.keyboard.press('ArrowRight');
  await expect(band).toHaveAttribute('aria-valuetext', /^Tools: Bash: npm test -- export, /);
  await band.hover({ position: { x: 2, y: 20 } });
  await expect(panel(page)).toContainText('Model at work, ');
  const long = panel(page).getByText('Long quiet times are shown short.');
  await expect(long).toBeVisible();
  await panel(page).getByRole('button', { name: 'True to time' }).click();
  await expect(long).toHaveCount(0);
  expect(offences).toEqual([]);
});

test('the files lead to where they were edited, also in a subagent', async ({ page, enter, offences }) => {
  await enter(`${path}?panel=files`);
  const rows = panel(page).getByRole('listitem');
  await expect(rows.first()).toContainText('src/export/csv.ts');
  await expect(rows.first()).toContainText('+41');
  await expect(rows.first()).toContainText('−12');
  await expect(panel(page)).toContainText('only the newest part was looked at');
  await expect(rows.last()).toContainText('src/old.ts');
  await rows
    .first()
    .getByRole('button', { name: /^Show where/ })
    .click();
  const edit = page.locator('[data-conversation] > [data-entry$=" edit"]');
  await expect(edit).toBeFocused();
  await expect(edit.getByRole('figure', { name: 'Change to src/export/csv.ts' })).toBeVisible();
  await expect(panel(page)).toBeVisible();
  await rows
    .nth(2)
    .getByRole('button', { name: /^Show where/ })
    .click();
  await expect(page).toHaveURL(new RegExp(`agent=${SUBAGENT}.*panel=files`));
  await expect(panel(page)).toBeVisible();
  expect(offences).toEqual([]);
});

test('usage tells tokens and cost by model and by whom', async ({ page, enter }) => {
  await enter(`${path}?panel=usage`);
  await expect(panel(page)).toContainText('82.4k of 200k tokens, 41 %');
  await expect(panel(page)).toContainText('$8.07');
  await expect(panel(page).getByRole('listitem').filter({ hasText: 'opus-4-5' })).toContainText('$7.42');
  await expect(
    panel(page).getByRole('link', { name: 'Subagent Explore · Find every caller of writeCsv' }),
  ).toBeVisible();
});

test('the commands of the session are there with their receipts', async ({ page, fake, enter }) => {
  const reason = { code: 'busy', message: 'A dialog was open.', next: 'Answer it first.' };
  fake.addCommand({
    id: 'k1',
    sessionKey: session.key,
    action: { type: 'prompt', text: 'run the tests' },
    createdAt: 1,
    delivery: { ...newDelivery(1), state: 'failed', reason },
  });
  await enter(`${path}?panel=commands`);
  const row = panel(page).getByRole('listitem').filter({ hasText: 'run the tests' });
  await row.getByRole('button', { name: /run the tests/ }).click();
  await expect(row).toContainText('A dialog was open.');
});

test('a panel that cannot be read says so, and can be tried again', async ({ page, fake, enter }) => {
  let broken = true;
  await page.route('**/timeline', (route) => (broken ? route.abort() : route.continue()));
  await enter(`${path}?panel=timeline`);
  await expect(panel(page).getByRole('alert')).toContainText('This could not be read');
  broken = false;
  await panel(page).getByRole('button', { name: 'Try again' }).click();
  await expect(panel(page).getByRole('slider')).toBeVisible();
  expect(fake.count('GET', `/api/sessions/${encodeURIComponent(session.key)}/timeline`)).toBeGreaterThan(0);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a panel is a sheet that has the keys, and goes where a file leads to', async ({ page, enter, offences }) => {
    await enter(path);
    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByRole('button', { name: /^Panels:/ }).click();
    const sheet = page.getByRole('dialog', { name: 'Timeline' });
    await expect(sheet).toBeVisible();
    await sheet.getByRole('tab', { name: 'Files' }).click();
    await page.getByRole('button', { name: /^Show where .*csv\.ts/ }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.locator('[data-conversation] > [data-entry$=" edit"]')).toBeInViewport();
    expect(offences).toEqual([]);
  });
});
