import type { Page } from '@playwright/test';
import { Settings } from '../../../../src/contract/settings.ts';
import type { FakeServer } from '../../../helpers/fake-server.ts';
import { makeSession, MINUTE } from '../../../helpers/make-session.ts';
import { fillDemo } from '../demo.ts';
import { expect, test } from '../fixtures.ts';
import { lived } from './many.ts';
import { takeMarks } from './marking.ts';

const rows = (page: Page) => page.locator('[data-row]');
const facet = (page: Page, nav: string, name: RegExp) =>
  page.getByRole('navigation', { name: nav }).getByRole('button', { name });

/** Settings as the server keeps them, told to every window. */
function keepSettings(fake: FakeServer): { views: () => Settings['views'] } {
  let kept: Settings = { notifications: { rules: [], targets: [] }, views: [] };
  fake.answers.set('settings', () => kept);
  fake.answers.set('saveSettings', ({ body }) => {
    kept = Settings.parse(body);
    fake.publish({ type: 'settings', settings: kept });
    return kept;
  });
  return { views: () => kept.views };
}

test('narrowed by agent, terminal and words; each can be gone back from and let go', async ({ page, fake, enter }) => {
  fillDemo(fake);
  await enter();
  await facet(page, 'Agents', /^codex/).click();
  await expect(rows(page)).toHaveCount(6);
  await facet(page, 'Terminals', /^tmux work/).click();
  await expect(rows(page)).toHaveCount(3);
  await page.keyboard.press('f');
  await page.keyboard.type('import');
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/\?agent=codex&place=tmux\+work&q=import$/);
  await page.goBack();
  await expect(page).toHaveURL(/\?agent=codex$/);
  await expect(rows(page)).toHaveCount(6);
  await page.goForward();
  await expect(page.getByRole('searchbox')).toHaveValue('import');
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Not only tmux work' }).click();
  await page.getByRole('button', { name: 'Not only “import”' }).click();
  await facet(page, 'Agents', /^codex/).click();
  await expect(page).toHaveURL(`${fake.url}/`);
});

test('from a session the way back is the board as it was left', async ({ page, fake, enter }) => {
  fillDemo(fake);
  await enter('/?agent=codex&by=project');
  await expect(page.getByRole('region', { name: /^harbor/ })).toContainText('Benchmarks for the parser');
  await page.getByRole('link', { name: 'Benchmarks for the parser' }).click();
  await expect(page.getByRole('heading', { name: 'Benchmarks for the parser' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\?agent=codex&by=project$/);
  await expect(rows(page)).toHaveCount(6);
});

test('divided by project, what needs somebody first in each, and told in its heading', async ({
  page,
  fake,
  enter,
}) => {
  fillDemo(fake);
  await enter();
  await page.getByRole('combobox', { name: 'Group by' }).selectOption('By project');
  await expect(page).toHaveURL(/\?by=project$/);
  const ledger = page.getByRole('region', { name: /^ledger/ });
  await expect(ledger.getByRole('heading', { level: 2 })).toContainText('1 needs you');
  await expect(ledger.locator('[data-row-link]').first()).toHaveText('Publish 2.4 to the registry');
  await expect(page.locator('main h2[id^=group-]')).toContainText([
    'billing-api',
    'harbor',
    'infra',
    'ledger',
    'storefront',
  ]);
});

test('of several machines the board can be narrowed to one, searched and divided by them; of one it says nothing', async ({
  page,
  fake,
  enter,
}) => {
  const on = (id: string, host?: string) =>
    makeSession({ id, title: `On ${id}`, ...(host === undefined ? {} : { host }) });
  fake.put(on('a', 'harbour'));
  fake.put(on('b', 'harbour'));
  await enter();
  const machines = page.getByRole('navigation', { name: 'Machines' });
  const groupBy = page.getByRole('combobox', { name: 'Group by' });
  await expect(rows(page)).toHaveCount(2);
  await expect(machines).toHaveCount(0);
  await expect(groupBy.getByRole('option', { name: 'By machine' })).toHaveCount(0);

  fake.put(on('c', 'lighthouse'));
  fake.put(on('d'));
  await expect(machines.getByRole('button')).toHaveText([/^harbour2$/, /^lighthouse1$/]);
  await machines.getByRole('button', { name: /^lighthouse/ }).click();
  await expect(page).toHaveURL(/\?host=lighthouse$/);
  await expect(page.locator('[data-row-link]')).toHaveText(['On c']);
  await page.getByRole('button', { name: 'Not only lighthouse' }).click();
  await page.getByRole('searchbox').fill('harbour');
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('searchbox').fill('');
  await groupBy.selectOption('By machine');
  await expect(page).toHaveURL(/\?by=host$/);
  await expect(page.getByRole('region', { name: /^lighthouse/ }).locator('[data-row-link]')).toHaveText(['On c']);
  // That of which no machine is known is not left out.
  await expect(page.locator('main h2[id^=group-]')).toHaveText([/^harbour2/, /^lighthouse1/, /^\?1/]);
});

test('as cards or as rows, kept by the browser; both can be walked and decided by keys', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  for (const session of lived()) fake.put(session);
  await enter();
  await page.keyboard.press('v');
  await expect(page.getByRole('button', { name: 'Cards' })).toHaveAttribute('aria-pressed', 'true');
  const card = page.getByRole('listitem').filter({ hasText: 'Refactor the queue' });
  await expect(card).toContainText('Editing src/queue/scheduler.ts');
  await expect(card).toContainText('1 subagent');
  await expect(card).toContainText('context80 %');
  await page.reload();
  await card.waitFor();
  await page.locator('button[data-key~=a]:enabled').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await expect.poll(() => fake.commands.map(({ action }) => action.type)).toEqual(['approve']);
  await page.getByRole('button', { name: 'Rows' }).click();
  await expect(page.locator('.session-row')).not.toHaveCount(0);
  expect(offences).toEqual([]);
});

test('a view is saved under a name, opened again, told to other windows, and removed with a way back', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  const kept = keepSettings(fake);
  fillDemo(fake);
  await enter();
  await facet(page, 'Agents', /^codex/).click();
  await page.getByRole('button', { name: 'Save this view' }).click();
  await page.getByRole('textbox', { name: 'Name of this view' }).fill('All of Codex');
  await page.keyboard.press('Enter');
  const view = page
    .getByRole('navigation', { name: 'Saved views' })
    .getByRole('button', { name: 'All of Codex', exact: true });
  await expect(view).toHaveAttribute('aria-current', 'true');
  await expect(page.getByRole('button', { name: 'Save this view' })).toHaveCount(0);
  expect(kept.views()).toMatchObject([{ name: 'All of Codex', search: 'agent=codex' }]);

  await facet(page, 'Projects', /^All/).click();
  await page.getByRole('button', { name: 'Not only codex' }).click();
  await expect(view).not.toHaveAttribute('aria-current', 'true');
  await view.click();
  await expect(page).toHaveURL(/\?agent=codex$/);
  await page.getByRole('button', { name: 'Remove the view All of Codex' }).click();
  await expect(view).toHaveCount(0);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(view).toBeVisible();
  const settings: Settings = { notifications: { rules: [], targets: [] }, views: [] };
  fake.publish({ type: 'settings', settings });
  await expect(view).toHaveCount(0);
  expect(offences).toEqual([]);
});

