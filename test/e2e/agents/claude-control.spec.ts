import { expect, test } from '@playwright/test';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Action, Command } from '../../../src/contract/command.ts';
import type { Session } from '../../../src/contract/session.ts';
import type { AmcProcess } from '../../helpers/amc-process.ts';
import type { Claude } from '../../rig/claude.ts';
import { needs } from '../../rig/machine.ts';
import type { Rig } from '../../rig/rig.ts';
import { type Mux } from '../../rig/rig.ts';
import { waitFor } from '../../rig/wait-for.ts';
import { RED_SQUARE, withAmc } from './world.ts';

interface Controlled {
  rig: Rig;
  amc: AmcProcess;
  claude: Claude;
  session: Session;
  send: (action: Action, key?: string) => Promise<Command>;
}

/** One Claude in a project of its own, with hooks, and AMC beside it; no page. */
function withClaude(mux: Mux, body: (world: Controlled) => Promise<void>): Promise<void> {
  return withAmc({ mux }, async (rig, amc) => {
    const cwd = rig.projectDir('ledger');
    mkdirSync(join(cwd, '.claude', 'commands'), { recursive: true });
    writeFileSync(join(cwd, '.claude', 'commands', 'greet.md'), 'Greet $ARGUMENTS warmly.\n');
    const claude = await rig.startClaude({ cwd });
    const isIt = ({ id, pane, paneNote }: Session): boolean =>
      id === claude.sessionId && (pane !== undefined || paneNote !== undefined);
    const session = await amc.session('is this Claude', isIt);
    const send = (action: Action, key: string = session.key): Promise<Command> => amc.command(key, action, 30_000);
    await body({ rig, amc, claude, session, send });
  });
}

/** Done, as the screen shows; no record says so. */
const shownOnly = { state: 'unknown', reason: expect.objectContaining({ code: 'shown_only' }) };

function confirmed(by: 'hook' | 'transcript' | 'registry' | 'any') {
  return { state: 'confirmed', evidence: by === 'any' ? expect.anything() : expect.objectContaining({ source: by }) };
}

function refused(code: string) {
  return { state: 'refused', reason: expect.objectContaining({ code }) };
}

