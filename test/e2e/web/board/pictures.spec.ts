import type { Page } from '@playwright/test';
import type { FakeServer } from '../../../helpers/fake-server.ts';
import { DEMO_SOURCES, EMPTY_SOURCES } from '../demo.ts';
import { test } from '../fixtures.ts';
import { lived, threeHundred } from './many.ts';

/** Pictures of the board, to be looked at: `AMC_PICTURES=1 npx playwright test board/pictures`. */
const OUT = 'test-results/pictures/board';
const SIZES = {
  desktop: { width: 1440, height: 900 },
  laptop: { width: 1280, height: 720 },
  phone: { width: 390, height: 844 },
};

interface Picture {
  name: string;
  sessions: () => ReturnType<typeof lived>;
  search?: string;
  cards?: boolean;
  act?: (page: Page, fake: FakeServer) => Promise<void>;
}

const more = (page: Page) => page.getByRole('button', { name: /^More about Refactor/ });
const PICTURES: Picture[] = [
  { name: 'empty', sessions: () => [] },
  { name: 'one', sessions: () => lived().slice(4, 5) },
  { name: 'thirty', sessions: () => lived() },
  { name: 'thirty-cards', sessions: () => lived(), cards: true },
  { name: 'calm', sessions: () => lived().slice(3) },
  { name: 'calm-cards', sessions: () => lived().slice(3), cards: true },
  { name: 'three-hundred', sessions: threeHundred },
  { name: 'three-hundred-cards', sessions: threeHundred, cards: true },
  { name: 'by-project', sessions: () => lived(), search: '?by=project&agent=claude' },
  {
    name: 'menu',
    sessions: () => lived().slice(3),
    act: async (page) => {
      await more(page).click();
      await page.getByRole('menuitem', { name: 'Colour' }).click();
      await page.getByRole('menuitemradio', { name: 'Magenta' }).waitFor();
    },
  },
  {
    name: 'rename',
    sessions: () => lived().slice(3),
    act: async (page) => {
      await more(page).click();
      await page.getByRole('menuitem', { name: 'Rename' }).click();
      await page.getByRole('textbox', { name: 'Name in AMC' }).waitFor();
    },
  },
  {
    name: 'hidden-toast',
    sessions: () => lived().slice(3),
    act: async (page) => {
      await page.getByRole('button', { name: 'More about Retry budget for webhooks' }).click();
      await page.getByRole('menuitem', { name: 'Hide until' }).click();
      await page.getByRole('status').getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  {
    name: 'chosen',
    sessions: () => lived().slice(3),
    act: async (page) => {
      await page.keyboard.press('j');
      await page.keyboard.press('x');
      await page.keyboard.press('j');
      await page.keyboard.press('x');
      await page.locator('[data-bulk-bar]').waitFor();
    },
  },
  {
    name: 'filter-open',
    sessions: () => lived().slice(2),
    act: async (page) => {
      const button = page.getByRole('button', { name: 'Filter', exact: true });
      if (await button.isVisible()) await button.click();
    },
  },
];

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${size} ${theme}`, () => {
      const phone = size === 'phone';
      test.use({
        viewport,
        colorScheme: theme,
        hasTouch: phone,
        isMobile: phone,
        reducedMotion: 'reduce',
      } as object);
      for (const { name, sessions, search = '', cards = false, act } of PICTURES) {
        test(name, async ({ page, fake, enter }) => {
          const all = sessions();
          fake.setSources(all.length === 0 ? EMPTY_SOURCES : DEMO_SOURCES);
          for (const session of all) fake.put(session);
          fake.answers.set('mark', ({ params }) => {
            fake.remove(params['key'] as (typeof all)[number]['key']);
            return { ok: true };
          });
          fake.answers.set('settings', () => ({
            notifications: { rules: [], targets: [] },
            views: [
              { id: 'v1', name: 'Codex in ledger', search: 'agent=codex&project=%2Fhome%2Fmara%2Fcode%2Fledger' },
              { id: 'v2', name: 'Everything by project', search: 'by=project' },
            ],
          }));
          if (cards) await page.addInitScript({ content: `localStorage.setItem('amc.density', 'cards')` });
          await enter(search === '' ? undefined : `/${search}`);
          await page.locator('main :is(h1, h2, h3)').first().waitFor({ state: 'attached' });
          if (all.length > 0) await page.locator('[data-row]').first().waitFor();
          if (all.length > 0) await page.locator('nav[aria-label="Saved views"]').waitFor({ state: 'attached' });
          await act?.(page, fake);
          await page.evaluate('document.fonts.ready');
          await page.screenshot({ path: `${OUT}/${name}-${size}-${theme}.png`, animations: 'disabled' });
        });
      }
    });
  }
}