test('of very many projects those stand there that need somebody, the rest is one press away', async ({
  page,
  fake,
  enter,
}) => {
  for (let index = 10; index < 40; index += 1)
    fake.put(
      makeSession({
        id: `s${index}`,
        project: `p${index}`,
        value: index === 35 ? 'needs_attention' : 'idle',
        for: index * MINUTE,
      }),
    );
  await enter();
  const projects = page.getByRole('navigation', { name: 'Projects' });
  await expect(projects.getByRole('button')).toHaveCount(1 + 12 + 1 + 1);
  await expect(projects.getByRole('button', { name: /^p35/ })).toBeVisible();
  await projects.getByRole('button', { name: '17 more' }).click();
  await expect(projects.getByRole('button')).toHaveCount(31);
});

test('why AMC says so stands at the foot of the window, for the row in focus or under the hand', async ({
  page,
  fake,
  enter,
}) => {
  fake.put(
    makeSession({
      id: 'a',
      title: 'First',
      place: 'tmux work:1.0',
      vitals: { contextTokens: 132_000, contextWindow: 200_000 },
    }),
  );
  fake.put(makeSession({ id: 'b', title: 'Second', value: 'unknown', detail: 'its screen is not known' }));
  await enter();
  const bar = page.locator('.evidence-bar');
  await page.getByRole('link', { name: 'First' }).waitFor();
  await expect(bar).toHaveCount(0);
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'First' })).toBeFocused();
  await expect(bar).toContainText('working since');
  await expect(bar).toContainText('tmux work:1.0 · context 132k of 200k tokens');
  await expect(page.getByRole('link', { name: 'First' })).toHaveAccessibleDescription(/working since .*registry/);
  await page.getByRole('link', { name: 'Second' }).hover();
  await expect(bar).toContainText('its screen is not known');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('everything fits, also as cards and with all filters open, and a thumb can mark', async ({
    page,
    fake,
    enter,
  }) => {
    const taken = takeMarks(fake);
    for (const session of lived()) fake.put(session);
    await enter();
    await page.getByRole('button', { name: 'Filter', exact: true }).tap();
    const width = (): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth');
    expect(await width()).toBe(390);
    await page.getByRole('button', { name: 'Cards' }).tap();
    await page.locator('.session-card').first().waitFor();
    expect(await width()).toBe(390);
    const small = `[...document.querySelectorAll('main button, main select, main input')].filter((e) => { const r = e.getBoundingClientRect(); return r.width > 2 && r.height < 43.5 && !e.matches('[type=checkbox]') && getComputedStyle(e).visibility !== 'hidden'; }).map((e) => e.outerHTML.slice(0, 120))`;
    expect(await page.evaluate(small)).toEqual([]);
    await page.getByRole('button', { name: 'More about Dependency updates' }).tap();
    await page.getByRole('menuitem', { name: 'Pin' }).tap();
    await expect.poll(() => taken).toEqual([{ key: 'claude:w7', change: { pinned: true } }]);
  });
});
