import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { describeRig } from '../../rig/describe-rig.ts';
import type { Codex } from '../../rig/codex.ts';
import { waitFor } from '../../rig/wait-for.ts';
import { WatchedCodex } from './watched-codex.ts';

const LINES = 'for i in 1 2 3 4 5 6 7 8; do echo line $i; sleep 0.3; done';
const APPROVAL = /Would you like to run the following command\?/;

describeRig('Codex with its background server', { mux: 'tmux', agents: ['codex'] }, (rig) => {
  let projects = 0;
  const outsideDir = mkdtempSync('/var/tmp/amc-');
  afterAll(() => rmSync(outsideDir, { recursive: true }));

  async function withCodex(body: (codex: Codex) => Promise<void>): Promise<void> {
    projects += 1;
    const codex = await rig().startCodex({ cwd: rig().projectDir(`served-${projects}`) });
    try {
      await body(codex);
    } finally {
      await codex.stop();
    }
  }

  /** The session Codex shows; before its first turn only the server knows it. */
  async function sessionIn(watched: WatchedCodex, cwd: string): Promise<string> {
    const described = await watched.until('described', ({ facts }) => facts.cwd === cwd);
    return described.session.id;
  }

  test('is listed before its first turn, takes a prompt, and proves it', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const id = await sessionIn(watched, codex.cwd);
      expect(await watched.conversation(id, 10)).toBeNull();
      await watched.untilStatus(id, 'idle');

      const handover = await watched.deliver(id, { type: 'prompt', text: 'SAY:good morning' });
      expect(handover).toMatchObject({ state: 'accepted', via: 'codex-server' });
      await watched.until('prompt_recorded', (one) => one.session.id === id && one.text === 'SAY:good morning');
      await watched.until('said', ({ preview }) => preview === 'good morning');
      await codex.waitForScreen(/• good morning/);
      const state = await watched.untilStatus(id, 'idle');
      expect(state.facts).toMatchObject({ cwd: codex.cwd, model: 'gpt-5.5-codex', agentVersion: '0.169.0' });
      expect(state.process).toMatchObject({ known: 'running', process: { pid: codex.pid } });

      const page = await waitFor(
        async () => {
          const read = await watched.conversation(id, 50);
          return read?.items.some(({ kind }) => kind === 'reply') === true ? read : undefined;
        },
        { what: 'the reply in the conversation' },
      );
      expect(page.items.map((item) => ('text' in item ? `${item.kind}: ${item.text}` : item.kind))).toEqual([
        'prompt: SAY:good morning',
        'reply: good morning',
      ]);
      expect(page.problems).toEqual([]);
      expect(await watched.adapter.messages(id)).toMatchObject([
        { role: 'user', content: 'SAY:good morning' },
        { role: 'assistant', content: 'good morning' },
      ]);
      // The threads Codex runs for itself (a title, for one) are nobody's sessions.
      expect([...watched.sessions.values()].filter(({ facts }) => facts.cwd === codex.cwd)).toHaveLength(1);
    }));

  test('an approval is approved, and the file appears', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const id = await sessionIn(watched, codex.cwd);
      await codex.prompt('BASH:touch made');
      const { request } = await watched.until('request_opened', ({ session }) => session.id === id);
      expect(request).toMatchObject({
        kind: 'permission',
        tool: 'exec_command',
        title: 'Run touch made',
        command: 'touch made',
        cwd: codex.cwd,
        reason: 'The test asked for it',
        choices: [
          { id: 'accept', effect: 'allow' },
          { id: 'acceptWithExecpolicyAmendment', effect: 'allow_always' },
          { id: 'decline', effect: 'deny' },
          { id: 'cancel', effect: 'cancel' },
        ],
      });
      expect((await watched.untilStatus(id, 'needs_attention')).requests).toHaveLength(1);
      const target = { type: 'request', requestId: request.id } as const;
      expect(watched.adapter.path(watched.context(id), target)).toEqual({ channel: 'structured', via: 'codex-server' });

      const handover = await watched.deliver(id, { type: 'approve', requestId: request.id });
      expect(handover).toMatchObject({ state: 'accepted', via: 'codex-server' });
      await watched.until('request_closed', ({ by, requestId }) => by === 'amc' && requestId === request.id);
      await waitFor(() => existsSync(join(codex.cwd, 'made')), { what: 'the file the command makes' });
      await watched.untilStatus(id, 'idle');
      expect(await codex.screen()).not.toMatch(APPROVAL);
      expect(await watched.deliver(id, { type: 'approve', requestId: request.id })).toMatchObject({ state: 'refused' });
    }));

  test('an approval is declined, and nothing happens', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const id = await sessionIn(watched, codex.cwd);
      await codex.prompt('BASH:touch made');
      const { request } = await watched.until('request_opened', ({ session }) => session.id === id);
      expect(
        await watched.deliver(id, { type: 'deny', requestId: request.id, message: 'use the other one' }),
      ).toMatchObject({
        state: 'refused',
        reason: { code: 'takes_no_message' },
      });
      expect(await watched.deliver(id, { type: 'deny', requestId: request.id })).toMatchObject({ state: 'accepted' });
      await watched.until('request_closed', ({ by, requestId }) => by === 'amc' && requestId === request.id);
      await watched.untilStatus(id, 'idle');
      expect(existsSync(join(codex.cwd, 'made'))).toBe(false);
    }));

  test('an approval answered in the terminal is closed as answered elsewhere', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const id = await sessionIn(watched, codex.cwd);
      await codex.prompt('BASH:touch made');
      const { request } = await watched.until('request_opened', ({ session }) => session.id === id);
      await codex.choose(APPROVAL, 'y');
      await watched.until('request_closed', ({ by, requestId }) => by === 'elsewhere' && requestId === request.id, {
        timeoutMs: 1_000,
      });
      await watched.untilStatus(id, 'idle');
      expect(existsSync(join(codex.cwd, 'made'))).toBe(true);
    }));

  test('a second start of AMC sees the pending approval under the same id', () =>
    withCodex(async (codex) => {
      let first = '';
      {
        await using watched = await WatchedCodex.start(codex.codexHome);
        const id = await sessionIn(watched, codex.cwd);
        await codex.prompt('BASH:touch made');
        first = (await watched.until('request_opened', ({ session }) => session.id === id)).request.id;
      }
      await using again = await WatchedCodex.start(codex.codexHome);
      const { request, session } = await again.until('request_opened', (one) => one.request.id === first);
      expect((await again.untilStatus(session.id, 'needs_attention')).requests).toHaveLength(1);
      expect(await again.deliver(session.id, { type: 'approve', requestId: request.id })).toMatchObject({
        state: 'accepted',
      });
      await again.until('request_closed', ({ by }) => by === 'amc');
      await waitFor(() => existsSync(join(codex.cwd, 'made')), { what: 'the file the command makes' });
    }));

  test('an edit outside the project is shown before it is made', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const id = await sessionIn(watched, codex.cwd);
      // Its sandbox lets Codex write below /tmp.
      const outside = join(outsideDir, 'new.txt');
      const patch = `*** Begin Patch\n*** Add File: ${outside}\n+hello\n+world\n*** End Patch`;
      await codex.prompt(`TOOL:exec_command ${JSON.stringify({ cmd: `apply_patch <<'EOF'\n${patch}\nEOF` })}`);
      const opened = await watched.until('request_opened', ({ session }) => session.id === id);
      expect(opened.request).toMatchObject({
        kind: 'permission',
        tool: 'apply_patch',
        edits: [{ path: outside, before: '', after: 'hello\nworld\n' }],
      });

      // Another AMC did not see the edit begin, and shows it all the same.
      await using second = await WatchedCodex.start(codex.codexHome);
      expect((await second.until('request_opened', ({ session }) => session.id === id)).request).toEqual(
        opened.request,
      );

      await watched.deliver(id, { type: 'deny', requestId: opened.request.id });
      await watched.until('request_closed', ({ by }) => by === 'amc');
      await second.until('request_closed', ({ by }) => by === 'elsewhere');
      await watched.untilStatus(id, 'idle');
      expect(existsSync(outside)).toBe(false);
    }));

  test('questions of the plan mode are answered', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const id = await sessionIn(watched, codex.cwd);
      await codex.key('\x1b[Z');
      await codex.waitForScreen(/Plan mode/);
      const questions = [
        {
          id: 'colour',
          header: 'Colour',
          question: 'Which colour?',
          options: [
            { label: 'Blue', description: 'Calm' },
            { label: 'Red', description: 'Loud' },
          ],
        },
        {
          id: 'size',
          header: 'Size',
          question: 'Which size?',
          options: [
            { label: 'S', description: 'small' },
            { label: 'L', description: 'large' },
          ],
        },
      ];
      await codex.prompt(`TOOL:request_user_input ${JSON.stringify({ questions })}`);
      const { request } = await watched.until('request_opened', ({ session }) => session.id === id);
      expect(request).toMatchObject({
        kind: 'question',
        questions: [{ id: 'colour', takesFreeText: true }, { id: 'size' }],
      });
      expect(await watched.deliver(id, { type: 'answer', requestId: request.id, answers: {} })).toMatchObject({
        state: 'refused',
      });
      const answers = { colour: { labels: ['Red'] }, size: { labels: [], text: 'M' } };
      expect(await watched.deliver(id, { type: 'answer', requestId: request.id, answers })).toMatchObject({
        state: 'accepted',
      });
      const closed = await watched.until('request_closed', ({ requestId }) => requestId === request.id);
      expect(closed).toMatchObject({ by: 'amc', detail: expect.stringContaining('rollout') });
      await codex.waitForRecord('the answer', (record) => JSON.stringify(record).includes('user_note: M'));
    }));

  test('a busy Codex is steered, then interrupted', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const id = await sessionIn(watched, codex.cwd);
      expect(await watched.deliver(id, { type: 'interrupt' })).toMatchObject({
        state: 'refused',
        reason: { code: 'not_running' },
      });
      await watched.deliver(id, { type: 'prompt', text: 'HOLD:steer' });
      await watched.until('prompt_recorded', ({ text }) => text === 'HOLD:steer');
      await watched.untilStatus(id, 'working');
      expect(await watched.deliver(id, { type: 'prompt', text: 'SAY:steered' })).toMatchObject({
        state: 'accepted',
        note: 'sent into the running turn',
      });
      rig().model.release('steer');
      await watched.until('prompt_recorded', ({ text }) => text === 'SAY:steered');
      await watched.until('said', ({ preview }) => preview === 'steered');
      await watched.untilStatus(id, 'idle');

      await watched.deliver(id, { type: 'prompt', text: 'SLOW:600000' });
      await watched.untilStatus(id, 'working');
      expect(await watched.deliver(id, { type: 'interrupt' })).toMatchObject({ state: 'accepted' });
      await watched.until('interrupted', ({ session }) => session.id === id);
      await watched.untilStatus(id, 'idle');
      await codex.waitForScreen(/Conversation interrupted/);
    }));

  test('what a command prints is told while it runs', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const id = await sessionIn(watched, codex.cwd);
      await watched.deliver(id, { type: 'prompt', text: `RUN:${LINES}` });
      const told = await watched.until('saying', ({ of, more }) => of === 'output' && more.includes('line'));
      expect(told).toMatchObject({ session: { id }, title: LINES, over: false });
      await watched.until('saying', ({ itemId, over }) => itemId === told.itemId && over);
    }));

  test('an error is shown, and is over with the next prompt', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const id = await sessionIn(watched, codex.cwd);
      await codex.prompt('FAIL:400');
      await watched.until('request_opened', ({ request }) => request.kind === 'error');
      expect((await watched.untilStatus(id, 'needs_attention')).requests[0]?.request).toMatchObject({ kind: 'error' });
      await using later = await WatchedCodex.start(codex.codexHome);
      await later.until('request_opened', ({ request, session }) => session.id === id && request.kind === 'error');
      await codex.prompt('SAY:well again');
      expect((await watched.untilStatus(id, 'idle')).requests).toEqual([]);
    }));
});
