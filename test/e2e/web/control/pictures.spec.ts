import type { Page } from '@playwright/test';
import type { Session } from '../../../../src/contract/session.ts';
import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import type { FakeServer } from '../../../helpers/fake-server.ts';
import { fillDemo } from '../demo.ts';
import {
  alikeSessions,
  asksInProse,
  auditLog,
  commandOf,
  crowded,
  formed,
  limited,
  linked,
  offered,
  onBoard,
  outOfLimit,
  outOfReach,
  trusting,
} from '../demo-control.ts';
import { demoConversation } from '../demo-conversation.ts';
import { test } from '../fixtures.ts';

/** Pictures of everything that asks, answers and sends: `AMC_PICTURES=1 npx playwright test pictures`. */
const OUT = 'test-results/pictures';
const SIZES = {
  desktop: { width: 1440, height: 900 },
  laptop: { width: 1280, height: 720 },
  phone: { width: 390, height: 844 },
};

interface Picture {
  name: string;
  prepare: (fake: FakeServer) => void;
  path?: string;
  act?: (page: Page, fake: FakeServer) => Promise<void>;
}

const talking = (session: Session) => (fake: FakeServer) => {
  fake.put(session);
  fake.say(session.key, ...demoConversation().slice(0, 9));
};
const own = (name: string, session: Session, act?: Picture['act']): Picture => ({
  name,
  prepare: talking(session),
  path: sessionPath(session.key),
  ...(act === undefined ? {} : { act }),
});
const menu = async (page: Page): Promise<void> => page.getByRole('button', { name: 'Session menu' }).click();
const row = (name: string) => async (page: Page) => {
  await menu(page);
  await page.getByRole('dialog').locator('[data-offer]').getByRole('button', { name, exact: false }).first().click();
};

async function choose(page: Page): Promise<void> {
  const begin = page.getByRole('button', { name: 'Choose several' });
  if (await begin.isVisible()) await begin.click();
  for (const name of ['Refactor the queue', 'Dependency updates'])
    await page.getByLabel(`Choose ${name}`).dispatchEvent('click');
}

function kept(fake: FakeServer): void {
  talking(offered)(fake);
  const action = { type: 'prompt' as const, text: 'Also add a test for the slow job.' };
  fake.addCommand(commandOf(offered, 'k1', { action, sendAt: Date.now() + 60_000 }));
  fake.addCommand(
    commandOf(offered, 'k2', {
      action: { ...action, text: 'Then update the changelog and bump the version.', when: 'after_turn' },
    }),
  );
}

