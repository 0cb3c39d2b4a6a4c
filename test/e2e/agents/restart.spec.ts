import { expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Session } from '../../../src/contract/session.ts';
import { needs } from '../../rig/machine.ts';
import { AmcProcess } from '../../helpers/amc-process.ts';
import { conversation, letIn, sendPrompt, withAmc, withWorld } from './world.ts';

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

  test('killed at any step of typing: the text arrives at most once, and AMC says what it knows (F28)', async () => {
    await withAmc({ mux: 'tmux' }, async (rig, first) => {
      const claude = await rig.startClaude({ cwd: rig.projectDir('ledger') });
      const { key } = await first.session('is this Claude', ({ id, pane }) => id === claude.sessionId && !!pane);
      const prompts = (text: string): number =>
        claude.records().filter(({ type, message }) => type === 'user' && JSON.stringify(message).includes(text))
          .length;
      let running = first;
      try {
        for (const ms of [0, 15, 40, 80, 140, 220, 400]) {
          const text = `SAY:killed after ${ms} ms`;
          const { id } = await running.client.call('sendCommand', {
            body: { sessionKey: key, action: { type: 'prompt', text } },
          });
          await setTimeout(ms);
          await running.stop('SIGKILL');
          // What was pasted and not submitted stands in the box, as a draft of somebody.
          await claude.clearInput();
          await claude.waitForStatus('idle');
          await claude.prompt(`SAY:after ${ms} ms`);
          await claude.waitForStatus('idle');
          running = await AmcProcess.start(rig.env);
          const arrived = prompts(text);
          expect(arrived, text).toBeLessThanOrEqual(1);
          const state = async (): Promise<string> =>
            (await running.client.call('command', { params: { id } })).delivery.state;
          if (arrived === 1) await expect.poll(state).toBe('confirmed');
          else expect(['unknown', 'failed', 'refused']).toContain(await state());
          await running.session('is there again', ({ key: each, pane }) => each === key && pane !== undefined);
          expect(prompts(text), 'never sent again').toBe(arrived);
        }
      } finally {
        await running.stop();
      }
    });
  });

  // Whole, as `capabilities.ts` names them.
  for (const [mux, title] of [
    ['tmux', 'Claude in tmux: what no hook carries is answered by keys, with proof'],
    ['zellij', 'Claude in Zellij: what no hook carries is answered by keys, with proof'],
  ] as const) {
    test(title, async ({ browser }) => {
      const { ok: here, reason: why } = needs('rig', 'chromium', mux);
      test.skip(!here, why);
      await withWorld({ browser, mux }, async ({ rig, amc }) => {
        const cwd = rig.projectDir('ledger');
        const claude = await rig.startClaude({ cwd });
        const { key } = await amc.session('is this Claude', ({ id }) => id === claude.sessionId);
        await amc.stop('SIGKILL');
        await claude.prompt('BASH:touch x');
        await claude.waitForStatus('waiting');
        const again = await AmcProcess.start(rig.env);
        try {
          const asked = async (kind: string): Promise<string> => {
            const byKeys = ({ requests: [one] }: Session): boolean =>
              one?.kind === kind && one.answer.channel === 'keystrokes';
            const { requests } = await again.session(`waits (${kind})`, (one) => one.key === key && byKeys(one));
            return requests[0]?.id ?? '';
          };
          const confirmed = { delivery: { state: 'confirmed', via: mux, evidence: { source: 'transcript' } } };
          const allowed = await again.command(key, { type: 'approve', requestId: await asked('permission') });
          expect(allowed, JSON.stringify(allowed)).toMatchObject(confirmed);
          expect(existsSync(join(cwd, 'x'))).toBe(true);

          // The next are asked while AMC runs; their hook is let go, as after a long wait.
          await again.stop('SIGKILL');
          await claude.waitForStatus('idle');
          await claude.prompt('BASH:touch y');
          await claude.waitForStatus('waiting');
          const third = await AmcProcess.start(rig.env);
          try {
            const { requests } = await third.session(
              'waits again',
              (one) => one.key === key && one.requests[0]?.answer.channel === 'keystrokes',
            );
            const denied = await third.command(key, { type: 'deny', requestId: requests[0]?.id ?? '' });
            expect(denied, JSON.stringify(denied)).toMatchObject(confirmed);
            expect(existsSync(join(cwd, 'y'))).toBe(false);
          } finally {
            await third.stop();
          }
        } finally {
          await again.stop();
        }
      });
    });
  }
});

async function eventNames(amc: AmcProcess, id: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${amc.server.token}` };
  const answer = await fetch(`${amc.server.url}/api/events/${id}`, { headers });
  const { events } = (await answer.json()) as { events: { event: string }[] };
  return events.map(({ event }) => event);
}
