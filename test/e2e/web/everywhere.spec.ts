import type { Page } from '@playwright/test';
import { sessionPath } from '../../../src/web/lib/session-path.ts';
import { barriers } from './barriers.ts';
import { expect, test } from './fixtures.ts';
import { offered } from './demo-control.ts';
import { fillWorld, PLACES } from './whole-world.ts';

test.describe.configure({ timeout: 120_000 });
// Who wants no motion sees none; and nothing is measured half way.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeEach(({ fake }) => fillWorld(fake));

for (const place of PLACES) {
  test(`${place}: named, still, without barriers, on any screen, in the colours of the system`, async ({
    page,
    enter,
  }) => {
    await enter(place);
    await settled(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    if (place !== '/') await expect(page).toHaveTitle(/\S.* · AMC$/);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    expect(await page.evaluate(MOVING), 'moves').toEqual([]);
    if (place === '/') await page.getByRole('button', { name: /ended$/ }).click();
    expect(await barriers(page)).toEqual([]);
    for (const viewport of [AT_320, SMALL_LAPTOP_AT_200_PERCENT]) {
      await page.setViewportSize(viewport);
      expect(await page.evaluate(TOO_WIDE), `${viewport.width} px wide`).toEqual([]);
    }
    await page.emulateMedia({ forcedColors: 'active' });
    for (let step = 0; step < 2; step += 1) await page.keyboard.press('Tab');
    expect(await page.evaluate(WITHOUT_RING), 'no ring around what has the focus').toEqual([]);
  });
}

test('what lies above a place has no barrier either', async ({ page, enter }) => {
  await enter(sessionPath(offered.key));
  await settled(page);
  for (const keys of ['?', 'Control+k']) {
    await page.keyboard.press(keys);
    const dialog = page.getByRole('dialog').first();
    await dialog.waitFor();
    expect(await barriers(page), keys).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
  await page.locator('[popovertarget=health]').click();
  expect(await barriers(page), 'health').toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('m');
  expect(await barriers(page), 'menu').toEqual([]);
});

const AT_320 = { width: 320, height: 640 };
const SMALL_LAPTOP_AT_200_PERCENT = { width: 640, height: 360 };

async function settled(page: Page): Promise<void> {
  await page.locator('#main :is(h1, h2)').first().waitFor({ state: 'attached' });
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await page.evaluate('document.fonts.ready.then(() => undefined)');
}

const MOVING = `document.getAnimations().map(({ playState, effect }) => playState + ' ' + effect.target.className)`;

/** What sticks out at the right, where the page can be scrolled there. */
const TOO_WIDE = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))).then(() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll('main *, header *')]
    .filter((element) => element.getBoundingClientRect().right > room + 1)
    .slice(-3)
    .map((element) => 'sticks out: ' + element.outerHTML.slice(0, 160));
})`;

/** Of a row the whole row may have it. */
const WITHOUT_RING = `(() => {
  const focused = document.activeElement;
  const rings = [focused, focused.closest('[data-row]') ?? focused].map((element) => getComputedStyle(element));
  return rings.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1)
    ? []
    : [focused.outerHTML.slice(0, 120)];
})()`;
