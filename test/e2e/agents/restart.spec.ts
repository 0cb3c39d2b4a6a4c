import { expect, test } from '@playwright/test';
import { needs } from '../../rig/machine.ts';
import { AmcProcess } from '../../helpers/amc-process.ts';
import { conversation, letIn, sendPrompt, withWorld } from './world.ts';

const { ok, reason } = needs('rig', 'chromium', 'tmux');

test.describe('AMC stopped while an agent works, started again', () => {
  test.skip(!ok, reason);
  test.setTimeout(120_000);

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    test(`no event is missing (${signal})`, async ({ browser }) => {
      await withWorld({ browser, mux: 'tmux' }, async ({ rig, amc, page, open }) => {
        const claude = await rig.startClaude({ cwd: rig.projectDir('ledger') });
        const session = await amc.session(
          'is this Claude',
          ({ id, pane }) => id === claude.sessionId && pane !== undefined,
        );
        await open(session);
        await sendPrompt(page, 'HOLD:door');
        await amc.session('works', ({ key, status }) => key === session.key && status.value === 'working');
        await amc.stop(signal);
        rig.model.release('door');
        await claude.waitForStatus('idle');
        await claude.prompt('SAY:while you were away');
        await claude.waitForStatus('idle');

        const again = await AmcProcess.start(rig.env);
        try {
          await again.session('is idle', ({ key, status }) => key === session.key && status.value === 'idle');
          const events = await eventNames(again, session.id);
          expect(events.filter((name) => name === 'UserPromptSubmit')).toHaveLength(2);
          expect(events.filter((name) => name === 'Stop')).toHaveLength(2);
          await letIn(page, again);
          await page.goto(`${again.server.url}/s/${encodeURIComponent(session.key)}`);
          await expect(conversation(page).getByText('while you were away').last()).toBeVisible();
        } finally {
          await again.stop();
        }
      });
    });
  }

  test('a permission asked while AMC was away is shown when it is back', async ({ browser }) => {
    await withWorld({ browser, mux: 'tmux' }, async ({ rig, amc }) => {
      const claude = await rig.startClaude({ cwd: rig.projectDir('ledger') });
      const session = await amc.session('is this Claude', ({ id }) => id === claude.sessionId);
      await amc.stop('SIGKILL');
      await claude.prompt('BASH:touch x');
      await claude.waitForStatus('waiting');
      const again = await AmcProcess.start(rig.env);
      try {
        const waiting = await again.session(
          'waits',
          ({ key, requests }) => key === session.key && requests.length === 1,
        );
        expect(waiting.requests[0]).toMatchObject({
          kind: 'permission',
          command: 'touch x',
          answer: { channel: 'none' },
        });
      } finally {
        await again.stop();
      }
    });
  });
});

async function eventNames(amc: AmcProcess, id: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${amc.server.token}` };
  const answer = await fetch(`${amc.server.url}/api/events/${id}`, { headers });
  const { events } = (await answer.json()) as { events: { event: string }[] };
  return events.map(({ event }) => event);
}
