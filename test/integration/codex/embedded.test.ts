import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Codex } from '../../rig/codex.ts';
import { describeRig } from '../../rig/describe-rig.ts';
import { waitFor } from '../../rig/wait-for.ts';
import { WatchedCodex } from './watched-codex.ts';

const APPROVAL = /Would you like to run the following command\?/;

describeRig('Codex without its background server', { mux: 'tmux', agents: ['codex'] }, (rig) => {
  let projects = 0;

  async function withCodex(body: (codex: Codex) => Promise<void>): Promise<void> {
    projects += 1;
    const codex = await rig().startCodex({ cwd: rig().projectDir(`embedded-${projects}`), args: ['--no-daemon'] });
    try {
      await body(codex);
    } finally {
      await codex.stop();
    }
  }

  async function sessionOf(watched: WatchedCodex, codex: Codex): Promise<string> {
    const { session } = await watched.until('process', ({ process }) => process?.pid === codex.pid);
    return session.id;
  }

  test('is known by the lock it holds before its first turn, and followed by its rollout', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const id = await sessionOf(watched, codex);
      expect((await watched.untilStatus(id, 'idle')).facts.cwd).toBe(codex.cwd);
      expect(watched.adapter.path(watched.context(id), { type: 'prompt' })).toEqual({
        channel: 'keystrokes',
        via: 'codex',
      });

      await codex.prompt('HOLD:embedded');
      await watched.until('prompt_recorded', ({ text }) => text === 'HOLD:embedded');
      await watched.untilStatus(id, 'working');
      rig().model.release('embedded');
      await watched.until('said', ({ preview }) => preview === 'released: embedded');
      const state = await watched.untilStatus(id, 'idle');
      expect(state.status.evidence.source).toBe('transcript');
      expect(state.facts).toMatchObject({ model: 'gpt-5.5-codex', agentVersion: '0.169.0' });
      await watched.until('described', ({ facts }) => facts.title?.text === 'Mock title');
      expect(id).toBe(codex.threadId);
    }));

  test('an approval is shown by its record, and can only be typed', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const id = await sessionOf(watched, codex);
      await codex.prompt('BASH:touch made');
      const { request, source } = await watched.until('request_opened');
      expect(source).toBe('transcript');
      expect(request).toMatchObject({
        kind: 'permission',
        title: 'Run touch made',
        reason: 'The test asked for it',
        choices: [{ id: 'accept' }, { id: 'cancel' }],
      });
      await watched.untilStatus(id, 'needs_attention');
      const path = watched.adapter.path(watched.context(id), { type: 'request', requestId: request.id });
      expect(path).toEqual({ channel: 'keystrokes', via: 'codex' });
      await codex.choose(APPROVAL, 'y');
      await watched.until('request_closed', ({ by, requestId }) => by === 'unknown' && requestId === request.id);
      await watched.untilStatus(id, 'idle');
      expect(existsSync(join(codex.cwd, 'made'))).toBe(true);
    }));

  test('an interruption is recorded', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const id = await sessionOf(watched, codex);
      await codex.prompt('SLOW:600000');
      await watched.untilStatus(id, 'working');
      await codex.key('\x1b');
      await watched.until('interrupted', ({ session }) => session.id === id);
      await watched.untilStatus(id, 'idle');
      const page = await watched.conversation(id, 10);
      expect(page?.items.at(-1)).toMatchObject({ kind: 'note', text: 'Interrupted' });
    }));

  test('ends with its process', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const id = await sessionOf(watched, codex);
      await codex.prompt('SAY:one word');
      await watched.until('said', ({ preview }) => preview === 'one word');
      await watched.untilStatus(id, 'idle');
      await codex.stop();
      await waitFor(
        async () => {
          await watched.adapter.reconcile();
          return watched.session(id)?.status.value === 'ended';
        },
        { what: 'the end of the session' },
      );
      expect(watched.session(id)?.status.evidence.detail).toBe(`process ${codex.pid} has ended`);
      // AMC started after the end shows what is fresh, and does not call it alive.
      await using later = await WatchedCodex.start(codex.codexHome);
      await later.untilStatus(id, 'ended');
    }));

  test('two in one folder are never confused', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const second = await rig().startCodex({ cwd: codex.cwd, args: ['--no-daemon'] });
      const one = await sessionOf(watched, codex);
      const two = await sessionOf(watched, second);
      expect(one).not.toBe(two);
      await second.prompt('SAY:I am the second');
      const { session } = await watched.until('said', ({ preview }) => preview === 'I am the second');
      expect(session.id).toBe(two);
      await second.stop();
    }));

  test('with two threads in one process nothing is typed', () =>
    withCodex(async (codex) => {
      await using watched = await WatchedCodex.start(codex.codexHome);
      const id = await sessionOf(watched, codex);
      await codex.prompt('SAY:first thread');
      // Idle alone may be the one from before the turn; `/new` is refused while it runs.
      await codex.waitForRecord('the end of the turn', (record) => JSON.stringify(record).includes('"task_complete"'));
      await watched.untilStatus(id, 'idle');
      await codex.type('/new');
      await codex.pressEnter();
      await codex.waitForScreen(/Where should the new conversation run/, 5000);
      await codex.pressEnter();
      await watched.until('process', ({ session, process }) => session.id !== id && process?.pid === codex.pid);
      expect(watched.adapter.path(watched.context(id), { type: 'prompt' })).toMatchObject({ channel: 'none' });
    }));
});
