import { sessionPath } from '../../../src/web/lib/session-path.ts';
import { barriers } from './barriers.ts';
import {
  alikeSessions,
  asksInProse,
  auditLog,
  crowded,
  formed,
  limited,
  linked,
  offered,
  outOfLimit,
  outOfReach,
  trusting,
} from './demo-control.ts';
import { expect, test } from './fixtures.ts';

test('nothing that asks has a barrier that can be found by rule', async ({ page, fake, enter }) => {
  for (const session of [crowded, formed, linked, trusting, asksInProse, outOfLimit, outOfReach, ...alikeSessions()])
    fake.put(session);
  await enter();
  await page.locator('[data-request=r-trust] pre').waitFor();
  await page.getByRole('checkbox', { name: /^Choose Clean/ }).dispatchEvent('click');
  await page.locator('[data-bulk-bar]').waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('A');
  await page.getByRole('dialog').getByRole('checkbox').first().waitFor();
  expect(await barriers(page)).toEqual([]);
});

test('nor has a form, nor the way out where nothing can go', async ({ page, fake, enter }) => {
  fake.put(formed);
  fake.put(outOfReach);
  await enter(sessionPath(formed.key));
  await page.getByRole('textbox', { name: 'Tell' }).fill('x');
  await page.getByRole('button', { name: 'Send', exact: true }).first().click();
  expect(await barriers(page)).toEqual([]);
  await page.goto(fake.url + sessionPath(outOfReach.key));
  await page.locator('[data-request=r-bare]').waitFor();
  expect(await barriers(page)).toEqual([]);
});

test('nor have composer, menus and log', async ({ page, fake, enter }) => {
  fake.put({
    ...offered,
    offers: [...limited.offers.slice(0, 1), ...offered.offers.slice(1, 5), ...limited.offers.slice(6)],
  });
  fake.audited.push(...auditLog());
  await enter(sessionPath(offered.key));
  await page.getByRole('textbox', { name: /^Prompt to/ }).fill('x');
  await page.getByRole('button', { name: 'When to send' }).click();
  await page.getByRole('button', { name: 'Send after this turn' }).click();
  await page.locator('[data-kept]').waitFor();
  await page.getByRole('button', { name: 'Session menu' }).click();
  await page.locator('[data-offer=model] button').click();
  expect(await barriers(page)).toEqual([]);
  await page.goto(`${fake.url}/audit`);
  await page.locator('[data-audit=confirmed]').first().getByRole('button').click();
  expect(await barriers(page)).toEqual([]);
});