const PICTURES: Picture[] = [
  {
    name: 'c-board',
    prepare: onBoard(crowded, formed, linked, trusting, asksInProse, outOfLimit, outOfReach, offered),
  },
  own('c-crowded', crowded),
  own('c-form', formed, async (page) => {
    await page.getByRole('textbox', { name: 'Tell' }).fill('mara');
    await page.getByRole('button', { name: 'Send', exact: true }).first().click();
  }),
  own('c-url', linked),
  own('c-trust', trusting),
  own('c-prose', asksInProse),
  own('c-limit', outOfLimit),
  own('c-none', outOfReach, async (page) => page.getByRole('button', { name: 'To 0.50' }).click()),
  own('c-menu', offered, menu),
  own('c-menu-mode', offered, row('Mode')),
  own('c-menu-model', offered, row('Model')),
  own('c-menu-clear', offered, row('Clear')),
  own('c-menu-limited', limited, menu),
  {
    name: 'c-composer',
    prepare: kept,
    path: sessionPath(offered.key),
    act: async (page) => {
      await page.locator('[data-attach]').setInputFiles([
        { name: 'drawing.png', mimeType: 'image/png', buffer: PNG },
        { name: 'log of the failing run.txt', mimeType: 'text/plain', buffer: Buffer.from('x'.repeat(2_000)) },
      ]);
      await page.locator('[data-attached=ready]').nth(1).waitFor();
      await page.getByRole('textbox', { name: /^Prompt to/ }).fill('Look at the drawing, then at the log.');
      await page.getByRole('button', { name: 'When to send' }).click();
    },
  },
  {
    name: 'c-undo',
    prepare: kept,
    path: sessionPath(offered.key),
    act: async (page) => page.getByRole('button', { name: 'Time to undo' }).click(),
  },
  {
    name: 'c-story',
    prepare: (fake) => {
      talking(offered)(fake);
      const at = Date.now();
      fake.addCommand(
        commandOf(
          offered,
          'k1',
          {},
          { state: 'delivering', at },
          { state: 'accepted', at, via: 'tmux work:3.0', note: 'Typed: it has no structured channel for prompts.' },
          { state: 'confirmed', at, evidence: { source: 'transcript', at, detail: 'recorded as a prompt' } },
        ),
      );
    },
    path: sessionPath(offered.key),
    act: async (page) => page.getByRole('button', { name: 'confirmed by claude' }).click(),
  },
  {
    name: 'c-withdrawn',
    prepare: talking(crowded),
    path: sessionPath(crowded.key),
    act: async (page, fake) => {
      await page.locator('[data-request]').first().waitFor();
      fake.change(crowded.key, { requests: crowded.requests.slice(2) });
      await page.locator('[data-withdrawn]').first().waitFor();
      await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    },
  },
  { name: 'c-alike-line', prepare: onBoard(...alikeSessions(), offered) },
  {
    name: 'c-alike',
    prepare: onBoard(...alikeSessions(), offered),
    act: async (page) => {
      await page.getByRole('button', { name: /4 permissions for Bash/ }).click();
      await page.getByRole('dialog').getByRole('checkbox').first().waitFor();
    },
  },
  {
    name: 'c-alike-sent',
    prepare: onBoard(...alikeSessions(), offered),
    act: async (page) => {
      await page.getByRole('button', { name: /4 permissions for Bash/ }).click();
      await page.getByRole('button', { name: 'Approve all 3' }).click();
      await page.locator('[data-receipt] [data-delivery]').nth(2).waitFor();
    },
  },
  {
    name: 'c-bulk',
    prepare: fillDemo,
    act: async (page) => {
      await choose(page);
      await page.locator('[data-bulk-bar]').getByRole('textbox').fill('Commit what you have, with a short message.');
    },
  },
  {
    name: 'c-bulk-sent',
    prepare: fillDemo,
    act: async (page) => {
      await choose(page);
      await page.locator('[data-bulk-bar]').getByRole('textbox').fill('Commit what you have, with a short message.');
      await page.getByRole('button', { name: 'Send to 2' }).click();
      await page.locator('[data-tray] [data-delivery]').nth(1).waitFor();
    },
  },
  {
    name: 'c-audit',
    prepare: (fake) => (fillDemo(fake), fake.audited.push(...auditLog())),
    path: '/audit',
    act: async (page) => page.locator('[data-audit=confirmed]').first().getByRole('button').click(),
  },
  { name: 'c-audit-empty', prepare: fillDemo, path: '/audit' },
];

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
  'base64',
);

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${size} ${theme}`, () => {
      test.use({
        viewport,
        colorScheme: theme,
        hasTouch: size === 'phone',
        isMobile: size === 'phone',
        reducedMotion: 'reduce',
      } as object);
      for (const { name, prepare, path, act } of PICTURES) {
        test(name, async ({ page, fake, enter }) => {
          prepare(fake);
          await enter(path);
          await page.locator('main :is(h1, h2, h3)').first().waitFor({ state: 'attached' });
          if (path?.startsWith('/s/') === true) await page.locator('main ol > li').first().waitFor();
          await act?.(page, fake);
          await page.evaluate('document.fonts.ready');
          await page.screenshot({ path: `${OUT}/${name}-${size}-${theme}.png`, animations: 'disabled' });
        });
      }
    });
  }
}
