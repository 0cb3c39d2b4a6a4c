import type { Page } from '@playwright/test';
import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import type { FakeServer } from '../../../helpers/fake-server.ts';
import { makeSession } from '../../../helpers/make-session.ts';
import { auditLog, offered } from '../demo-control.ts';
import { demoHits, fillHistory } from '../demo-history.ts';
import { fillDemo } from '../demo.ts';
import { test } from '../fixtures.ts';
import { everyKind, fill, waiting } from './demo-inbox.ts';

/** Pictures to be looked at: `AMC_PICTURES=1 npx playwright test inbox/pictures`. */
const OUT = 'test-results/pictures/inbox';
const SIZES = {
  desktop: { width: 1440, height: 900 },
  laptop: { width: 1280, height: 720 },
  tablet: { width: 900, height: 1000 },
  phone: { width: 390, height: 844 },
};
const ONLY = process.env['AMC_PICTURE_SIZES']?.split(',');

interface Picture {
  name: string;
  prepare: (fake: FakeServer) => void;
  path: string;
  act?: (page: Page, fake: FakeServer) => Promise<void>;
  sizes?: readonly (keyof typeof SIZES)[];
}

const at = (id: string): string => `/inbox?at=${encodeURIComponent(id)}`;
const all = (fake: FakeServer): void => fill(fake, everyKind());
const kinds = everyKind().flatMap(({ requests }) => requests.slice(0, 1));
const palette = async (page: Page, text = ''): Promise<void> => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find anything' }).fill(text);
  if (text.length > 2) await page.waitForTimeout(700);
};

const PICTURES: Picture[] = [
  ...kinds.map((request): Picture => ({ name: `kind-${request.id}`, prepare: all, path: at(request.id) })),
  { name: 'empty', prepare: (fake) => fill(fake, [offered, makeSession({ id: 'b', value: 'idle' })]), path: '/inbox' },
  { name: 'one', prepare: (fake) => fill(fake, waiting(1)), path: '/inbox' },
  { name: 'thirty', prepare: (fake) => fill(fake, waiting(30)), path: '/inbox' },
  {
    name: 'message',
    prepare: all,
    path: at('r-edit'),
    act: async (page) => {
      await page.locator('button[data-key~=D]:enabled').waitFor();
      await page.keyboard.press('m');
      await page.keyboard.type('Use the constant of the config instead.');
    },
  },
  {
    name: 'came-back',
    prepare: (fake) => {
      all(fake);
      fake.onCommand = ({ id }) =>
        setTimeout(() => {
          fake.deliver(id, { state: 'delivering' });
          fake.deliver(id, {
            state: 'refused',
            reason: { code: 'gone', message: 'The pane shows something else now.', next: 'Look at its terminal.' },
          });
        }, 300);
    },
    path: at('r-edit'),
    act: async (page) => {
      await page.locator('button[data-key~=a]:enabled').waitFor();
      await page.keyboard.press('a');
      await page.getByText('Came back:').waitFor();
    },
  },
  {
    name: 'decided',
    prepare: (fake) => {
      all(fake);
      fake.audited.push(...auditLog());
    },
    path: '/inbox?show=decided',
  },
  {
    name: 'list',
    prepare: all,
    path: '/inbox',
    sizes: ['phone'],
    act: (page) => page.getByRole('button', { name: 'All of them' }).click(),
  },
  {
    name: 'menu',
    prepare: fillDemo,
    path: '/',
    sizes: ['phone'],
    act: (page) => page.getByRole('button', { name: 'Menu' }).click(),
  },
  { name: 'palette', prepare: fillDemo, path: '/', act: (page) => palette(page) },
  {
    name: 'palette-found',
    prepare: (fake) => {
      fillDemo(fake);
      fillHistory(fake, 20);
      fake.onSearch = () => ({ hits: demoHits(), next: null, exhausted: true, tookMs: 1, complete: true });
    },
    path: '/',
    act: (page) => palette(page, 'queue'),
  },
  {
    name: 'palette-session',
    prepare: (fake) => fill(fake, [offered]),
    path: sessionPath(offered.key),
    act: (page) => palette(page),
  },
  {
    name: 'keys',
    prepare: fillDemo,
    path: '/',
    act: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'not-found', prepare: fillDemo, path: '/nowhere' },
  { name: 'board', prepare: fillDemo, path: '/' },
];

for (const { name, prepare, path, act, sizes } of PICTURES)
  for (const [size, viewport] of Object.entries(SIZES))
    for (const theme of ['light', 'dark'] as const) {
      if (sizes !== undefined && !sizes.includes(size as keyof typeof SIZES)) continue;
      if (ONLY !== undefined && !ONLY.includes(`${size}-${theme}`)) continue;
      test(`${name} ${size} ${theme}`, async ({ page, fake, enter }) => {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        prepare(fake);
        await enter(path);
        await page.waitForTimeout(600);
        await act?.(page, fake);
        await page.waitForTimeout(250);
        await page.screenshot({ path: `${OUT}/${name}-${size}-${theme}.png` });
      });
    }
