import type { Page } from '@playwright/test';
import { sessionPath } from '../../../src/web/lib/session-path.ts';
import type { FakeServer } from '../../helpers/fake-server.ts';
import { makeSession } from '../../helpers/make-session.ts';
import { takeMarks } from './board/marking.ts';
import { everyKind, fill } from './inbox/demo-inbox.ts';
import { formed, offered } from './demo-control.ts';
import { demoConversation, toolConversation } from './demo-conversation.ts';
import { DEMO_SOURCES, EMPTY_SOURCES, fillDemo, rareSessions } from './demo.ts';
import { goTo, test } from './fixtures.ts';
import { fillWorld } from './whole-world.ts';

/** Pictures of what one sees seldom, to be looked at: `AMC_PICTURES=1 npx playwright test pictures-rare`. */
const OUT = 'test-results/pictures';
const LOOKS = [
  { look: 'desktop-light', width: 1440, height: 900, theme: 'light' },
  { look: 'desktop-dark', width: 1440, height: 900, theme: 'dark' },
  { look: 'laptop-light', width: 1280, height: 720, theme: 'light' },
  { look: 'phone-light', width: 390, height: 844, theme: 'light' },
  { look: 'phone-dark', width: 390, height: 844, theme: 'dark' },
] as const;

interface Picture {
  name: string;
  prepare?: (fake: FakeServer) => void;
  path?: string;
  shows?: string;
  act?: (page: Page, fake: FakeServer) => Promise<void>;
}

const empty = (fake: FakeServer): void => fake.setSources(EMPTY_SOURCES);
const busy = (fake: FakeServer): void => {
  fillDemo(fake);
  for (const session of rareSessions()) fake.put(session);
};

/** Hides sessions that rest with the key, as often as asked. */
async function hide(page: Page, times: number): Promise<void> {
  await page.keyboard.press('j');
  for (let at = 0; at < times; at += 1) {
    await page.keyboard.press('e');
    await page.locator('[data-toast]').nth(at).waitFor();
  }
}

/** Nothing but what can be hidden. */
const resting = (fake: FakeServer): void => {
  fake.setSources(DEMO_SOURCES);
  takeMarks(fake);
  for (const id of ['one', 'two', 'three', 'four'])
    fake.put(makeSession({ id, title: `Invoices, part ${id}`, value: 'idle', preview: 'Done.' }));
};

const refuseMarks = (fake: FakeServer): void => {
  resting(fake);
  fake.answers.set('mark', () => ({
    type: 'about:blank',
    title: 'No',
    status: 500,
    code: 'internal',
    fault: 'environment',
    detail: 'The disk is full: marks cannot be kept. Free some space, then try again.',
  }));
};

/** Asked for on the session's own page, with what is missing said. */
async function sendEmpty(page: Page): Promise<void> {
  await page.locator('form button[type=submit]').first().click();
  await page.locator('[id$="-problem"]').first().waitFor();
}

const PICTURES: readonly Picture[] = [
  { name: 'toast-one', prepare: resting, shows: '[data-row]', act: (page) => hide(page, 1) },
  { name: 'toast-several', prepare: resting, shows: '[data-row]', act: (page) => hide(page, 3) },
  {
    name: 'toast-error',
    prepare: refuseMarks,
    shows: '[data-row]',
    act: async (page) => {
      await page.keyboard.press('j');
      await page.keyboard.press('p');
      await page.locator('[data-toast=bad]').waitFor();
    },
  },
  { name: 'form', prepare: (fake) => fake.put(formed), path: sessionPath(formed.key), shows: 'form' },
  {
    name: 'form-wrong',
    prepare: (fake) => fake.put(formed),
    path: sessionPath(formed.key),
    shows: 'form',
    act: sendEmpty,
  },
  {
    name: 'form-inbox',
    prepare: (fake) =>
      fill(
        fake,
        everyKind().filter(({ requests }) => requests.some(({ kind }) => kind === 'elicitation')),
      ),
    path: '/inbox',
    shows: '[data-request] form',
  },
  { name: 'session-unknown', path: '/s/claude%3Anobody', shows: 'h1' },
  { name: 'path-unknown', path: '/nowhere/at/all', shows: 'h1' },
  { name: 'empty-inbox', prepare: empty, path: '/inbox', shows: 'h1' },
  { name: 'empty-history', path: '/history', shows: 'h1' },
  { name: 'empty-usage', path: '/usage', shows: 'h1' },
  { name: 'empty-commands', path: '/audit', shows: 'h1' },
  { name: 'empty-board-quiet', shows: 'h1' },
  { name: 'welcome', prepare: empty, path: '/welcome', shows: 'h1' },
  {
    name: 'empty-filter',
    prepare: busy,
    shows: '[data-row]',
    act: async (page) => {
      await goTo(page, '/?project=/nowhere');
    },
  },
  { name: 'thirty', prepare: busy, shows: '[data-row]' },
];

for (const { look, width, height, theme } of LOOKS) {
  test.describe(look, () => {
    const isPhone = width < 500;
    test.use({
      viewport: { width, height },
      colorScheme: theme,
      hasTouch: isPhone,
      isMobile: isPhone,
      contextOptions: { reducedMotion: 'reduce' },
    });
    for (const { name, prepare, path, shows, act } of PICTURES) {
      test(name, async ({ page, fake, enter }) => {
        prepare?.(fake);
        await enter(path);
        if (shows !== undefined) await page.locator(shows).first().waitFor({ state: 'attached' });
        await act?.(page, fake);
        await take(page, `${name}-${look}`);
      });
    }
    test('gone-at-load', async ({ page, fake }) => {
      fake.dropsStreams = true;
      await page.goto(fake.loginUrl('/login'));
      await page.locator('header').first().waitFor();
      await page.waitForTimeout(3_000);
      await take(page, `gone-at-load-${look}`);
    });
  });
}

/** A long conversation, as a browser writes it on paper. */
test('paper', async ({ page, fake, enter }) => {
  fillWorld(fake);
  fake.conversations.set(offered.key, [...demoConversation(), ...toolConversation()]);
  await enter(sessionPath(offered.key));
  await page.locator('[data-conversation] .prose').first().waitFor();
  await page.evaluate('document.fonts.ready');
  await page.pdf({ path: `${OUT}/paper.pdf`, format: 'A4', preferCSSPageSize: true });
  await page.setViewportSize({ width: 670, height: 950 });
  await page.emulateMedia({ media: 'print' });
  await page.screenshot({ path: `${OUT}/paper.png`, fullPage: true });
});

async function take(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: `${OUT}/${name}.png`, animations: 'disabled' });
}
