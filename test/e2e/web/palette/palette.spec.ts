import type { Page } from '@playwright/test';
import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import { makeSession, permission } from '../../../helpers/make-session.ts';
import { offered } from '../demo-control.ts';
import { demoHits, fillHistory } from '../demo-history.ts';
import { expect, test } from '../fixtures.ts';
import { fill, waiting } from '../inbox/demo-inbox.ts';

const field = (page: Page) => page.getByRole('combobox', { name: 'Find anything' });

async function find(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await field(page).fill(text);
}

const option = (page: Page, name: string | RegExp) => page.getByRole('option', { name });

test('reaches every screen, and remembers it', async ({ page, fake, enter, offences }) => {
  fill(fake, waiting(1));
  await enter();
  await find(page, 'usage');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/usage$/);
  await page.keyboard.press('i');
  await expect(page).toHaveURL(/inbox/);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option')).toHaveText([/Usage/]);
  await page.keyboard.press('Control+k');
  await expect(field(page)).toHaveCount(0);
  await page.goBack();
  await expect(page).toHaveURL(/\/usage$/);
  expect(offences).toEqual([]);
});

test('reaches a session by its project, and a request', async ({ page, fake, enter }) => {
  fill(fake, [offered, ...waiting(2)]);
  await enter();
  await find(page, 'billing lease');
  await expect(option(page, /Lease renewal/)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: offered.title })).toBeVisible();
  await find(page, 'make step-1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: /wants to run/ })).toContainText('make step-1');
});

test('from the inbox opens the session’s own menu, and presses nothing there', async ({ page, fake, enter }) => {
  const asks = { ...offered, requests: [permission({ id: 'r-palette', command: 'make' })] };
  fill(fake, [asks]);
  await enter('/inbox');
  await page.locator('button[data-key~=a]:enabled').first().waitFor();
  await find(page, 'compact');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(encodeURIComponent(offered.key)));
  const menu = page.getByRole('dialog', { name: 'Session menu' });
  await expect(menu.getByRole('textbox', { name: /^What to keep in mind/ })).toBeFocused();
  expect(fake.commands).toEqual([]);
});

test('does to the session in view what its page can, also while somebody writes', async ({ page, fake, enter }) => {
  fill(fake, [offered]);
  fake.onCommand = ({ id }) => {
    fake.deliver(id, { state: 'delivering' });
    fake.deliver(id, { state: 'refused', reason: { code: 'busy', message: 'It is busy now.' } });
  };
  await enter(sessionPath(offered.key));
  await page.keyboard.press('c');
  await page.keyboard.type('half a thought');
  await find(page, 'plan first');
  await page.keyboard.press('Enter');
  await expect.poll(() => fake.commands.map(({ action }) => action)).toEqual([{ type: 'mode', mode: 'plan' }]);
  await expect(page.getByRole('region', { name: /Messages/ })).toContainText('It is busy now.');
  await expect(page.getByRole('textbox', { name: /Prompt to/ })).toHaveValue('half a thought');
  await find(page, 'show its terminal');
  await page.keyboard.press('Enter');
  await expect.poll(() => fake.revealed).toEqual([offered.key]);
});

test('what ends something is asked about once more, as on the page', async ({ page, fake, enter }) => {
  fill(fake, [offered]);
  await enter(sessionPath(offered.key));
  await find(page, 'clear');
  await option(page, 'Clear…').click();
  const sure = page.getByRole('button', { name: 'Yes, begin anew' });
  await expect(sure).toBeVisible();
  expect(fake.commands).toHaveLength(0);
  await sure.click();
  await expect.poll(() => fake.commands.map(({ action }) => action.type)).toEqual(['clear']);
});

test('presses what the page has: its keys are found by their names', async ({ page, fake, enter }) => {
  fill(fake, [offered]);
  await enter(sessionPath(offered.key));
  await find(page, 'find in this');
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('searchbox', { name: /Find in this/ }).or(page.getByRole('textbox', { name: /Find in this/ })),
  ).toBeVisible();
});

test('sets what this browser likes', async ({ page, enter }) => {
  await enter();
  await find(page, 'dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('finds older sessions and words in conversations, and looks through all of them', async ({
  page,
  fake,
  enter,
}) => {
  fillHistory(fake, 20);
  fake.onSearch = () => ({ hits: demoHits(), next: null, exhausted: true, tookMs: 1, complete: true });
  await enter();
  await find(page, 'lease');
  await expect(page.getByRole('group', { name: 'Older sessions' }).getByRole('option').first()).toBeVisible();
  await expect(page.getByRole('group', { name: 'In conversations' }).getByRole('option').first()).toBeVisible();
  await option(page, 'Search all conversations for “lease”').click();
  await expect(page).toHaveURL(/\/search\?q=lease$/);
});

test('nothing behind it is decided, and Esc gives the focus back', async ({ page, fake, enter }) => {
  fill(fake, [...waiting(1), makeSession({ id: 'x' })]);
  await enter('/inbox');
  await page.locator('button[data-key~=a]:enabled').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Control+k');
  for (const key of ['a', 'd', '1']) await page.keyboard.press(key);
  await expect(field(page)).toHaveValue('ad1');
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveCount(0);
  expect(fake.commands).toHaveLength(0);
});
