import { expect, test } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { needs } from '../../rig/machine.ts';
import { conversation, sendPrompt, withWorld } from './world.ts';

const { ok, reason } = needs('rig', 'chromium', 'codex', 'tmux');

test.describe('Codex while it writes', () => {
  test.skip(!ok, reason);
  test.setTimeout(120_000);

  test('its words appear as they come, give way to the record, and go when it is stopped', async ({ browser }) => {
    await withWorld({ browser, mux: 'tmux', hooks: false }, async ({ rig, amc, page, open }) => {
      const cwd = rig.projectDir('harbor');
      mkdirSync(join(cwd, '.agents/skills/berth'), { recursive: true });
      writeFileSync(join(cwd, '.agents/skills/berth/SKILL.md'), '---\nname: berth\ndescription: Finds a berth\n---\n');
      mkdirSync(join(cwd, 'quay one'));
      writeFileSync(join(cwd, 'quay one/cranes.txt'), '');
      const codex = await rig.startCodex({ cwd });
      await codex.prompt('SAY:ready');
      await open(await amc.session('is idle', ({ agent, status }) => agent === 'codex' && status.value === 'idle'));
      const writing = page.getByRole('group', { name: 'codex is writing' });
      const field = page.getByRole('textbox', { name: /^Prompt to/ });

      await test.step('streamed, then recorded', async () => {
        await sendPrompt(page, 'STREAM:50');
        await expect(writing).toContainText('piece 005', { timeout: 20_000 });
        await expect(conversation(page)).not.toContainText('piece 001');
        await expect(writing).not.toContainText('piece 050');
        await expect(conversation(page).getByText('piece 050')).toBeVisible({ timeout: 20_000 });
        await expect(writing).toHaveCount(0);
        await expect(page.getByText('piece 001')).toHaveCount(1);
      });

      await test.step('a window that comes in the middle has it from its beginning', async () => {
        await sendPrompt(page, 'STREAM:100');
        await expect(writing).toContainText('piece 003', { timeout: 20_000 });
        await page.reload();
        await expect(writing).toContainText('piece 001', { timeout: 20_000 });
        await page.getByRole('button', { name: 'Interrupt' }).click();
        await expect(writing).toHaveCount(0, { timeout: 5_000 });
      });

      await test.step('its skills and the project’s files', async () => {
        await field.pressSequentially('$be');
        await expect(page.getByRole('option')).toHaveText(['$berthFinds a berthproject']);
        await field.press('Enter');
        await field.pressSequentially('@cran');
        await expect(page.getByRole('option')).toHaveText(['cranes.txtquay one/']);
        await field.press('Enter');
        await expect(field).toHaveValue('$berth "quay one/cranes.txt" ');
        await field.press('Enter');
        await expect(conversation(page).getByText(/heard: \$berth/)).toBeVisible({ timeout: 20_000 });
        expect(rig.model.turns.at(-1)?.prompt).toContain('<name>berth</name>');
      });
    });
  });
});
