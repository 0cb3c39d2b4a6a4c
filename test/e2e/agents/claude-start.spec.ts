import { expect, test } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { needs, pathOf } from '../../rig/machine.ts';
import { waitFor } from '../../rig/wait-for.ts';
import { withAmc } from './world.ts';

for (const mux of ['tmux', 'zellij'] as const) {
  const { ok, reason } = needs('rig', mux, 'claude');

  test.describe(`Claude at its start in ${mux}`, () => {
    test.skip(!ok, reason);
    test.setTimeout(120_000);

    test('a dialog before there is a session is shown and answered; the session takes its place', async () => {
      await withAmc({ mux, hooks: false }, async (rig, amc) => {
        const cwd = join(rig.home, 'never-seen');
        mkdirSync(cwd);
        await rig.openPane({ cwd, name: 'claude', command: [pathOf('claude'), '--permission-mode', 'default'] });
        const asks = async () => (await amc.sessions()).find(({ requests }) => requests[0]?.kind === 'trust');
        const starting = await waitFor(asks, {
          what: 'the question of trust',
          timeoutMs: 30_000,
          context: async () => JSON.stringify(await amc.sessions(), null, 2),
        });
        expect(starting.project.dir).toBe(cwd);
        const [request] = starting.requests;
        if (request?.kind !== 'trust') throw new Error('Expected a dialog of the screen');
        expect(request.text).toContain('never-seen');
        expect(request.answer.channel).toBe('keystrokes');
        expect(starting.prompt.channel).toBe('none');

        const answered = await amc.command(starting.key, { type: 'approve', requestId: request.id });
        const receipt = async () =>
          (await amc.client.call('command', { params: { id: answered.id }, query: { waitMs: 0 } })).delivery;
        await waitFor(async () => (await receipt()).state === 'confirmed', {
          what: 'the receipt',
          context: async () => JSON.stringify(await receipt()),
        });
        expect((await receipt()).evidence?.source).toBe('registry');
        const begun = await amc.session(
          'took its place',
          ({ project, prompt }) => project.dir === cwd && prompt.channel === 'keystrokes',
        );
        expect(begun.key).not.toBe(starting.key);
        expect((await amc.sessions()).map(({ key }) => key)).toEqual([begun.key]);
      });
    });
  });
}