for (const mux of ['tmux', 'zellij'] as const) {
  const { ok, reason } = needs('rig', mux, 'claude');

  test.describe(`Claude controlled in ${mux}`, () => {
    test.skip(!ok, reason);
    test.setTimeout(180_000);

    test('Claude takes prompts, commands, files and settings as keystrokes, and proves them', async () => {
      await withClaude(mux, async ({ rig, amc, claude, session, send }) => {
        const settings = join(rig.home, '.claude', 'settings.json');
        const image = join(rig.home, 'red square.png');
        const notes = join(rig.home, 'my notes.txt');
        writeFileSync(image, RED_SQUARE);
        writeFileSync(notes, 'remember the milk\n');

        await test.step('a path at the start, and a # are a prompt like any other', async () => {
          expect((await send({ type: 'prompt', text: '/etc/hostname is what?' })).delivery).toMatchObject(
            confirmed('any'),
          );
          await claude.waitForStatus('idle');
          expect((await send({ type: 'prompt', text: '#1 is open, look at @READ' })).delivery).toMatchObject(
            confirmed('any'),
          );
          await claude.waitForStatus('idle');
        });

        await test.step('forty lines, and tabs', async () => {
          const text = Array.from({ length: 40 }, (_, n) => `line ${n} of forty`).join('\n');
          expect((await send({ type: 'prompt', text })).delivery).toMatchObject(confirmed('any'));
          await claude.waitForStatus('idle');
          const tabbed = await send({ type: 'prompt', text: 'one\ttwo\n\tthree' });
          expect(tabbed.delivery.evidence?.detail).toContain('each tab as four blanks');
          await claude.waitForStatus('idle');
        });

        await test.step('a command of the project', async () => {
          const greeted = await send({ type: 'prompt', text: '/greet Bob  Smith' });
          expect(greeted.delivery).toMatchObject(confirmed('transcript'));
          await claude.waitForRecord('the command', (record) =>
            JSON.stringify(record).includes('<command-args>Bob  Smith</command-args>'),
          );
          await claude.waitForStatus('idle');
        });

        await test.step('an image and a file', async () => {
          const text = 'what are these?\nsay it in a word';
          const attachments = [{ path: image }, { path: notes }];
          expect((await send({ type: 'prompt', text, attachments })).delivery).toMatchObject(confirmed('transcript'));
          const record = await claude.waitForRecord(
            'the prompt with its image',
            ({ type, message }) => type === 'user' && JSON.stringify(message).includes('"type":"image"'),
          );
          expect(JSON.stringify(record)).toContain('say it in a word');
          await claude.waitForRecord('the file', ({ attachment }) =>
            JSON.stringify(attachment ?? '').includes('remember the milk'),
          );
          await claude.waitForStatus('idle');
        });

        await test.step('the mode, there and back', async () => {
          const toPlan = await send({ type: 'mode', mode: 'plan' });
          expect(toPlan.delivery).toMatchObject(shownOnly);
          expect(await claude.screen()).toContain('plan mode on');
          await amc.session('says its mode', ({ mode }) => mode === 'plan');
          expect((await send({ type: 'prompt', text: 'SAY:planning' })).delivery).toMatchObject(confirmed('any'));
          // Claude writes its mode down with the prompt: now it is proven.
          const proven = () => amc.client.call('command', { params: { id: toPlan.id }, query: { waitMs: 0 } });
          await waitFor(async () => (await proven()).delivery.state === 'confirmed', { what: 'the mode to be proven' });
          await claude.waitForStatus('idle');
          expect((await send({ type: 'mode', mode: 'default' })).delivery).toMatchObject(shownOnly);
          expect(await claude.screen()).toContain('manual mode on');
        });

        await test.step('the model and its effort, for this session only', async () => {
          const before = existsSync(settings) ? readFileSync(settings, 'utf8') : '';
          const switched = await send({ type: 'model', model: 'sonnet', effort: 'low' });
          expect(switched.delivery).toMatchObject(confirmed('transcript'));
          expect(existsSync(settings) ? readFileSync(settings, 'utf8') : '').toBe(before);
          const offers = async () => (await amc.sessions()).find(({ key }) => key === session.key)?.offers;
          await waitFor(
            async () =>
              (await offers())?.some(({ current, currentEffort }) => current === 'sonnet' && currentEffort === 'low'),
            {
              what: 'the offer to say what is set now',
            },
          );
          const none = await send({ type: 'model', model: 'no-such-model' });
          expect(none.delivery.reason).toMatchObject({ code: 'model_not_offered' });
          expect(await claude.screen()).toMatch(/^❯\s*$/m);
        });

        await test.step('a title', async () => {
          expect((await send({ type: 'rename', title: 'The red square' })).delivery).toMatchObject(
            confirmed('transcript'),
          );
          await amc.session('has its title', ({ title }) => title === 'The red square');
        });

        await test.step('behind a running turn', async () => {
          expect((await send({ type: 'prompt', text: 'HOLD:first' })).delivery).toMatchObject(confirmed('any'));
          const queued = await send({ type: 'prompt', text: 'and then this' });
          expect(queued.delivery).toMatchObject(confirmed('transcript'));
          expect(queued.delivery.evidence?.detail).toContain('queued');
          rig.model.release('first');
          await claude.waitForRecord(
            'the queued prompt',
            ({ type, message }) => type === 'user' && JSON.stringify(message).includes('and then this'),
          );
          await claude.waitForStatus('idle');
        });

        await test.step('a running turn is stopped', async () => {
          expect((await send({ type: 'prompt', text: 'STREAM:600' })).delivery).toMatchObject(confirmed('any'));
          await claude.waitForScreen(/piece \d/);
          expect((await send({ type: 'interrupt' })).delivery).toMatchObject(confirmed('any'));
          await claude.waitForStatus('idle');
        });

        await test.step('compacted, cleared, closed', async () => {
          expect((await send({ type: 'compact', instructions: 'keep the names' })).delivery).toMatchObject(
            confirmed('transcript'),
          );
          await claude.waitForStatus('idle');
          expect((await send({ type: 'clear' })).delivery).toMatchObject(confirmed('transcript'));
          const next = await amc.session(
            'follows the cleared one',
            ({ id, pane }) => id === claude.sessionId && id !== session.id && pane !== undefined,
          );
          expect((await send({ type: 'close' }, next.key)).delivery).toMatchObject(confirmed('any'));
          await waitFor(() => !existsSync(claude.registryFile), { what: 'Claude to end' });
        });
      });
    });

    test('a dialog that only the screen shows is answered; a stale answer is refused', async () => {
      await withClaude(mux, async ({ amc, claude, send, session }) => {
        await claude.type('/effort');
        await claude.pressEnter();
        await claude.waitForScreen(/s to use this session only/);
        await claude.key('\x1b');
        await claude.waitForScreen(/Cancelled/);
        await claude.prompt('SAY:cached');
        await claude.waitForStatus('idle');
        await claude.type('/model haiku');
        await claude.pressEnter();
        const asks = async () => (await amc.sessions()).find(({ key }) => key === session.key)?.requests[0];
        const request = await waitFor(asks, { what: 'the dialog as a request' });
        if (request.kind !== 'trust') throw new Error(`Expected a dialog of the screen, got ${request.kind}`);
        expect(request.text).toContain('Switch model?');
        expect(request.choices.map(({ effect }) => effect)).toEqual(['allow', 'deny']);

        const inTheWay = await send({ type: 'prompt', text: 'not into the dialog' });
        expect(inTheWay.delivery).toMatchObject(refused('dialog_open'));
        const denied = await send({ type: 'deny', requestId: request.id });
        expect(denied.delivery).toMatchObject(shownOnly);
        await claude.waitForScreen(/Kept model/);
        const late = await send({ type: 'deny', requestId: request.id }).catch((error: unknown) => error);
        expect(late).toMatchObject({ code: 'request_closed' });
      });
    });

    test('what a sandboxed command asks is read from the screen and answered there', async () => {
      const { ok: sandboxed, reason: why } = needs('sandbox');
      test.skip(!sandboxed, why);
      await withAmc({ mux }, async (rig, amc) => {
        const cwd = rig.projectDir('boxed');
        mkdirSync(join(cwd, '.claude'), { recursive: true });
        writeFileSync(
          join(cwd, '.claude', 'settings.json'),
          JSON.stringify({ sandbox: { enabled: true, autoAllowBashIfSandboxed: true } }),
        );
        const claude = await rig.startClaude({ cwd });
        const key = `claude:${claude.sessionId}`;
        const asked = (host: string): Promise<Session> =>
          amc.session(`asks for ${host}`, ({ key: each, requests: [one] }) => {
            return each === key && one?.kind === 'trust' && one.text.includes(`Host: ${host}`);
          });
        // Loopback addresses that no proxy rule passes by: nothing leaves the machine.
        await claude.prompt('BASH:curl -sS -m 20 http://127.0.0.2:9/');
        const first = await asked('127.0.0.2');
        expect(first.requests[0]).toMatchObject({
          choices: [{ effect: 'allow' }, { effect: 'allow_always' }, { effect: 'deny' }],
          answer: { channel: 'keystrokes' },
        });
        const denied = await amc.command(key, { type: 'deny', requestId: first.requests[0]?.id ?? '' });
        expect(denied.delivery).toMatchObject(shownOnly);
        await claude.waitForStatus('idle');
        await claude.prompt('BASH:curl -sS -m 20 http://127.0.0.3:9/');
        const second = await asked('127.0.0.3');
        const allowed = await amc.command(key, { type: 'approve', requestId: second.requests[0]?.id ?? '' });
        expect(allowed.delivery).toMatchObject(shownOnly);
        await amc.session('is idle', ({ key: each, status }) => each === key && status.value === 'idle');
      });
    });
  });
}

