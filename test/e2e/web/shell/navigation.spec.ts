import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import { makeSession } from '../../../helpers/make-session.ts';
import { fillHistory } from '../demo-history.ts';
import { expect, test } from '../fixtures.ts';
import { fill, waiting } from '../inbox/demo-inbox.ts';

const SCREENS = [
  ['i', '/inbox', /^\(2\) Inbox · AMC$/],
  ['h', '/history', /^\(2\) All sessions · AMC$/],
  ['U', '/usage', /^\(2\) Usage · AMC$/],
  ['u', '/audit', /^\(2\) Activity · AMC$/],
  [',', '/settings', /^\(2\) Settings · AMC$/],
  ['H', '/health', /^\(2\) .+ · AMC$/],
  ['/', '/search', /^\(2\) Search · AMC$/],
  ['b', '/', /^\(2\) AMC$/],
] as const;

test('every screen by its key, with a title; back and forward through all of them', async ({ page, fake, enter }) => {
  fill(fake, waiting(2));
  await enter();
  for (const [key, path, title] of SCREENS) {
    await page.keyboard.press(key);
    await expect(page).toHaveURL((url) => url.pathname === path);
    await expect(page).toHaveTitle(title);
    // The search has the focus in its field: Esc gives the keys back.
    if (path === '/search') await page.keyboard.press('Escape');
  }
  const visited = SCREENS.map(([, path]) => path);
  for (const path of visited.slice(0, -1).toReversed()) {
    await page.goBack();
    await expect(page).toHaveURL((url) => url.pathname === path);
  }
  for (const path of visited.slice(1)) {
    await page.goForward();
    await expect(page).toHaveURL((url) => url.pathname === path);
  }
});

test('the nav leads everywhere, and says where one is', async ({ page, fake, enter }) => {
  fill(fake, waiting(2));
  await enter();
  const nav = page.getByRole('navigation', { name: 'Everything' });
  await expect(nav.getByRole('link', { name: /^Inbox/ })).toContainText('2');
  for (const name of ['Inbox', 'All sessions', 'Search', 'Usage', 'Activity', 'Board']) {
    await nav.getByRole('link', { name: new RegExp(`^${name}`) }).click();
    await expect(nav.getByRole('link', { name: new RegExp(`^${name}`) })).toHaveAttribute('aria-current', 'page');
  }
  await page.getByRole('link', { name: '2 need you' }).click();
  await expect(page).toHaveURL(/\/inbox/);
});

test('Esc leads back to where somebody came from', async ({ page, fake, enter }) => {
  const session = makeSession({ id: 'one', title: 'One' });
  fill(fake, [session]);
  await enter(sessionPath(session.key));
  await page.getByRole('heading', { name: 'One' }).waitFor();
  await page.keyboard.press('u');
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'One' })).toBeVisible();
});

test('a list is as it was left', async ({ page, fake, enter }) => {
  fillHistory(fake, 60);
  await enter('/history');
  await page.locator('.history-row').nth(40).waitFor();
  await page.evaluate('scrollTo(0, 1400)');
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible();
  expect(await page.evaluate('scrollY')).toBe(0);
  await page.goBack();
  await expect.poll(() => page.evaluate('scrollY')).toBeGreaterThan(1_300);
});

test('an address that leads nowhere says so, and a slash at its end does not matter', async ({ page, enter }) => {
  await enter('/nowhere');
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await expect(page).toHaveTitle('There is no such page · AMC');
  await page.getByRole('link', { name: 'Back to the board' }).click();
  await expect(page.getByRole('heading', { name: 'No agents yet' })).toBeVisible();
  await enter('/audit/');
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible();
  await enter('/s/claude%3Anobody');
  await expect(page.getByRole('heading', { name: 'This session is not known' })).toBeVisible();
  await enter('/inbox?at=gone');
  await expect(page.getByText('is not asked any more')).toBeVisible();
});

test('the map shows every key, by where it works', async ({ page, enter, offences }) => {
  await enter();
  await page.keyboard.press('?');
  const map = page.getByRole('dialog', { name: 'Keyboard' });
  for (const group of [
    'Everywhere',
    'Go to',
    'Lists',
    'On the board',
    'What waits for you',
    'In the inbox',
    'In a session',
  ])
    await expect(map.getByRole('heading', { name: group })).toBeVisible();
  await expect(map.getByRole('term').filter({ hasText: 'Everything, by its name' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(map).toHaveCount(0);
  expect(offences).toEqual([]);
});
