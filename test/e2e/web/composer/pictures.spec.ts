import { mkdirSync } from 'node:fs';
import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import { makeSession, offers } from '../../../helpers/make-session.ts';
import { expect, test } from '../fixtures.ts';
import { completing, field, menu } from './completing.ts';

const FOLDER = 'test-results/pictures/composer';
const claude = makeSession({
  id: 'c1',
  title: 'Refactor the queue',
  place: 'tmux work:1.0',
  offers: offers(),
  model: 'claude-opus-4-5-20251101',
});
const codex = makeSession({ id: 'x1', agent: 'codex', title: 'Write the migration', place: 'tmux work:2.0' });
const SIZES = { desktop: [1440, 900], laptop: [1280, 720], phone: [390, 844] } as const;
const LONG = Array.from(
  { length: 24 },
  (_, n) => `${n + 1}. Look at what the worker does when its lease is over.`,
).join('\n');
const SAID =
  "The table `users` gets a column. I looked at how the others were added:\n\n```sql\nalter table users add column locale text not null default 'en';\n```\n\n- one migration, in both directions\n- its test runs against a copy of the schema";

for (const theme of ['light', 'dark'] as const) {
  for (const [name, [width, height]] of Object.entries(SIZES)) {
    test(`${name}, ${theme}`, async ({ page, fake, enter }) => {
      mkdirSync(FOLDER, { recursive: true });
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: theme });
      const shoot = (what: string) => page.screenshot({ path: `${FOLDER}/${what}-${name}-${theme}.png` });
      completing(fake, ['/', '@']);
      fake.put(claude);
      fake.conversations.set(claude.key, [
        {
          id: '1',
          kind: 'prompt',
          text: 'Find out why two workers hold one lease.',
          at: Date.now() - 400_000,
          images: 0,
        },
        {
          id: '2',
          kind: 'reply',
          text: 'I will read `src/queue/worker.ts` first, then its tests.',
          at: Date.now() - 300_000,
        },
      ]);
      await enter(sessionPath(claude.key));
      await page.getByText('I will read').waitFor();
      await shoot('empty');
      await field(page).focus();
      await page.keyboard.type('Now please /');
      await expect(menu(page)).toBeVisible();
      await shoot('commands');
      await page.keyboard.type('re');
      await shoot('filtered');
      await page.keyboard.type('zz');
      await shoot('none');
      await field(page).fill('');
      await page.keyboard.type('Look at @q');
      await expect(menu(page)).toBeVisible();
      await shoot('files');
      await page.keyboard.press('Escape');
      await field(page).fill(LONG);
      await shoot('long');
      await page.getByRole('button', { name: 'Write at full height' }).click();
      await shoot('tall');
      await field(page).fill('');
      fake.put(codex);
      fake.conversations.set(codex.key, [
        { id: '1', kind: 'prompt', text: 'Add a locale to users', at: Date.now() - 60_000, images: 0 },
      ]);
      await page.goto(`${fake.url}${sessionPath(codex.key)}`);
      await page.getByText('Add a locale').first().waitFor();
      fake.publish({ type: 'saying', key: codex.key, itemId: 'm', from: 0, text: SAID, over: false });
      await expect(page.getByText('its test runs')).toBeVisible();
      await shoot('saying');
    });
  }
}
