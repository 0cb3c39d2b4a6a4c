import { expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { needs } from '../../rig/machine.ts';
import { waitFor } from '../../rig/wait-for.ts';
import { conversation, lastDelivery, rowOf, sendPrompt, withWorld } from './world.ts';

for (const mux of ['tmux', 'zellij'] as const) {
  const { ok, reason } = needs('rig', 'chromium', mux);

  test.describe(`Claude in ${mux}`, () => {
    test.skip(!ok, reason);
    test.setTimeout(120_000);

    test('appears at once; a two-line prompt from the page is answered and confirmed', async ({ browser }) => {
      await withWorld({ browser, mux }, async ({ rig, amc, page, open }) => {
        const claude = await rig.startClaude({ cwd: rig.projectDir('ledger') });
        const session = await amc.session('is this Claude', ({ id }) => id === claude.sessionId, 1_000);
        await expect(rowOf(page, session)).toBeVisible({ timeout: 1_000 });
        await expect(rowOf(page, session)).toContainText('ledger');

        await open(session);
        await sendPrompt(page, 'first line of two\nsecond line, with "quotes" and a ;');
        await expect(conversation(page).getByText('heard: first line of two')).toBeVisible({ timeout: 20_000 });
        await expect(lastDelivery(page)).toHaveAttribute('data-delivery', 'confirmed');
        const recorded = claude.records().filter((record) => JSON.stringify(record).includes('second line, with'));
        expect(recorded.filter(({ type }) => type === 'user')).toHaveLength(1);
      });
    });

    test('a question is answered by button, and by free text', async ({ browser }) => {
      await withWorld({ browser, mux }, async ({ rig, amc, page, open }) => {
        const claude = await rig.startClaude({ cwd: rig.projectDir('ledger') });
        const session = await amc.session('is this Claude', ({ id }) => id === claude.sessionId);
        await open(session);

        await claude.prompt('ASK:single');
        await page.getByRole('button', { name: /^Red/ }).click();
        await expect(page.locator('[data-delivery="confirmed"]')).toHaveCount(1, { timeout: 15_000 });
        await claude.waitForRecord('the answer Red', (record) =>
          JSON.stringify(record.toolUseResult ?? '').includes('Red'),
        );
        await claude.waitForStatus('idle');

        await claude.prompt('ASK:single');
        await page.getByRole('textbox', { name: 'Something else' }).fill('Mauve, with stripes');
        await page.getByRole('button', { name: 'Answer', exact: true }).click();
        await expect(page.locator('[data-delivery="confirmed"]')).toHaveCount(2, { timeout: 15_000 });
        await claude.waitForRecord('the free text', (record) =>
          JSON.stringify(record.toolUseResult ?? '').includes('Mauve, with stripes'),
        );
      });
    });

    test('a Bash permission is approved: the file appears; denied: it does not', async ({ browser }) => {
      await withWorld({ browser, mux }, async ({ rig, amc, page, open }) => {
        const cwd = rig.projectDir('ledger');
        const claude = await rig.startClaude({ cwd });
        const session = await amc.session('is this Claude', ({ id }) => id === claude.sessionId);

        await claude.prompt('BASH:touch approved.txt');
        const row = rowOf(page, session);
        await expect(row).toContainText('touch approved.txt');
        await row
          .getByRole('button', { name: /^Yes$|^Yes\b(?!,)/ })
          .first()
          .click();
        await waitFor(() => existsSync(join(cwd, 'approved.txt')), { what: 'approved.txt' });
        await open(session);
        await expect(page.locator('[data-delivery="confirmed"]')).toHaveCount(1, { timeout: 15_000 });
        await claude.waitForStatus('idle');

        await claude.prompt('BASH:touch denied.txt');
        await expect(page.getByText('touch denied.txt').first()).toBeVisible();
        await page.getByRole('button', { name: /^No\b/ }).first().click();
        await expect(page.locator('[data-delivery="confirmed"]')).toHaveCount(2, { timeout: 15_000 });
        await claude.waitForStatus('idle');
        expect(existsSync(join(cwd, 'denied.txt'))).toBe(false);
      });
    });

    test('answered in the terminal first: the card is withdrawn within a second', async ({ browser }) => {
      await withWorld({ browser, mux }, async ({ rig, amc, page }) => {
        const cwd = rig.projectDir('ledger');
        const claude = await rig.startClaude({ cwd });
        const session = await amc.session('is this Claude', ({ id }) => id === claude.sessionId);
        await claude.prompt('BASH:touch byhand.txt');
        await expect(rowOf(page, session).locator('[data-request]')).toBeVisible();
        await claude.choose(/Do you want to proceed/, '1');
        await waitFor(() => existsSync(join(cwd, 'byhand.txt')), { what: 'byhand.txt' });
        await expect(rowOf(page, session).locator('[data-request]')).toHaveCount(0, { timeout: 1_000 });
      });
    });
  });
}
