import { barriers } from '../barriers.ts';
import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import { expect, test } from '../fixtures.ts';
import { put, session } from './scene.ts';

const path = sessionPath(session.key);

test('the panels have no barrier that can be found by rule', async ({ page, fake, enter }) => {
  put(fake);
  await enter(`${path}?panel=timeline`);
  await page.getByRole('slider').waitFor();
  expect(await barriers(page)).toEqual([]);
  for (const [name, shows] of [
    ['Files', 'src/old.ts'],
    ['Usage', 'By whom'],
    ['Commands', 'Commands of all sessions'],
  ] as const) {
    await page.getByRole('tab', { name }).click();
    await page.getByText(shows).last().waitFor();
    expect(await barriers(page)).toEqual([]);
  }
});

test('nor have finding, the list of turns, and everything opened', async ({ page, fake, enter }) => {
  put(fake);
  await enter(path);
  for (const id of ['shot', 'agent', 'edit', 'run'])
    await page.locator(`[data-conversation] > [data-entry$=" ${id}"] summary`).first().click();
  await page.getByText('Read its conversation here').click();
  await page.getByText('Three callers: statement').waitFor();
  await page.getByRole('button', { name: 'Before and after side by side' }).click();
  await page.locator('[data-look=keyword]').first().waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Shift+F');
  await page.getByRole('textbox', { name: 'Find in this conversation' }).fill('caller');
  await page.getByText(/found$/).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('l');
  await page.getByRole('dialog', { name: 'Turns' }).getByRole('listitem').first().waitFor();
  expect(await barriers(page)).toEqual([]);
});
