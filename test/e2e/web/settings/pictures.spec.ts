import type { Page } from '@playwright/test';
import type { FakeServer } from '../../../helpers/fake-server.ts';
import { makeSession } from '../../../helpers/make-session.ts';
import { DEMO_SOURCES, EMPTY_SOURCES, fillDemo } from '../demo.ts';
import { test } from '../fixtures.ts';
import { INSTALLED, RICH, serveSettings } from './demo-settings.ts';

const OUT = 'test-results/pictures/settings';
const SIZES = {
  desktop: { width: 1440, height: 900 },
  laptop: { width: 1280, height: 720 },
  phone: { width: 390, height: 844 },
};

interface Picture {
  name: string;
  path: string;
  prepare: (fake: FakeServer) => void;
  act?: (page: Page) => Promise<void>;
}

const HOUR = 3_600_000;
const SINCE = DEMO_SOURCES.map((source, index) => ({ ...source, since: Date.now() - (index + 1) * HOUR }));

const PICTURES: Picture[] = [
  { name: 'settings-first', path: '/settings', prepare: (fake) => void serveSettings(fake) },
  {
    name: 'settings-rich',
    path: '/settings',
    prepare: (fake) => {
      fillDemo(fake);
      serveSettings(fake, { settings: RICH });
      fake.setSources([
        ...SINCE,
        { name: 'notifications to Phone', state: 'ok', detail: 'it answered 200', at: Date.now() - 240_000 },
        {
          name: 'notifications to Team channel',
          state: 'degraded',
          detail: 'it answered 404: no_service',
          at: Date.now() - 7_000,
        },
      ]);
    },
  },
  {
    name: 'settings-rule',
    path: '/settings',
    prepare: (fake) => void serveSettings(fake, { settings: RICH }),
    act: async (page) => page.getByRole('button', { name: 'Edit Somebody is needed' }).click(),
  },
  {
    name: 'settings-target',
    path: '/settings',
    prepare: (fake) => void serveSettings(fake, { settings: RICH }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Edit Team channel' }).click();
      await page.getByRole('form', { name: 'Team channel' }).getByRole('button', { name: 'Send a test' }).click();
      await page.getByText('Arrived').waitFor();
    },
  },
  {
    name: 'settings-data',
    path: '/settings',
    prepare: (fake) => void serveSettings(fake),
    act: async (page) => page.getByRole('button', { name: /Forget deleted conversations/ }).click(),
  },
  {
    name: 'health-rich',
    path: '/health',
    prepare: (fake) => {
      fillDemo(fake);
      serveSettings(fake, { setup: INSTALLED });
      fake.put(
        makeSession({
          id: 'odd',
          title: 'Benchmarks for the parser',
          problems: [
            {
              code: 'broken_line',
              message: 'A line is no JSON and was left out.',
              place: '/home/mara/.claude/projects/x/1.jsonl byte 20481',
              at: Date.now() - HOUR,
            },
          ],
        }),
      );
      fake.setSources(SINCE);
    },
  },
  {
    name: 'health-well',
    path: '/health',
    prepare: (fake) => {
      serveSettings(fake);
      fake.setSources(SINCE.filter(({ state }) => state === 'ok'));
    },
  },
  {
    name: 'guide-first',
    path: '/welcome',
    prepare: (fake) => {
      serveSettings(fake);
      fake.setSources(EMPTY_SOURCES);
    },
  },
  {
    name: 'guide-done',
    path: '/welcome',
    prepare: (fake) => {
      fillDemo(fake);
      serveSettings(fake, { setup: INSTALLED });
    },
  },
];

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${size} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, hasTouch: size === 'phone', isMobile: size === 'phone' });
      for (const { name, path, prepare, act } of PICTURES) {
        test(name, async ({ page, fake, enter }) => {
          prepare(fake);
          await enter(path);
          await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
          await page
            .getByText(path === '/settings' ? 'for 3 h' : '2.1.330')
            .first()
            .waitFor();
          await page.evaluate('document.fonts.ready');
          await act?.(page);
          await page.screenshot({ path: `${OUT}/${name}-${size}-${colorScheme}.png`, fullPage: true });
        });
      }
    });
  }
}
