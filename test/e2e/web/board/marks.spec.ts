import type { Page } from '@playwright/test';
import { makeSession, MINUTE, permission } from '../../../helpers/make-session.ts';
import { expect, test } from '../fixtures.ts';
import { takeMarks } from './marking.ts';

const idle = (id: string, minutes: number) =>
  makeSession({ id, title: `Idle ${id}`, value: 'idle', for: minutes * MINUTE });
const sessions = [idle('a', 1), idle('b', 2), idle('c', 3)];
const titles = (page: Page) => page.locator('[data-group=idle] [data-row-link]');
/** On to the next row, once there are rows. */
const step = async (page: Page): Promise<void> => {
  await page.locator('[data-row-link]').first().waitFor();
  await page.keyboard.press('j');
};
const menuOf = async (page: Page, title: string): Promise<void> => {
  await page.getByRole('link', { name: title }).hover();
  await page.getByRole('button', { name: `More about ${title}` }).click();
};

test.beforeEach(({ fake }) => {
  for (const session of sessions) fake.put(session);
});

test('what is hidden can be had back, and the focus goes on to the next row', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  const taken = takeMarks(fake);
  await enter();
  await step(page);
  await page.keyboard.press('e');
  await expect(titles(page)).toHaveText(['Idle b', 'Idle c']);
  await expect(page.getByRole('link', { name: 'Idle b' })).toBeFocused();
  const told = page.getByRole('status').filter({ hasText: '“Idle a” hidden' });
  await told.getByRole('button', { name: 'Undo' }).click();
  await expect(titles(page)).toHaveText(['Idle a', 'Idle b', 'Idle c']);
  await expect(told).toHaveCount(0);
  expect(taken.map(({ change }) => change)).toEqual([{ dismissed: true }, { dismissed: false }]);
  expect(offences).toEqual([]);
});

test('z takes back what was marked last, whatever it was, but not while somebody writes', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  const taken = takeMarks(fake);
  await enter();
  await step(page);
  await page.keyboard.press('p');
  await expect.poll(() => taken.length).toBe(1);
  await page.keyboard.press('e');
  await expect(page.getByRole('status').filter({ hasText: '“Idle a” hidden' })).toBeVisible();
  await page.keyboard.press('f');
  await page.keyboard.press('z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Escape');
  expect(taken).toHaveLength(2);
  await page.keyboard.press('z');
  await expect(page.getByRole('status').filter({ hasText: '“Idle a” as before' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: '“Idle a” hidden' })).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect
    .poll(() => taken.map(({ change }) => change))
    .toEqual([{ pinned: true }, { dismissed: true }, { dismissed: false }, { pinned: false }]);
  await page.keyboard.press('z');
  expect(taken).toHaveLength(4);
  expect(offences).toEqual([]);
});

