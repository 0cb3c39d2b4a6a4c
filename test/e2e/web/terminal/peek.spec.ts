import type { Page } from '@playwright/test';
import type { PaneKeys } from '../../../../src/contract/screen.ts';
import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import type { FakeServer } from '../../../helpers/fake-server.ts';
import { makeSession } from '../../../helpers/make-session.ts';
import { barriers } from '../barriers.ts';
import { expect, test } from '../fixtures.ts';
import { coloured, inTmux, nowhere } from './screens.ts';

const path = `${sessionPath(inTmux.key)}?panel=terminal`;
const pane = (page: Page) => page.getByRole('figure', { name: 'Pane work:2.1, as it is now' });
const toggle = (page: Page) => page.getByRole('switch', { name: 'Type into it' });

/** Takes every key, and says what came. */
function takeKeys(fake: FakeServer, answer: (keys: PaneKeys) => object | Promise<object> = () => ({ ok: true })) {
  const typed: PaneKeys[] = [];
  fake.answers.set('typeKeys', ({ body }) => {
    typed.push(body as PaneKeys);
    return answer(body as PaneKeys);
  });
  return typed;
}

test.beforeEach(({ fake }) => {
  fake.put(inTmux);
  fake.screens.show(inTmux.key, ['first screen'], { cursor: { x: 3, y: 0 } });
});

test('the pane is shown as it changes, and followed no more when the panel is closed', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  await enter(sessionPath(inTmux.key));
  await page.keyboard.press('o');
  await expect(pane(page)).toContainText('first screen');
  await expect(page.getByText('80 × 24')).toBeVisible();
  fake.screens.show(inTmux.key, coloured(), { cols: 100 });
  await expect(pane(page)).toContainText('true: ✻ Claude');
  await expect(page.getByText('100 × 24')).toBeVisible();
  // As it is drawn, in a colour that no rule of a sheet gave.
  const drawn = pane(page).locator('.xterm-rows span', { hasText: 'Claude' }).first();
  await expect(drawn).toBeVisible();
  expect(fake.screens.open).toBe(1);
  await page.getByRole('button', { name: 'Close panel' }).click();
  await expect(pane(page)).toHaveCount(0);
  await expect.poll(() => fake.screens.open).toBe(0);
  expect(offences).toEqual([]);
});

test('every row fits, whatever its width', async ({ page, fake, enter }) => {
  // Where small type is drawn in whole pixels, too: then more columns would need the smallest type, and be scrolled.
  fake.screens.show(inTmux.key, ['x'.repeat(120)], { cols: 120 });
  await enter(path);
  const row = pane(page).locator('.xterm-rows > div').first();
  await expect(row).toHaveText('x'.repeat(120));
  const isCut = await page.evaluate(
    `[...document.querySelectorAll('figure')].some((figure) => figure.scrollWidth > figure.clientWidth)`,
  );
  expect(isCut).toBe(false);
});

