import type { Page } from '@playwright/test';
import { sessionPath } from '../../../src/web/lib/session-path.ts';
import { CHROMIUM, QUIET } from '../../helpers/chromium.ts';
import type { FakeServer } from '../../helpers/fake-server.ts';
import { threeHundred } from './board/many.ts';
import { offered } from './demo-control.ts';
import { fillDemo } from './demo.ts';
import { demoHits } from './demo-history.ts';
import { filled } from './demo-usage.ts';
import { expect, goTo, test } from './fixtures.ts';
import { everyKind, fill } from './inbox/demo-inbox.ts';
import { fillWorld } from './whole-world.ts';

/** The main screens as they looked when somebody last looked: made anew with `--update-snapshots`. */
interface Screen {
  name: string;
  path?: string;
  fill: (fake: FakeServer) => void;
  /** In both themes; else in light. */
  themes?: true;
  phone?: true;
  /** What must be there before it is one. */
  shows: string;
}

const SCREENS: readonly Screen[] = [
  { name: 'board', fill: fillDemo, themes: true, shows: '[data-row]' },
  { name: 'inbox', path: '/inbox', fill: inbox, themes: true, shows: '[role=log] .prose' },
  {
    name: 'session',
    path: sessionPath(offered.key),
    fill: fillWorld,
    themes: true,
    shows: '[data-conversation] .prose',
  },
  { name: 'board-thirty', fill: thirty, shows: '[data-row]' },
  { name: 'search', path: '/search?q=lease', fill: search, shows: '[data-row]' },
  { name: 'settings', path: '/settings', fill: fillWorld, shows: 'main h2' },
  { name: 'health', path: '/health', fill: fillWorld, shows: 'main h2' },
  { name: 'usage', path: '/usage', fill: usage, themes: true, shows: 'main svg' },
  { name: 'phone-board', fill: fillDemo, phone: true, shows: '[data-row]' },
  { name: 'phone-inbox', path: '/inbox', fill: inbox, phone: true, shows: '[data-request]' },
];

/** What tells the time, and what moves with it. */
const MOVES = 'time, [data-time], canvas, [role=timer]';

// Letters as people see them: a browser without windows sets them a little differently.
test.use({ launchOptions: { executablePath: CHROMIUM, args: QUIET } });

for (const { name, path, fill: fillWith, themes, phone, shows } of SCREENS) {
  test.describe(name, () => {
    test.use({
      contextOptions: { reducedMotion: 'reduce' },
      ...(phone === true ? { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } : {}),
    });

    test('looks as it did', async ({ page, fake, enter }) => {
      await page.clock.setFixedTime(Date.now());
      fillWith(fake);
      await enter();
      if (path !== undefined) await goTo(page, path);
      await page.locator(shows).first().waitFor();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      for (const colorScheme of themes === true ? (['light', 'dark'] as const) : (['light'] as const)) {
        await page.emulateMedia({ colorScheme });
        await drawn(page);
        await expect(page).toHaveScreenshot(`${name}-${colorScheme}.png`, {
          animations: 'disabled',
          caret: 'hide',
          mask: [page.locator(MOVES)],
          maxDiffPixelRatio: 0.02,
        });
      }
    });
  });
}

function inbox(fake: FakeServer): void {
  fill(fake, everyKind());
}

function thirty(fake: FakeServer): void {
  for (const session of threeHundred().slice(0, 30)) fake.put(session);
}

function search(fake: FakeServer): void {
  fillWorld(fake);
  fake.onSearch = () => ({ hits: demoHits(), next: null, exhausted: true, tookMs: 1, complete: true });
}

function usage(fake: FakeServer): void {
  fillWorld(fake);
  fake.onUsage = filled;
}

async function drawn(page: Page): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => scrollTo(0, 0))');
}
