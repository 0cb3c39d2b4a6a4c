import { devices } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { everyKind, fill, waiting } from './demo-inbox.ts';

const { defaultBrowserType: _unused, ...phone } = devices['iPhone 13'] ?? {};
test.use({ ...phone, viewport: { width: 390, height: 844 } });

const SMALL = `[...document.querySelectorAll('button, a[href], summary, input, textarea, select')].filter((e) => { const r = e.getBoundingClientRect(); return r.width > 2 && r.height > 0 && r.height < 43.5 && !e.closest('.prose') && !e.matches('input[type=checkbox], input[type=radio], .sr-only') && e.checkVisibility({ visibilityProperty: true }); }).map((e) => e.outerHTML.slice(0, 120))`;

test('answers with a thumb: buttons at the bottom edge, one after the other', async ({ page, fake, enter }) => {
  fill(fake, waiting(3));
  await enter('/inbox');
  const yes = page.getByRole('button', { name: 'Yes', exact: true });
  for (let index = 0; index < 2; index += 1) {
    await expect(page.getByRole('region', { name: /wants to run/ })).toContainText(`make step-${index}`);
    const box = await yes.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(48);
    expect(box?.y).toBeGreaterThan(844 * 0.6);
    await page.locator('button[data-key~=a]:enabled').waitFor();
    await yes.tap();
  }
  await expect.poll(() => fake.commands.length).toBe(2);
  await expect(page.getByText('1 of 1')).toBeVisible();
});

test('walks by buttons, and through the list of all', async ({ page, fake, enter }) => {
  fill(fake, waiting(3));
  await enter('/inbox');
  await page.getByRole('button', { name: 'Next request' }).tap();
  await expect(page.getByRole('region', { name: /wants to run/ })).toContainText('make step-1');
  await page.getByRole('button', { name: 'All of them' }).tap();
  await page.getByRole('link', { name: /make step-2/ }).tap();
  await expect(page.getByRole('region', { name: /wants to run/ })).toContainText('make step-2');
});

test('every kind fits a phone, and a thumb', async ({ page, fake, enter }) => {
  fill(fake, everyKind());
  await enter('/inbox');
  const next = page.getByRole('button', { name: 'Next request' });
  for (;;) {
    await page.locator('[data-request]').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await page.evaluate(SMALL)).toEqual([]);
    if (await next.isDisabled()) break;
    await next.tap();
  }
});

test('every screen is in the menu', async ({ page, fake, enter }) => {
  fill(fake, waiting(1));
  await enter();
  await page.getByRole('button', { name: 'Menu' }).tap();
  await page.getByRole('link', { name: 'Inbox' }).tap();
  await expect(page).toHaveURL(/\/inbox/);
  await page.getByRole('button', { name: 'Menu' }).tap();
  expect(await page.evaluate(SMALL)).toEqual([]);
  await page.getByRole('link', { name: 'Activity' }).tap();
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible();
});