test('keys go into the pane in their order, while the switch is on', async ({ page, fake, enter, offences }) => {
  let letGo = (): void => {};
  const first = new Promise<void>((resolve) => (letGo = resolve));
  const typed = takeKeys(fake, async () => {
    await first;
    return { ok: true };
  });
  await enter(path);
  await expect(toggle(page)).not.toBeChecked();
  await pane(page).click();
  await page.keyboard.type('x');
  await toggle(page).click();
  await expect(toggle(page)).toBeChecked();
  await expect(page.getByText('Typing into work:2.1')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Keys for pane work:2.1' })).toBeFocused();
  await page.keyboard.type('hello');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Escape');
  await expect.poll(() => typed).toEqual([{ text: 'h' }]);
  letGo();
  await expect
    .poll(() => typed)
    .toEqual([
      { text: 'h' },
      { text: 'ello' },
      { key: 'enter' },
      { key: 'up' },
      { key: 'shift-tab' },
      { key: 'escape' },
    ]);
  await page.keyboard.press('Control+u');
  await expect(page.getByText('Ctrl+U cannot be typed from here.')).toBeVisible();
  await page.keyboard.press('F6');
  await expect(toggle(page)).not.toBeChecked();
  await expect(toggle(page)).toBeFocused();
  await page.keyboard.type('y');
  expect(typed).toHaveLength(6);
  expect(offences).toEqual([]);
});

test('a key that is refused says why and ends typing', async ({ page, fake, enter }) => {
  const reason = 'Nothing was typed: another program is in the foreground of its terminal.';
  takeKeys(fake, () => ({ ok: false, reason }));
  await enter(path);
  await toggle(page).click();
  await page.keyboard.type('a');
  await expect(page.getByText(`Typing is off. ${reason}`)).toBeVisible();
  await expect(toggle(page)).not.toBeChecked();
});

test('what is not shown now says so, is not typed into, and comes back', async ({ page, fake, enter }) => {
  takeKeys(fake);
  await enter(path);
  await toggle(page).click();
  fake.screens.tell(inTmux.key, { type: 'unreadable', reason: 'tmux does not answer' });
  await expect(page.getByText('Not shown now: tmux does not answer.')).toBeVisible();
  await expect(page.getByText('Typing is off: what the pane shows is not known now.')).toBeVisible();
  await expect(toggle(page)).toBeDisabled();
  await expect(pane(page)).toContainText('first screen');
  fake.screens.show(inTmux.key, ['there again']);
  await expect(pane(page)).toContainText('there again');
  await expect(page.getByText('Not shown now')).toHaveCount(0);
  fake.screens.drop();
  await expect.poll(() => fake.screens.open).toBe(1);
  fake.screens.tell(inTmux.key, { type: 'gone', reason: 'the session has ended' });
  await expect(page.getByText('There is nothing to show: the session has ended.')).toBeVisible();
  await expect(toggle(page)).toBeDisabled();
});

test('what was shown before the window was left is not taken for what is there now', async ({ page, fake, enter }) => {
  await enter(path);
  await expect(toggle(page)).toBeEnabled();
  const look = (state: 'hidden' | 'visible'): Promise<unknown> =>
    page.evaluate(`{
      Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }`);
  await look('hidden');
  await expect.poll(() => fake.screens.open).toBe(0);
  fake.answers.set('screens', () => new Promise(() => {}));
  await look('visible');
  await expect(page.getByText('The connection to AMC is lost.')).toBeVisible();
  await expect(toggle(page)).toBeDisabled();
  await expect(pane(page)).toContainText('first screen');
});

test('two minutes without a key end typing', async ({ page, fake, enter }) => {
  takeKeys(fake);
  await page.clock.install();
  await enter(path);
  await toggle(page).click();
  // A page that hears nothing for 40 s takes the connection for lost: it hears something in between.
  const pass30Seconds = async (step: number): Promise<void> => {
    fake.screens.show(inTmux.key, [`screen ${step}`]);
    fake.put({ ...inTmux, title: `Step ${step}` });
    await expect(pane(page)).toContainText(`screen ${step}`);
    await expect(page.getByRole('heading', { name: `Step ${step}` })).toBeVisible();
    await page.clock.fastForward(30_000);
  };
  for (const step of [1, 2, 3]) await pass30Seconds(step);
  await page.keyboard.type('a');
  for (const step of [4, 5, 6]) await pass30Seconds(step);
  await expect(toggle(page)).toBeChecked();
  await pass30Seconds(7);
  await expect(page.getByText('Typing is off: two minutes without a key.')).toBeVisible();
});

test('what is marked can be copied, and the whole screen too', async ({ page, context, fake, enter }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  fake.screens.show(inTmux.key, ['one \x1b[31mred\x1b[0m', 'two']);
  await enter(path);
  const read = () => page.evaluate('navigator.clipboard.readText()');
  await page.getByRole('button', { name: 'Copy screen' }).click();
  await expect.poll(read).toBe('one red\ntwo');
  const row = await pane(page).locator('.xterm-rows > div').nth(1).boundingBox();
  await page.mouse.dblclick((row?.x ?? 0) + 6, (row?.y ?? 0) + 6);
  await page.keyboard.press('Control+c');
  await expect.poll(read).toBe('two');
});

test('a session without a pane says why', async ({ page, fake, enter }) => {
  fake.put({ ...nowhere, paneNote: 'its process has no terminal' });
  await enter(`${sessionPath(nowhere.key)}?panel=terminal`);
  await expect(page.getByText('There is nothing to show: its process has no terminal.')).toBeVisible();
});

test('ten windows with a pane each show theirs, by one connection, and the page goes on', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  test.setTimeout(120_000);
  // A browser allows six connections to one server.
  const sessions = Array.from({ length: 10 }, (_, n) => ({ ...makeSession({ id: `w${n}`, place: 'tmux work:2.1' }) }));
  for (const { key, id } of sessions) {
    fake.put({ ...inTmux, key, id, title: `Window ${id}` });
    fake.screens.show(key, [`screen of ${id}`]);
  }
  await enter();
  const windows = [];
  for (const { key } of sessions) {
    const opened = await page.context().newPage();
    await opened.goto(`${fake.url}${sessionPath(key)}?panel=terminal`);
    windows.push(opened);
  }
  for (const [n, one] of windows.entries()) await expect(pane(one)).toContainText(`screen of w${n}`);
  await expect.poll(() => [fake.screens.connections, fake.screens.open]).toEqual([1, 10]);
  for (const [n, { key }] of sessions.entries()) fake.screens.show(key, [`now ${n}`]);
  for (const [n, one] of windows.entries()) await expect(pane(one)).toContainText(`now ${n}`);
  // There is room left for what is asked now and then.
  await page.goto(`${fake.url}/health`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  for (const one of windows.slice(1)) await one.close();
  await expect.poll(() => fake.screens.open).toBe(1);
  expect(offences).toEqual([]);
});

test('a browser without shared workers follows the pane by itself', async ({ page, fake, enter }) => {
  await page.addInitScript('delete globalThis.SharedWorker');
  await enter(path);
  await expect(pane(page)).toContainText('first screen');
  fake.screens.show(inTmux.key, ['second screen']);
  await expect(pane(page)).toContainText('second screen');
});

test('no barrier that can be found by rule', async ({ page, fake, enter }) => {
  takeKeys(fake);
  fake.screens.show(inTmux.key, coloured());
  await enter(path);
  await expect(pane(page)).toContainText('underlined');
  expect(await barriers(page, { part: '[data-panel=terminal]' })).toEqual([]);
  await toggle(page).click();
  expect(await barriers(page, { part: '[data-panel=terminal]' })).toEqual([]);
});
