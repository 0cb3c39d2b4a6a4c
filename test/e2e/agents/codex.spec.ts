import { expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { needs } from '../../rig/machine.ts';
import { waitFor } from '../../rig/wait-for.ts';
import { conversation, lastDelivery, rowOf, sendPrompt, withWorld } from './world.ts';

const { ok, reason } = needs('rig', 'chromium', 'tmux');

test.describe('Codex in tmux', () => {
  test.skip(!ok, reason);
  test.setTimeout(120_000);

  test('an approval is approved through its server: the file appears', async ({ browser }) => {
    await withWorld({ browser, mux: 'tmux' }, async ({ rig, amc, page, open }) => {
      const cwd = rig.projectDir('harbor');
      const codex = await rig.startCodex({ cwd });
      await codex.prompt('BASH:touch approved.txt');
      const session = await amc.session(
        'waits for approval',
        ({ agent, requests }) => agent === 'codex' && requests.length > 0,
      );
      const row = rowOf(page, session);
      await expect(row).toContainText('touch approved.txt');
      expect(session.requests[0]?.answer).toEqual({ channel: 'structured', via: 'codex-server' });
      await row
        .getByRole('button', { name: /^Yes\b/ })
        .first()
        .click();
      await waitFor(() => existsSync(join(cwd, 'approved.txt')), { what: 'approved.txt' });
      await open(session);
      await expect(lastDelivery(page)).toHaveAttribute('data-delivery', 'confirmed', { timeout: 15_000 });
    });
  });

  test('a prompt from the page is answered and confirmed', async ({ browser }) => {
    await withWorld({ browser, mux: 'tmux' }, async ({ rig, amc, page, open }) => {
      const codex = await rig.startCodex({ cwd: rig.projectDir('harbor') });
      await codex.prompt('SAY:ready');
      const session = await amc.session('is idle', ({ agent, status }) => agent === 'codex' && status.value === 'idle');
      await open(session);
      await sendPrompt(page, 'two lines\nfor codex');
      await expect(conversation(page).getByText('heard: two lines')).toBeVisible({ timeout: 20_000 });
      await expect(lastDelivery(page)).toHaveAttribute('data-delivery', 'confirmed', { timeout: 15_000 });
      await amc.session('knows how full and how large its context is, and what was used', ({ key, vitals }) => {
        const { contextTokens = 0, contextWindow = 0, tokens = 0 } = vitals ?? {};
        return key === session.key && contextTokens > 0 && contextWindow > contextTokens && tokens > 0;
      });
    });
  });

  test('answered in the terminal first: the card is withdrawn within a second', async ({ browser }) => {
    await withWorld({ browser, mux: 'tmux' }, async ({ rig, amc, page }) => {
      const cwd = rig.projectDir('harbor');
      const codex = await rig.startCodex({ cwd });
      await codex.prompt('BASH:touch byhand.txt');
      const session = await amc.session(
        'waits for approval',
        ({ agent, requests }) => agent === 'codex' && requests.length > 0,
      );
      await expect(rowOf(page, session).locator('[data-request]')).toBeVisible();
      await codex.choose(/Would you like to run/, 'y');
      await waitFor(() => existsSync(join(cwd, 'byhand.txt')), { what: 'byhand.txt' });
      await expect(rowOf(page, session).locator('[data-request]')).toHaveCount(0, { timeout: 1_000 });
    });
  });
});
