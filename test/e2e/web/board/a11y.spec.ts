import { barriers } from '../barriers.ts';
import { expect, test } from '../fixtures.ts';
import { lived } from './many.ts';
import { takeMarks } from './marking.ts';

/** Around a menu: guards pass the focus on at once, it never rests there. And it stands beside the landmarks, above all. */
const WITH_MENU = { without: '[data-base-ui-focus-guard]', exceptRule: 'region' };

test('rows, cards, menus and toasts have no barrier that can be found by rule', async ({ page, fake, enter }) => {
  takeMarks(fake);
  for (const session of lived()) fake.put(session);
  await enter('/?by=project&agent=claude');
  await page.keyboard.press('j');
  await page.keyboard.press('p');
  expect(await barriers(page, WITH_MENU)).toEqual([]);
  await page.keyboard.press('v');
  await page.locator('.session-card').first().waitFor();
  await page.getByRole('link', { name: 'Retry budget for webhooks' }).focus();
  await page.keyboard.press('e');
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).waitFor();
  expect(await barriers(page, WITH_MENU)).toEqual([]);
  await page.keyboard.press('s');
  await page.getByRole('menuitem', { name: /^15 minutes/ }).waitFor();
  expect(await barriers(page, WITH_MENU)).toEqual([]);
});
