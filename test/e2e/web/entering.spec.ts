import { makeSession } from '../../helpers/make-session.ts';
import { expect, test } from './fixtures.ts';

test('a code in the address lets the browser in once and leaves no trace of itself', async ({
  page,
  fake,
  offences,
}) => {
  fake.put(makeSession({ id: 'a', title: 'Found it' }));
  const url = fake.loginUrl();
  await page.goto(url);
  await expect(page.getByRole('link', { name: 'Found it' })).toBeVisible();
  await expect(page).toHaveURL(`${fake.url}/`);
  expect(fake.count('POST', '/api/auth/exchange')).toBe(1);

  await page.reload();
  await expect(page.getByRole('link', { name: 'Found it' })).toBeVisible();
  expect(fake.count('POST', '/api/auth/exchange')).toBe(1);
  expect(offences).toEqual([]);
});

test('a code may come with any page', async ({ page, fake, enter, offences }) => {
  const session = makeSession({ id: 'a', title: 'Straight to it' });
  fake.put(session);
  await enter(`/s/${encodeURIComponent(session.key)}`);
  await expect(page.getByRole('heading', { name: 'Straight to it' })).toBeVisible();
  expect(page.url()).not.toContain('#');
  expect(offences).toEqual([]);
});

test('a stranger is told what to do, and sees nothing', async ({ page, fake }) => {
  fake.put(makeSession({ id: 'a', title: 'Secret plans' }));
  await page.goto(fake.url);
  await expect(page.getByRole('heading', { name: 'This browser is not connected to AMC yet' })).toBeVisible();
  await expect(page.getByText('amc open')).toBeVisible();
  await expect(page.getByText('Secret plans')).toHaveCount(0);
});

test('a used code gets nobody in', async ({ page, fake, browser }) => {
  const url = fake.loginUrl();
  await page.goto(url);
  await page.locator('[data-connection=live]').waitFor();
  const other = await browser.newPage();
  await other.goto(url);
  await expect(other.getByRole('heading', { name: 'This browser is not connected to AMC yet' })).toBeVisible();
  await expect(other).toHaveURL(`${fake.url}/`);
  await other.close();
});

test('whoever is thrown out sees it at once, and is back as soon as another tab is let in', async ({
  page,
  fake,
  enter,
  context,
}) => {
  fake.put(makeSession({ id: 'a', title: 'Work' }));
  await enter();
  fake.throwEverybodyOut();
  await expect(page.getByRole('heading', { name: 'This browser is not connected to AMC yet' })).toBeVisible();
  const other = await context.newPage();
  await other.goto(fake.loginUrl());
  await expect(page.getByRole('link', { name: 'Work' })).toBeVisible();
});
