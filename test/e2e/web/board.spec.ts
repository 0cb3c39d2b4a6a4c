import { fillDemo } from './demo.ts';
import { makeSession, MINUTE, permission } from '../../helpers/make-session.ts';
import { expect, test } from './fixtures.ts';

test('groups sessions by what they need, and says how many need somebody', async ({ page, fake, enter, offences }) => {
  fillDemo(fake);
  await enter();
  await expect(page).toHaveTitle('(3) AMC');
  await expect(page.locator('[data-group=needs] [data-row]')).toHaveCount(3);
  await expect(page.locator('[data-group=working] [data-row]')).toHaveCount(7);
  await expect(page.locator('[data-group=unsure] [data-row]')).toHaveCount(2);
  await expect(page.locator('[data-group=idle] [data-row]')).toHaveCount(8);
  await expect(page.locator('[data-group=ended]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show 10 ended' }).click();
  await expect(page.locator('[data-group=ended] [data-row]')).toHaveCount(10);
  expect(offences).toEqual([]);
});

test('follows every change without a reload', async ({ page, fake, enter, offences }) => {
  const session = makeSession({ id: 'a', title: 'Import', doing: 'Reading a.ts' });
  fake.put(session);
  await enter();
  const row = page.locator(`[data-row="${session.key}"]`);
  await expect(row).toContainText('Reading a.ts');

  fake.change(session.key, { doing: 'Editing b.ts' });
  await expect(row).toContainText('Editing b.ts');

  fake.change(session.key, { requests: [permission({ id: 'r', command: 'make release' })] });
  await expect(page.locator(`[data-group=needs] [data-row="${session.key}"]`)).toContainText('make release');
  await expect(page).toHaveTitle('(1) AMC');

  fake.change(session.key, { requests: [] });
  await expect(page.locator(`[data-group=working] [data-row="${session.key}"]`)).toBeVisible();
  await expect(page).toHaveTitle('AMC');

  fake.remove(session.key);
  await expect(page.getByRole('heading', { name: 'No agents yet' })).toBeVisible();
  expect(offences).toEqual([]);
});

test('rows keep their places while agents work', async ({ page, fake, enter }) => {
  for (const [index, id] of ['a', 'b', 'c'].entries())
    fake.put(makeSession({ id, title: id, for: (index + 1) * MINUTE, doing: 'Starting' }));
  await enter();
  const titles = page.locator('[data-group=working] [data-row-link]');
  await expect(titles).toHaveText(['a', 'b', 'c']);
  const last = makeSession({ id: 'c' });
  fake.change(last.key, { doing: 'Something new', lastActivityAt: Date.now() });
  await expect(page.locator(`[data-row="${last.key}"]`)).toContainText('Something new');
  await expect(titles).toHaveText(['a', 'b', 'c']);
});

test('filters by project and by words, in an address that can be kept', async ({ page, fake, enter }) => {
  fillDemo(fake);
  await enter();
  await page.getByRole('navigation', { name: 'Projects' }).getByRole('button', { name: 'harbor' }).click();
  await expect(page.locator('[data-row]')).toHaveCount(3);
  await page.keyboard.press('f');
  await page.keyboard.type('map codex');
  await expect(page.getByText('No session matches “map codex”.')).toBeVisible();
  await page.getByRole('searchbox').fill('map');
  await expect(page.locator('[data-row]')).toHaveCount(1);
  await page.reload();
  await expect(page.locator('[data-row]')).toHaveCount(1);
  await expect(page).toHaveURL(/project=.*harbor&q=map/);
});

test('shows what AMC cannot see, worst first', async ({ page, fake, enter }) => {
  fillDemo(fake);
  await enter();
  await page.getByRole('button', { name: 'Health: 1 problem' }).click();
  await expect(page.locator('#health li').first()).toContainText('zellij');
  await expect(page.locator('#health li').first()).toContainText('delete-session ops');
  await page.keyboard.press('Escape');
  await expect(page.locator('#health')).toBeHidden();
});

test('the theme is the system’s until one is chosen, and stays chosen', async ({ page, fake, enter, offences }) => {
  fake.put(makeSession({ id: 'a' }));
  await page.emulateMedia({ colorScheme: 'dark' });
  await enter();
  const paper = (): Promise<unknown> => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
  expect(await paper()).toBe('rgb(16, 15, 15)');
  await page.getByRole('button', { name: 'Theme: as the system' }).click();
  expect(await paper()).toBe('rgb(255, 252, 240)');
  await page.reload();
  await page.locator('[data-row]').waitFor();
  expect(await paper()).toBe('rgb(255, 252, 240)');
  expect(offences).toEqual([]);
});
