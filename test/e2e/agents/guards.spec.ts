import { expect, test } from '@playwright/test';
import { needs } from '../../rig/machine.ts';
import { withWorld } from './world.ts';

for (const mux of ['tmux', 'zellij'] as const) {
  const { ok, reason } = needs('rig', 'chromium', mux);

  test.describe(`Nothing is typed where it does not belong, in ${mux}`, () => {
    test.skip(!ok, reason);
    test.setTimeout(120_000);

    test('two agents in one directory, in two panes: each prompt reaches its own', async ({ browser }) => {
      await withWorld({ browser, mux }, async ({ rig, amc }) => {
        const cwd = rig.projectDir('ledger');
        const one = await rig.startClaude({ cwd });
        const two = await rig.startClaude({ cwd });
        const sessions = await Promise.all(
          [one, two].map((claude) =>
            amc.session('has a pane', ({ id, pane }) => id === claude.sessionId && pane !== undefined),
          ),
        );
        const [first, second] = sessions.map(({ key }) => key);
        const sent = await Promise.all([
          amc.command(first ?? '', { type: 'prompt', text: 'only for one' }),
          amc.command(second ?? '', { type: 'prompt', text: 'only for two' }),
        ]);
        expect(sent.map(({ delivery }) => delivery.state)).toEqual(['confirmed', 'confirmed']);
        await one.waitForRecord('the prompt for one', (record) => JSON.stringify(record).includes('only for one'));
        await two.waitForRecord('the prompt for two', (record) => JSON.stringify(record).includes('only for two'));
        const said = [one, two].map((claude) => JSON.stringify(claude.records()));
        expect(said.map((records) => [records.includes('only for one'), records.includes('only for two')])).toEqual([
          [true, false],
          [false, true],
        ]);
      });
    });

    test('an unknown session, a dead pane, a pane that now runs a shell: refused with the reason, nothing typed', async ({
      browser,
    }) => {
      await withWorld({ browser, mux }, async ({ rig, amc, page, open }) => {
        await expect(amc.command('claude:nobody', { type: 'prompt', text: 'x' })).rejects.toMatchObject({
          code: 'session_unknown',
        });

        const shell = await rig.startClaude({ cwd: rig.projectDir('ledger'), inShell: true });
        const inShell = await amc.session('has a pane', ({ id, pane }) => id === shell.sessionId && pane !== undefined);
        await open(inShell);
        const paneText = async (): Promise<string> => shell.pane.screen();
        process.kill(shell.pid, 'SIGSTOP'); // the shell takes the terminal back, as after Ctrl-Z
        await expect.poll(paneText).toMatch(/Stopped/);
        const refused = await amc.command(inShell.key, { type: 'prompt', text: 'rm -rf everything' });
        expect(refused.delivery).toMatchObject({ state: 'refused', reason: { code: 'not_foreground' } });
        expect(await paneText()).not.toContain('everything');
        process.kill(shell.pid, 'SIGKILL');

        const dead = await rig.startClaude({ cwd: rig.projectDir('ledger') });
        const gone = await amc.session('has a pane', ({ id, pane }) => id === dead.sessionId && pane !== undefined);
        await dead.stop();
        const toDead = await amc.command(gone.key, { type: 'prompt', text: 'anybody there?' });
        expect(toDead.delivery.state).toBe('refused');
        expect(toDead.delivery.reason?.message).toMatch(/Nothing was (sent|typed)/);
        await page.goto(amc.server.url);
      });
    });
  });
}
