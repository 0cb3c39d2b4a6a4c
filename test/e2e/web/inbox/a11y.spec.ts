import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { makeSession } from '../../../helpers/make-session.ts';
import { auditLog, offered } from '../demo-control.ts';
import { expect, test } from '../fixtures.ts';
import { everyKind, fill } from './demo-inbox.ts';

/** One of each kind; the others differ in their words. */
const DIFFERENT = everyKind().filter(({ id }) =>
  ['crowded', 'editing', 'm1', 'formed', 'linked', 'limit', 'bare'].includes(id),
);

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the inbox has no barrier that can be found by rule, whatever waits', async ({ page, fake, enter }) => {
      fill(fake, everyKind());
      await enter('/inbox');
      for (const { requests } of DIFFERENT) {
        await page.goto(`${fake.url}/inbox?at=${requests[0]?.id}`);
        await page.locator(`[data-request="${requests[0]?.id}"]`).waitFor();
        await page.locator('[role=log] .prose').first().waitFor();
        expect(await barriers(page, '.inbox-pane')).toEqual([]);
      }
      expect(await barriers(page)).toEqual([]);
    });

    test('nor when nothing waits, nor in what was decided, the palette and the map', async ({ page, fake, enter }) => {
      fill(fake, [offered, makeSession({ id: 'idle', value: 'idle' })]);
      fake.audited.push(...auditLog());
      await enter('/inbox');
      await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
      expect(await barriers(page)).toEqual([]);
      await page.getByRole('link', { name: 'Decided' }).click();
      await page.locator('[data-audit]').first().waitFor();
      expect(await barriers(page)).toEqual([]);
      await page.keyboard.press('Control+k');
      await page.getByRole('option').first().waitFor();
      expect(await barriers(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
      expect(await barriers(page)).toEqual([]);
    });
  });
}

/** Of the whole page, or of a part of it: what stands around it was looked at already. */
async function barriers(page: Page, part = 'html'): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .include(part)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}
