import { sessionPath } from '../../../src/web/lib/session-path.ts';
import { makeSession, MINUTE, permission, question } from '../../helpers/make-session.ts';
import { takeMarks } from './board/marking.ts';
import { expect, goTo, test } from './fixtures.ts';

const sessions = [4, 3, 2].map((minutes) =>
  makeSession({
    id: `s${minutes}`,
    title: `Waits ${minutes}`,
    value: 'needs_attention',
    for: minutes * MINUTE,
    requests: [permission({ id: `r${minutes}`, waits: minutes * MINUTE, command: `make ${minutes}` })],
  }),
);

test('the longest wait first, one key each, on to the next by itself', async ({ page, fake, enter }) => {
  for (const session of sessions) fake.put(session);
  await enter();
  await page.locator('button[data-key~=a]:enabled').nth(2).waitFor();
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'Waits 4' })).toBeFocused();
  await page.keyboard.press('a');
  await expect(page.getByRole('link', { name: 'Waits 3' })).toBeFocused();
  await expect(page.locator('[data-command]')).toHaveCount(1);
  await expect
    .poll(async () => {
      await page.keyboard.press('d');
      return fake.commands.length;
    })
    .toBe(2);
  await expect(page.getByRole('link', { name: 'Waits 2' })).toBeFocused();
  expect(fake.commands.map(({ action }) => action)).toEqual([
    { type: 'approve', requestId: 'r4', choiceId: 'allow' },
    { type: 'deny', requestId: 'r3' },
  ]);
});

test('no key decides anything before a row was chosen', async ({ page, fake, enter }) => {
  for (const session of sessions) fake.put(session);
  await enter();
  await page.locator('button[data-key~=a]:enabled').nth(2).waitFor();
  for (const key of ['a', 'd', '1', '2']) await page.keyboard.press(key);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('a');
  expect(fake.count('POST', '/api/commands')).toBe(0);
});

test('a key that is held down decides one thing', async ({ page, fake, enter }) => {
  for (const session of sessions) fake.put(session);
  await enter();
  await page.locator('button[data-key~=a]:enabled').nth(2).waitFor();
  await page.keyboard.press('j');
  // As long as a hand rests on it: longer than any guard against a press that was not meant.
  const rested = Date.now() + 1_200;
  while (Date.now() < rested) await page.keyboard.down('a');
  await page.keyboard.up('a');
  await expect(page.locator('[data-command]')).toHaveCount(1);
  expect(fake.commands).toHaveLength(1);
});

test('moves, opens, answers by number and goes back', async ({ page, fake, enter }) => {
  const asked = question({
    id: 'q',
    questions: [
      {
        id: 'q1',
        text: 'Which?',
        multiSelect: false,
        takesFreeText: true,
        options: [{ label: 'This' }, { label: 'That' }],
      },
    ],
  });
  fake.put(makeSession({ id: 'a', title: 'Asks', value: 'needs_attention', requests: [asked] }));
  fake.put(makeSession({ id: 'b', title: 'Works' }));
  await enter();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'Works' })).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Asks', exact: true })).toBeVisible();
  await page.locator('button[data-key~="2"]:enabled').waitFor();
  await page.keyboard.press('2');
  await expect(page.locator('[data-delivery=queued]')).toContainText('Answered: That');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(`${fake.url}/`);
});

test.describe('of two requests of one session', () => {
  const two = makeSession({
    id: 'two',
    title: 'Asks twice',
    value: 'needs_attention',
    requests: ['make', 'rm -rf build'].map((command, index) => permission({ id: `r-${index}`, command })),
  });
  const approve = (index: number) => ({ type: 'approve', requestId: `r-${index}`, choiceId: 'allow' });

  test.beforeEach(async ({ page, fake, enter }) => {
    fake.put(two);
    await enter(sessionPath(two.key));
    await page.locator('[data-request=r-1] button[data-key~=a]:enabled').waitFor();
  });

  test('a key that bounces decides one', async ({ page, fake }) => {
    await page.evaluate(`new Promise((done) => {
      const begun = performance.now();
      const press = () => {
        if (performance.now() - begun > 200) return done();
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true, cancelable: true }));
        requestAnimationFrame(press);
      };
      press();
    })`);
    await expect(page.locator('[data-delivery=queued]')).toHaveCount(1);
    await expect
      .poll(async () => {
        await page.keyboard.press('d');
        return fake.commands.map(({ action }) => action);
      })
      .toEqual([approve(0), { type: 'deny', requestId: 'r-1' }]);
  });

  test('a key for the one that goes away does not decide the other', async ({ page, fake }) => {
    await page.evaluate(`new MutationObserver((_, seen) => {
      if (document.querySelector('[data-request=r-0]') !== null) return;
      seen.disconnect();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true, cancelable: true }));
      window.pressed = true;
    }).observe(document.body, { childList: true, subtree: true })`);
    fake.change(two.key, { requests: two.requests.slice(1) });
    await page.waitForFunction('window.pressed === true');
    await expect
      .poll(async () => {
        await page.keyboard.press('d');
        return fake.commands.map(({ action }) => action);
      })
      .toEqual([{ type: 'deny', requestId: 'r-1' }]);
  });
});

