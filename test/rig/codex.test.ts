import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Codex, CodexOptions } from './codex.ts';
import { describeRig } from './describe-rig.ts';
import { at } from './json-lines.ts';

const APPROVAL = /Would you like to run the following command\?/;

for (const mux of ['tmux', 'zellij'] as const) {
  describeRig('Codex', { mux, agents: ['codex'] }, (rig) => {
    let projects = 0;

    async function withCodex(options: Partial<CodexOptions>, body: (codex: Codex) => Promise<void>) {
      projects += 1;
      const codex = await rig().startCodex({ cwd: rig().projectDir(`project-${projects}`), ...options });
      await body(codex);
      await codex.stop();
    }

    test('says something', () =>
      withCodex({}, async (codex) => {
        expect(codex.rolloutPath()).toBeUndefined();
        await codex.prompt('SAY:good morning "you" & <them>');
        await codex.waitForScreen(/• good morning "you" & <them>/);
        expect(existsSync(codex.serverSocket)).toBe(true);
        expect(at(codex.records()[0], 'payload', 'id')).toBe(codex.threadId);
      }));

    test('hears a prompt of several lines', () =>
      withCodex({}, async (codex) => {
        await codex.prompt('first line\n\n"second" $HOME `line`; # ü\nlast line');
        await codex.waitForScreen(/• heard: first line/);
        expect(rig().model.turns.map((turn) => turn.prompt)).toContain(
          'first line\n\n"second" $HOME `line`; # ü\nlast line',
        );
      }));

    test('asks for an approval and runs the command', () =>
      withCodex({}, async (codex) => {
        await codex.prompt('BASH:touch made; echo "it ran"');
        await codex.choose(APPROVAL, 'y');
        await codex.waitForScreen(/• done: it ran/);
        expect(existsSync(join(codex.cwd, 'made'))).toBe(true);
      }));

    test('runs a command in its sandbox without asking', () =>
      withCodex({}, async (codex) => {
        await codex.prompt('RUN:echo "from the sandbox"');
        await codex.waitForScreen(/• done: from the sandbox/);
        expect(codex.records().some((record) => at(record, 'payload', 'type') === 'function_call_output')).toBe(true);
      }));

    test('fails, is slow, and can be interrupted', () =>
      withCodex({}, async (codex) => {
        await codex.prompt('FAIL:500');
        await codex.waitForScreen(/■ /);
        await codex.prompt('SLOW:600000');
        await codex.waitForScreen(/esc to interrupt/);
        await codex.key('\x1b');
        await codex.waitForScreen(/Conversation interrupted/);
        await codex.prompt('SAY:still here');
        await codex.waitForScreen(/• still here/);
        expect(codex.records().map((record) => at(record, 'payload', 'type'))).toContain('turn_aborted');
      }));

    test('runs without a server of its own', () =>
      withCodex({ args: ['--no-daemon'], codexHome: join(rig().home, 'cx') }, async (codex) => {
        await codex.prompt('SAY:all in one process');
        await codex.waitForScreen(/• all in one process/);
        expect(existsSync(join(codex.codexHome, 'app-server-control'))).toBe(false);
      }));

    test('streams', () =>
      withCodex({}, async (codex) => {
        await codex.prompt('STREAM:40');
        const early = await codex.waitForScreen(/piece 002/);
        expect(early).not.toContain('piece 040');
        await codex.waitForScreen(/piece 040/);
      }));
  });
}

describeRig('Codex', { mux: 'none', agents: ['codex'] }, (rig) => {
  test('answers in a bare pty, with a CODEX_HOME of its own', async () => {
    const codexHome = join(rig().home, 'cx');
    const codex = await rig().startCodex({ cwd: rig().projectDir('project'), codexHome });
    await codex.prompt('SAY:no multiplexer here');
    await codex.waitForScreen(/• no multiplexer here/);
    expect(codex.rolloutPath()).toContain(codexHome);
  });
});
