import type { Page } from '@playwright/test';
import { barriers } from './barriers.ts';
import { expect, test } from './fixtures.ts';
import { offered } from './demo-control.ts';
import { fillWorld, PLACES } from './whole-world.ts';

test.describe.configure({ timeout: 180_000 });

test.beforeEach(({ fake }) => fillWorld(fake));

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`no place has a barrier that can be found by rule, ${colorScheme}`, async ({ page, fake, enter }) => {
      await enter();
      const found = await everywhere(page, fake.url, () => barriers(page));
      expect(found).toEqual([]);
    });

    test(`nor has what lies above the board or a session, ${colorScheme}`, async ({ page, fake, enter }) => {
      await enter();
      const found: string[] = [];
      for (const keys of ['?', 'A', 'Control+k']) {
        await page.keyboard.press(keys);
        const dialog = page.getByRole('dialog').first();
        if (!(await appears(dialog))) continue;
        found.push(...(await barriers(page)).map((barrier) => `${keys}: ${barrier}`));
        await page.keyboard.press('Escape');
        await expect(dialog).toBeHidden();
      }
      await page.locator('[popovertarget=health]').click();
      found.push(...(await barriers(page)).map((barrier) => `health: ${barrier}`));
      await goTo(page, fake.url, `/s/${encodeURIComponent(offered.key)}`);
      await page.keyboard.press('m');
      found.push(...(await barriers(page)).map((barrier) => `menu: ${barrier}`));
      expect(found).toEqual([]);
    });
  });
}

test('every place says what it is: its title, one main heading, its language', async ({ page, fake, enter }) => {
  await enter();
  const found = await everywhere(page, fake.url, async (place) => {
    await expect(page.getByRole('heading', { level: 1 }), place).toHaveCount(1);
    if (place !== '/') await expect(page, place).toHaveTitle(/\S.* · AMC$/);
    return (await page.locator('html').getAttribute('lang')) === 'en' ? [] : ['no language'];
  });
  expect(found).toEqual([]);
});

for (const [name, viewport] of [
  ['at 320 px', { width: 320, height: 640 }],
  ['at 200 % of a small laptop', { width: 640, height: 360 }],
] as const) {
  test(`nothing has to be scrolled sideways ${name}`, async ({ page, fake, enter }) => {
    await page.setViewportSize(viewport);
    await enter();
    expect(await everywhere(page, fake.url, () => tooWide(page))).toEqual([]);
  });
}

test('who wants no motion sees none', async ({ page, fake, enter }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await enter();
  const moving = (): Promise<string[]> =>
    page.evaluate(`document.getAnimations().map(({ playState, effect }) => playState + ' ' + effect.target.className)`);
  expect(await everywhere(page, fake.url, moving)).toEqual([]);
});

test('with the colours of the system every state still has its word and the focus its ring', async ({
  page,
  fake,
  enter,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await enter();
  const found = await everywhere(page, fake.url, async () => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    return page.evaluate(`(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      return outlineStyle === 'none' || parseFloat(outlineWidth) < 1 ? [document.activeElement.outerHTML.slice(0, 120)] : [];
    })()`);
  });
  expect(found).toEqual([]);
});

/** Goes through all places; what is found in one is named after it. */
async function everywhere(page: Page, url: string, look: (place: string) => Promise<string[]>): Promise<string[]> {
  const found: string[] = [];
  for (const place of PLACES) {
    await goTo(page, url, place);
    found.push(...(await look(place)).map((one) => `${place}: ${one}`));
  }
  return found;
}

async function goTo(page: Page, url: string, place: string): Promise<void> {
  await page.goto(url + place);
  await page.locator('[data-connection=live]').waitFor();
  await page.locator('#main :is(h1, h2)').first().waitFor({ state: 'attached' });
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await page.evaluate('document.fonts.ready.then(() => undefined)');
}

async function appears(locator: ReturnType<Page['locator']>): Promise<boolean> {
  return locator.waitFor({ timeout: 3_000 }).then(
    () => true,
    () => false,
  );
}

/** What sticks out at the right, where the page can be scrolled there. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.querySelectorAll('main *, header *')]
      .filter((element) => element.getBoundingClientRect().right > room + 1)
      .slice(-3)
      .map((element) => 'sticks out: ' + element.outerHTML.slice(0, 160));
  })()`);
}