test('I interrupts the session in view at once and once, and only where that can be done', async ({
  page,
  fake,
  enter,
}) => {
  const works = makeSession({ id: 'w', title: 'Works', place: 'tmux work:1.0' });
  const apart = makeSession({ id: 'n', title: 'No way to it' });
  const rests = makeSession({ id: 'r', title: 'Rests', value: 'idle', place: 'tmux work:2.0' });
  for (const session of [works, apart, rests]) fake.put(session);
  await enter();
  const interrupt = page.getByRole('button', { name: 'Interrupt' });
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+I');
  await goTo(page, sessionPath(rests.key));
  await expect(page.getByRole('heading', { name: 'Rests', exact: true })).toBeVisible();
  await expect(interrupt).toHaveCount(0);
  await page.keyboard.press('Shift+I');
  await goTo(page, sessionPath(apart.key));
  await expect(interrupt).toBeDisabled();
  await expect(interrupt).toHaveAttribute('title', /No terminal pane was found/);
  await page.keyboard.press('Shift+I');
  await goTo(page, sessionPath(works.key));
  await expect(interrupt).toBeEnabled();
  await page.keyboard.press('c');
  await page.keyboard.press('Shift+I');
  await expect(page.getByRole('textbox', { name: /^Prompt to/ })).toHaveValue('I');
  await page.keyboard.press('Escape');
  expect(fake.commands).toEqual([]);
  await page.keyboard.press('Shift+I');
  await page.keyboard.press('Shift+I');
  await expect(page.locator('[data-delivery=queued]')).toContainText('Interrupted');
  expect(fake.commands.map(({ sessionKey, action, sendAt }) => [sessionKey, action, sendAt])).toEqual([
    [works.key, { type: 'interrupt' }, undefined],
  ]);
});

test('a word that is being put together is no key of the page', async ({ page, fake, enter }) => {
  const [session] = sessions;
  fake.put({ ...session!, prompt: { channel: 'keystrokes', via: 'tmux work:1.0' } });
  await enter(sessionPath(session!.key));
  await page.locator('button[data-key~=a]:enabled').waitFor();
  await page.keyboard.press('c');
  const field = page.getByRole('textbox', { name: /^Prompt to/ });
  await expect(field).toBeFocused();
  await field.dispatchEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true, cancelable: true });
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).not.toBeFocused();
});

test('letters typed into a field are letters', async ({ page, fake, enter }) => {
  for (const session of sessions) fake.put(session);
  await enter();
  await page.keyboard.press('f');
  await page.keyboard.type('ajd?');
  await expect(page.getByRole('searchbox')).toHaveValue('ajd?');
  expect(fake.count('POST', '/api/commands')).toBe(0);
});

test.describe('what takes the keys and is still on its way', () => {
  const CASES = [
    { what: 'find', at: 'session', key: 'F', chunk: 'find-bar', place: '[data-find]' },
    { what: 'the list of turns', at: 'session', key: 'l', chunk: 'turn-list', place: '[data-turn-filter]' },
    { what: 'the search', at: 'session', key: '/', chunk: 'search-screen', place: '[data-search]' },
    { what: 'a new name', at: 'board', key: 'R', chunk: 'marks-menu', place: '[data-rename]' },
    { what: 'when to be reminded', at: 'board', key: 's', chunk: 'marks-menu', place: '[role=menu]' },
    { what: 'alike ones', at: 'inbox', key: 'A', chunk: 'alike-dialog', place: 'dialog[open]' },
  ];
  test('a name typed at once marks no row', async ({ page, fake, enter }) => {
    const taken = takeMarks(fake);
    for (const session of sessions) fake.put(session);
    let release = (): void => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/marks-menu-*.js', async (route) => {
      await released;
      await route.continue();
    });
    await enter();
    await page.locator('button[data-key~=a]:enabled').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Shift+R');
    for (const letter of 'pipes v') await page.keyboard.press(letter === ' ' ? 'Space' : letter);
    release();
    await expect(page.locator('[data-rename]')).toHaveValue('pipes v');
    expect(taken).toEqual([]);
    await expect(page.getByRole('button', { name: 'Cards' })).toHaveAttribute('aria-pressed', 'false');
  });

  for (const { what, at, key, chunk, place } of CASES) {
    test(`${what}: the keys after it decide nothing, and stand in its field`, async ({ page, fake, enter }) => {
      for (const session of sessions) fake.put(session);
      let release = (): void => {};
      const released = new Promise<void>((resolve) => (release = resolve));
      await page.route(`**/${chunk}-*.js`, async (route) => {
        await released;
        await route.continue();
      });
      const [session] = sessions;
      await enter(at === 'board' ? '/' : at === 'inbox' ? '/inbox' : `/s/${encodeURIComponent(session?.key ?? '')}`);
      await page.locator('button[data-key~=a]:enabled').first().waitFor();
      if (at === 'board') await page.keyboard.press('j');
      for (const pressed of [key, 'd', 'a', '1', '2', 'd']) await page.keyboard.press(pressed);
      release();
      const there = page.locator(place);
      await there.waitFor();
      if ((await there.evaluate((element) => element.tagName)) === 'INPUT') {
        await expect(there).toBeFocused();
        await expect(there).toHaveValue('da12d');
      }
      expect(fake.commands).toEqual([]);
    });
  }
});
