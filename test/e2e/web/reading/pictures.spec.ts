import type { Page } from '@playwright/test';
import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import { test } from '../fixtures.ts';
import { longConversation, put, richConversation, session } from './scene.ts';

/** Pictures of reading a session, to be looked at: `AMC_PICTURES=1 npx playwright test reading/pictures`. */
const OUT = 'test-results/pictures/reading';
const SIZES = {
  desktop: { width: 1440, height: 900 },
  laptop: { width: 1280, height: 720 },
  phone: { width: 390, height: 844 },
};
const path = sessionPath(session.key);

async function openAll(page: Page): Promise<void> {
  for (const id of ['edit', 'agent', 'run', 'shot'])
    await page.locator(`[data-entry$=" ${id}"] summary`).first().click();
  await page.getByText('Read its conversation here').click();
  await page.getByText('Three callers: statement').waitFor();
}

const PICTURES: {
  name: string;
  path?: string;
  long?: boolean;
  full?: boolean;
  print?: boolean;
  act?: (page: Page) => Promise<void>;
}[] = [
  { name: 'plain' },
  { name: 'opened', full: true, act: openAll },
  {
    name: 'split',
    act: async (page) => {
      await page.locator('[data-entry$=" edit"] summary').first().click();
      await page
        .getByRole('button', { name: /side by side/ })
        .click({ timeout: 1_000 })
        .catch(() => {});
    },
  },
  {
    name: 'timeline',
    path: '?panel=timeline',
    act: (page) => page.getByRole('slider').hover({ position: { x: 40, y: 20 } }),
  },
  { name: 'files', path: '?panel=files' },
  { name: 'usage', path: '?panel=usage' },
  { name: 'commands', path: '?panel=commands' },
  {
    name: 'find',
    long: true,
    act: async (page) => {
      await page.keyboard.press('Shift+F');
      await page.getByRole('textbox', { name: 'Find in this conversation' }).fill('column');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'turns',
    long: true,
    act: async (page) => {
      await page.keyboard.press('l');
      await page.getByText('Question 3:').waitFor();
    },
  },
  {
    name: 'details',
    act: async (page) => {
      await page
        .getByRole('button', { name: 'Details' })
        .click({ timeout: 1_000 })
        .catch(() => {});
    },
  },
  { name: 'print', full: true, print: true, act: openAll },
];

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${size} ${theme}`, () => {
      const isPhone = size === 'phone';
      test.use({
        viewport,
        colorScheme: theme,
        hasTouch: isPhone,
        isMobile: isPhone,
        reducedMotion: 'reduce',
      } as object);
      for (const { name, path: query = '', long = false, full = false, print = false, act } of PICTURES) {
        if (print && (size !== 'desktop' || theme === 'dark')) continue;
        test(name, async ({ page, fake, enter }) => {
          put(fake, long ? longConversation() : richConversation());
          await enter(path + query);
          await page.getByRole('list', { name: 'Conversation' }).waitFor();
          await act?.(page);
          if (print) await page.emulateMedia({ media: 'print' });
          if (print) await page.pdf({ path: `${OUT}/${name}.pdf`, preferCSSPageSize: true });
          if (print) await page.setViewportSize({ width: 680, height: 960 });
          await page.waitForTimeout(700);
          await page.evaluate('document.fonts.ready');
          await page.screenshot({
            path: `${OUT}/${name}-${size}-${theme}.png`,
            animations: 'disabled',
            fullPage: full,
          });
        });
      }
    });
  }
}