test('what works cannot be hidden: it says so, and nothing is sent', async ({ page, fake, enter }) => {
  const taken = takeMarks(fake);
  for (const { key } of sessions) fake.remove(key);
  fake.put(makeSession({ id: 'w', title: 'Works' }));
  await enter();
  await step(page);
  await page.keyboard.press('e');
  await expect(page.getByRole('status').filter({ hasText: 'cannot be hidden' })).toBeVisible();
  await page.keyboard.press('Escape');
  await menuOf(page, 'Works');
  await expect(page.getByRole('menuitem', { name: 'Hide until it does something' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  expect(taken).toEqual([]);
});

test('a pinned row is first, by key and by menu, and keeps the focus', async ({ page, fake, enter, offences }) => {
  takeMarks(fake);
  await enter();
  for (let row = 0; row < 3; row += 1) await step(page);
  await page.keyboard.press('p');
  await expect(titles(page)).toHaveText(['Idle c', 'Idle a', 'Idle b']);
  await expect(page.getByRole('link', { name: 'Idle c' })).toBeFocused();
  await expect(
    page.getByRole('listitem').filter({ hasText: 'Idle c' }).getByRole('img', { name: 'pinned' }),
  ).toBeVisible();
  await menuOf(page, 'Idle c');
  await page.getByRole('menuitem', { name: 'Unpin' }).click();
  await expect(titles(page)).toHaveText(['Idle a', 'Idle b', 'Idle c']);
  expect(offences).toEqual([]);
});

test('a name in AMC is shown instead of its title, is found, and taken off again', async ({ page, fake, enter }) => {
  const taken = takeMarks(fake);
  await enter();
  await step(page);
  await page.keyboard.press('R');
  const field = page.getByRole('textbox', { name: 'Name in AMC' });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('Idle a');
  await page.keyboard.type('Release notes');
  await page.keyboard.press('Enter');
  await expect(titles(page).first()).toHaveText('Release notes');
  await expect(page.getByRole('link', { name: 'Release notes' })).toBeFocused();
  await page.getByRole('searchbox').fill('release');
  await expect(page.locator('[data-row]')).toHaveCount(1);
  await page.getByRole('searchbox').fill('');
  await page.getByRole('link', { name: 'Release notes' }).focus();
  await page.keyboard.press('R');
  await page.getByRole('button', { name: 'Use its own title' }).click();
  await expect(titles(page).first()).toHaveText('Idle a');
  expect(taken.map(({ change }) => change)).toEqual([{ name: 'Release notes' }, { name: null }]);
});

test('a colour has a name and a shape, and the board can be narrowed to it', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  takeMarks(fake);
  await enter();
  await menuOf(page, 'Idle b');
  await page.getByRole('menuitem', { name: 'Colour' }).press('ArrowRight');
  await page.getByRole('menuitemradio', { name: 'Cyan' }).click();
  await expect(
    page.getByRole('listitem').filter({ hasText: 'Idle b' }).getByRole('img', { name: 'Cyan' }),
  ).toBeVisible();
  await page.getByRole('navigation', { name: 'Colours' }).getByRole('button', { name: /Cyan/ }).click();
  await expect(page.locator('[data-row]')).toHaveCount(1);
  await expect(page).toHaveURL(/\?colour=cyan$/);
  expect(offences).toEqual([]);
});

test('snoozed out of the way by keys, back when its time is over or when it asks something new', async ({
  page,
  fake,
  enter,
}) => {
  const taken = takeMarks(fake);
  await enter();
  await step(page);
  await page.keyboard.press('s');
  await expect(page.getByRole('menuitem', { name: /^15 minutes/ })).toBeFocused();
  // Letters choose in the menu; the page behind it does not hear them.
  await page.keyboard.press('h');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(titles(page)).toHaveText(['Idle b', 'Idle c']);
  await expect(page).toHaveURL(`${fake.url}/`);
  await expect(page.getByRole('status').filter({ hasText: '“Idle a” snoozed until' })).toBeVisible();
  const until = taken[0]?.change.snoozedUntil ?? 0;
  expect(Math.abs(until - Date.now() - 60 * MINUTE)).toBeLessThan(MINUTE);
  await page.getByRole('button', { name: 'Show 1 snoozed' }).click();
  await expect(page.locator('[data-group=snoozed] [data-row]')).toContainText(/until \d\d:\d\d/);

  const [asleep] = sessions;
  const { marks: _, ...awake } = fake.sessions.get(asleep!.key)!;
  fake.put({ ...awake, requests: [permission({ id: 'r', command: 'make release' })] });
  await expect(page.locator('[data-group=needs] [data-row]')).toContainText('make release');
  await expect(page.locator('[data-group=snoozed]')).toHaveCount(0);
});

test('what is snoozed does not count as needing somebody', async ({ page, fake, enter }) => {
  const asks = { requests: [permission({ id: 'r', command: 'make release' })] };
  fake.put({ ...sessions[0]!, ...asks, marks: { snoozedUntil: Date.now() + 9 * MINUTE } });
  await enter();
  await expect(page.locator('[data-group=idle] [data-row]')).toHaveCount(2);
  await expect(page.locator('[data-group=needs]')).toHaveCount(0);
  await expect(page).toHaveTitle('AMC');
});

test('all that are chosen at once, by keys and by buttons', async ({ page, fake, enter }) => {
  const taken = takeMarks(fake);
  await enter();
  for (const title of ['Idle a', 'Idle b']) {
    await page.getByRole('link', { name: title }).focus();
    await page.keyboard.press('x');
  }
  const bar = page.locator('[data-bulk-bar]');
  await bar.getByRole('button', { name: 'Pin' }).click();
  await expect(bar.getByRole('button', { name: 'Unpin' })).toBeVisible();
  await page.getByRole('link', { name: 'Idle c' }).focus();
  await page.keyboard.press('e');
  await expect(titles(page)).toHaveText(['Idle c']);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(titles(page)).toHaveText(['Idle a', 'Idle b', 'Idle c']);
  expect(taken.map(({ key }) => key)).toEqual(Array.from({ length: 3 }, () => ['claude:a', 'claude:b']).flat());
});

test('what the server refuses is told', async ({ page, enter }) => {
  await enter();
  await step(page);
  await page.keyboard.press('p');
  await expect(page.getByRole('status').filter({ hasText: /^Not done: / })).toBeVisible();
  await expect(titles(page)).toHaveText(['Idle a', 'Idle b', 'Idle c']);
});

test('no key marks anything before a row was chosen, nor from a field', async ({ page, fake, enter }) => {
  const taken = takeMarks(fake);
  await enter();
  for (const key of ['p', 'e', 's', 'R']) await page.keyboard.press(key);
  await page.keyboard.press('f');
  await page.keyboard.type('peR');
  await expect(page.getByRole('searchbox')).toHaveValue('peR');
  await expect(page.getByRole('menu')).toHaveCount(0);
  expect(taken).toEqual([]);
});
