import { expect, test } from '@playwright/test';
import type { Session } from '../../../src/contract/session.ts';
import { sessionPath } from '../../../src/web/lib/session-path.ts';
import { needs } from '../../rig/machine.ts';
import { waitFor } from '../../rig/wait-for.ts';
import { conversation, withWorld } from './world.ts';

for (const mux of ['tmux', 'zellij'] as const) {
  const { ok, reason } = needs('rig', 'chromium', mux);

  test.describe(`the pane of a real Claude in ${mux}`, () => {
    test.skip(!ok, reason);
    test.setTimeout(120_000);

    test('is shown beside the conversation, is typed into by hand, and its vitals are its records’', async ({
      browser,
    }) => {
      await withWorld({ browser, mux }, async ({ rig, amc, page }) => {
        const claude = await rig.startClaude({ cwd: rig.projectDir('ledger') });
        const hasPane = ({ id, pane }: Session): boolean => id === claude.sessionId && pane !== undefined;
        const session = await amc.session('is this Claude', hasPane);
        await page.goto(`${amc.server.url}${sessionPath(session.key)}?panel=terminal`);
        const pane = page.getByRole('figure', { name: `Pane ${session.pane?.label}, as it is now` });
        await expect(pane).toContainText('Claude Code');

        await page.getByRole('switch', { name: 'Type into it' }).click();
        await page.keyboard.type('typed by hand');
        await expect(pane).toContainText('typed by hand');
        await page.keyboard.press('Enter');
        await expect(conversation(page).getByText('heard: typed by hand')).toBeVisible({ timeout: 20_000 });
        const { entries } = await amc.client.call('audit', { query: { session: session.key } });
        expect(entries.at(-1)).toMatchObject({ what: 'typed by hand', state: 'delivering', actor: { by: 'page' } });
        expect(JSON.stringify(entries)).not.toContain('typed by hand: typed');

        const told = (what: string, isIt: (vitals: NonNullable<Session['vitals']>) => boolean) =>
          amc.session(what, ({ key, vitals = {} }) => key === session.key && isIt(vitals), 20_000);
        await told('knows how full it is', ({ contextTokens = 0 }) => contextTokens > 0);
        await told('knows what was used', ({ tokens = 0 }) => tokens > 0);
        await told(
          'has nobody else at work',
          ({ subagents, backgroundTasks }) => subagents === 0 && backgroundTasks === 0,
        );
        if (mux !== 'tmux') return;

        await claude.prompt('TOOL:Agent {"description":"Look","prompt":"SLOW:6000","subagent_type":"general-purpose"}');
        await told('has a subagent at work', ({ subagents }) => subagents === 1);
        await told('has none any more', ({ subagents }) => subagents === 0);
        await claude.waitForStatus('idle');
        await claude.prompt('TOOL:Bash {"command":"sleep 8","description":"Wait","run_in_background":true}');
        if (await asksToRun(claude)) await claude.choose(/Do you want to proceed\?/, '1');
        await told('has a command in the background', ({ backgroundTasks }) => backgroundTasks === 1);
        await told('has none any more', ({ backgroundTasks }) => backgroundTasks === 0);
      });
    });
  });
}

/** Whether it waits for a permission first. */
async function asksToRun(claude: { screen: () => Promise<string> }): Promise<boolean> {
  const seen = await waitFor(
    async () => /Do you want to proceed\?|Waiting for|done:/.exec((await claude.screen()).slice(-2_000))?.[0] ?? null,
    { what: 'the call, or the question before it' },
  );
  return seen.startsWith('Do you');
}
