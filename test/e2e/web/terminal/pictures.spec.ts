import type { Page } from '@playwright/test';
import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import type { FakeServer } from '../../../helpers/fake-server.ts';
import { demoConversation } from '../demo-conversation.ts';
import { test } from '../fixtures.ts';
import { coloured, inTmux, inZellij, nowhere, recorded } from './screens.ts';

/** Pictures of the terminal peek: `AMC_PICTURES=1 npx playwright test terminal/pictures`. */
const OUT = 'test-results/pictures/5';
const SIZES = {
  desktop: { width: 1440, height: 900 },
  laptop: { width: 1280, height: 720 },
  phone: { width: 390, height: 844 },
};

interface Picture {
  name: string;
  prepare: (fake: FakeServer) => void;
  act?: (page: Page, fake: FakeServer) => Promise<void>;
}

const type = async (page: Page): Promise<void> => page.getByRole('switch').click();

const PICTURES: readonly Picture[] = [
  {
    name: 'asks',
    prepare: (fake) => fake.screens.show(inTmux.key, recorded('claude-bash'), { cols: 120, rows: [] }),
  },
  { name: 'colours', prepare: (fake) => fake.screens.show(inTmux.key, coloured(), { cursor: { x: 4, y: 7 } }) },
  { name: 'wide', prepare: (fake) => fake.screens.show(inTmux.key, recorded('codex-bash'), { cols: 200 }) },
  {
    name: 'typing',
    prepare: (fake) => fake.screens.show(inTmux.key, recorded('claude-draft'), { cols: 100, cursor: { x: 4, y: 10 } }),
    act: type,
  },
  {
    name: 'refused',
    prepare: (fake) => {
      fake.screens.show(inTmux.key, recorded('claude-draft'), { cols: 100 });
      fake.answers.set('typeKeys', () => ({
        ok: false,
        reason: 'Nothing was typed: another program is in the foreground of its terminal.',
      }));
    },
    act: async (page) => {
      await type(page);
      await page.keyboard.type('a');
      await page.getByText('Typing is off').waitFor();
    },
  },
  {
    name: 'unreadable',
    prepare: (fake) => fake.screens.show(inTmux.key, recorded('claude-working'), { cols: 100 }),
    act: async (page, fake) => {
      await page.getByRole('figure', { name: /Pane/ }).waitFor();
      fake.screens.tell(inTmux.key, { type: 'unreadable', reason: 'tmux does not answer' });
      await page.getByText('Not shown now').waitFor();
    },
  },
];

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${size} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, hasTouch: size === 'phone' });
      for (const { name, prepare, act } of PICTURES) {
        test(name, async ({ page, fake, enter }) => {
          for (const session of [inTmux, inZellij, nowhere]) fake.put(session);
          fake.say(inTmux.key, ...demoConversation().slice(0, 9));
          prepare(fake);
          await enter(`${sessionPath(inTmux.key)}?panel=terminal`);
          await page.getByRole('figure', { name: /Pane/ }).locator('.xterm-rows').waitFor();
          await act?.(page, fake);
          await page.evaluate('document.fonts.ready');
          // oxlint-disable-next-line playwright/no-wait-for-timeout -- the panel slides in
          await page.waitForTimeout(400);
          await page.screenshot({ path: `${OUT}/${size}-${colorScheme}-${name}.png` });
        });
      }
    });
  }
}