const { ok, reason } = needs('rig', 'claude', 'tmux');

test.describe('Claude and what must not be typed', () => {
  test.skip(!ok, reason);
  test.setTimeout(120_000);

  test('drafts, other views, commands that open views and shell texts are left alone', async () => {
    await withClaude('tmux', async ({ claude, send, session }) => {
      const prompt = (text: string): Promise<Command> => send({ type: 'prompt', text });
      await claude.type('half a line');
      expect((await prompt('over it')).delivery).toMatchObject(refused('draft'));
      expect((await send({ type: 'clear' })).delivery).toMatchObject(refused('draft'));
      expect(await claude.screen()).toMatch(/❯\s+half a line\s*$/m);
      await claude.clearInput();
      await claude.waitForScreen(/^❯\s*$/m);

      for (const [text, code] of [
        ['! touch made', 'shell_prefix'],
        [' !touch made', 'shell_prefix'],
        ['/config', 'opens_view'],
        [' /resume', 'opens_view'],
        ['/clear', 'has_action'],
        ['/greet a\nb', 'command_lines'],
      ] as const) {
        expect((await prompt(text)).delivery, text).toMatchObject(refused(code));
      }
      await claude.key('\x0f'); // Ctrl+O: the transcript in full
      await claude.waitForScreen(/Showing detailed transcript/);
      expect((await prompt('into the viewer')).delivery).toMatchObject(refused('no_composer'));
      await claude.key('\x0f');
      await claude.waitForScreen(/^❯\s*$/m);
      expect(claude.records().filter(({ type }) => type === 'user')).toEqual([]);

      expect((await send({ type: 'mode', mode: 'no-such-mode' })).delivery.reason?.code).toBe('mode_not_offered');
      expect(await claude.screen()).toContain('manual mode on');
      expect(session.prompt.channel).toBe('keystrokes');
    });
  });
});

test.describe('Claude in a bare terminal, as to keystrokes', () => {
  const bare = needs('rig', 'claude');
  test.skip(!bare.ok, bare.reason);
  test.setTimeout(120_000);

  test('in a bare terminal nothing is typed, and the reason is shown', async () => {
    await withClaude('none', async ({ amc, claude, send, session }) => {
      const now = await amc.session(
        'has no pane',
        ({ key, paneNote }) => key === session.key && paneNote !== undefined,
      );
      expect(now.prompt).toMatchObject({
        channel: 'none',
        reason: expect.stringMatching(/\S/),
        remedy: expect.objectContaining({ command: 'tmux new-session claude' }),
      });
      for (const { path } of now.offers) expect(path.channel).toBe('none');
      const sent = await send({ type: 'prompt', text: 'nobody types this' });
      expect(sent.delivery).toMatchObject(refused('no_pane'));
      expect(claude.records()).toEqual([]);
    });
  });
});
