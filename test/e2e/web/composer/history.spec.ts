import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import { makeSession } from '../../../helpers/make-session.ts';
import { expect, test } from '../fixtures.ts';
import { caret, completing, field, menu } from './completing.ts';

const session = makeSession({ id: 'c1', title: 'Refactor the queue', place: 'tmux work:1.0', value: 'idle' });
const prompt = (id: string, text: string, at: number) => ({ id, kind: 'prompt', text, at, images: 0 }) as const;
const NOW = Date.now();

test.beforeEach(async ({ page, fake, enter }) => {
  completing(fake, ['/', '@']);
  fake.put(session);
  fake.conversations.set(session.key, [
    prompt('1', 'the first', NOW - 60_000),
    { id: '2', kind: 'reply', text: 'a reply', at: NOW - 50_000 },
    prompt('3', 'the second\nin two lines', NOW - 40_000),
  ]);
  await enter(sessionPath(session.key));
  await page.getByText('the first').waitFor();
  await field(page).focus();
});

test('up goes back from the beginning of the text only, down forth and past the newest to the draft', async ({
  page,
}) => {
  await field(page).fill('a draft');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('a draft');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('the second\nin two lines');
  expect(await caret(page)).toEqual([0, 0]);
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('the first');
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('the first');
  await page.keyboard.press('ArrowDown');
  await expect(field(page)).toHaveValue('the second\nin two lines');
  await page.keyboard.press('ArrowDown');
  await expect(field(page)).toHaveValue('a draft');
  expect(await caret(page)).toEqual([7, 7]);
});

test('down is a key of the text while nothing was called back', async ({ page }) => {
  await field(page).fill('one\ntwo');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowDown');
  await expect(field(page)).toHaveValue('one\ntwo');
  expect(await caret(page)).toEqual([4, 4]);
});

test('what is changed is the draft, and the next time begins at the newest', async ({ page }) => {
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('the first');
  await page.keyboard.type('again: ');
  await expect(field(page)).toHaveValue('again: the first');
  await page.keyboard.press('ArrowDown');
  await expect(field(page)).toHaveValue('again: the first');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('the second\nin two lines');
  await page.reload();
  await expect(field(page)).toHaveValue('again: the first');
});

test('a draft under an earlier prompt that is changed is called back, and stands there again when that is sent', async ({
  page,
  fake,
}) => {
  await field(page).fill('a long draft');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.type('again: ');
  await expect(field(page)).toHaveValue('again: the first');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('a long draft');
  await page.keyboard.press('ArrowDown');
  await expect(field(page)).toHaveValue('again: the first');
  await page.reload();
  await page.getByText('the first', { exact: true }).waitFor();
  await field(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-delivery]')).toBeVisible();
  await expect(field(page)).toHaveValue('a long draft');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('again: the first');
  expect(fake.commands.map(({ action }) => action)).toEqual([{ type: 'prompt', text: 'again: the first' }]);
});

test('what was sent is the newest; a draft under it is still there', async ({ page, fake }) => {
  await field(page).fill('a draft');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-delivery]')).toBeVisible();
  expect(fake.commands.map(({ action }) => action)).toEqual([{ type: 'prompt', text: 'the first' }]);
  await expect(field(page)).toHaveValue('a draft');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('the first');
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('the second\nin two lines');
});

test('a list that changes under the hand leads nobody astray', async ({ page, fake }) => {
  await page.keyboard.press('ArrowUp');
  fake.say(session.key, prompt('4', 'the third, from a terminal', NOW));
  await expect(page.getByText('the third, from a terminal')).toBeVisible();
  await expect(field(page)).toHaveValue('the second\nin two lines');
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('the first');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(field(page)).toHaveValue('the third, from a terminal');
});

test('while the menu is open the arrow keys are its own', async ({ page }) => {
  await page.keyboard.type('/');
  await expect(menu(page)).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('/');
});
