import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Claude, ClaudeOptions } from './claude.ts';
import { describeRig } from './describe-rig.ts';
import { at } from './json-lines.ts';
import type { Rig } from './rig.ts';

const PERMISSION = /Do you want to proceed\?/;

for (const mux of ['tmux', 'zellij'] as const) {
  describeRig('Claude', { mux, agents: ['claude'] }, (rig) => {
    /** A Claude of its own for each test, in a project of its own. */
    async function withClaude(options: Partial<ClaudeOptions>, body: (claude: Claude) => Promise<void>) {
      const claude = await rig().startClaude({ cwd: newProject(rig()), ...options });
      await body(claude);
      await claude.stop();
    }

    test('says something', () =>
      withClaude({}, async (claude) => {
        await claude.prompt('SAY:good morning "you" & <them>');
        await claude.waitForScreen(/● good morning "you" & <them>/);
        await claude.waitForStatus('idle');
        expect(claude.transcriptPath()).toContain(claude.sessionId);
      }));

    test('hears a prompt of several lines', () =>
      withClaude({}, async (claude) => {
        await claude.prompt('first line\n\n"second" $HOME `line`; # ü\nlast line');
        await claude.waitForScreen(/● heard: first line/);
        expect(rig().model.turns.at(-1)?.prompt).toBe('first line\n\n"second" $HOME `line`; # ü\nlast line');
      }));

    test('asks a single-choice question', () =>
      withClaude({}, async (claude) => {
        await claude.prompt('ASK:single');
        await claude.waitForStatus('waiting');
        expect(claude.registry().waitingFor).toBe('input needed');
        await claude.choose(/❯ 1\. Blue/, '2');
        await claude.waitForScreen(/● done: .*Which colour/);
      }));

    test('asks a multi-select question', () =>
      withClaude({}, async (claude) => {
        await claude.prompt('ASK:multi');
        await claude.waitForScreen(/1\. \[ \] Search/);
        await pickAndSubmit(claude);
        await claude.waitForScreen(/Which features .*→ Search, Export/);
        await claude.waitForScreen(/● done: /);
        expect(lastToolResult(rig())).toContain('"Search, Export"');
      }));

    test('asks several questions', () =>
      withClaude({}, async (claude) => {
        await claude.prompt('ASK:several');
        await claude.choose(/❯ 1\. Blue/, '1');
        await claude.choose(/❯ 1\. SQLite/, '2');
        await claude.waitForScreen(/1\. \[ \] Search/);
        await pickAndSubmit(claude);
        await claude.waitForScreen(/● done: /);
        expect(lastToolResult(rig())).toMatch(/Blue.*Postgres.*Search, Export/s);
      }));

    test('asks for a permission and runs the command', () =>
      withClaude({}, async (claude) => {
        await claude.prompt('BASH:touch made; echo "it ran"');
        await claude.waitForStatus('waiting');
        expect(claude.registry().waitingFor).toBe('permission prompt');
        await claude.choose(PERMISSION, '1');
        await claude.waitForScreen(/● done: it ran/);
        expect(existsSync(join(claude.cwd, 'made'))).toBe(true);
      }));

    test('runs an edit without asking when edits are accepted', () =>
      withClaude({ permissionMode: 'acceptEdits' }, async (claude) => {
        await claude.prompt(`TOOL:Write ${JSON.stringify({ file_path: join(claude.cwd, 'new.txt'), content: 'hi' })}`);
        await claude.waitForScreen(/● done: File created/);
        expect(existsSync(join(claude.cwd, 'new.txt'))).toBe(true);
      }));

    test('proposes a plan', () =>
      withClaude({ permissionMode: 'plan' }, async (claude) => {
        await claude.prompt('PLAN:# Plan\n\n1. Be brave');
        await claude.waitForScreen(/Here is Claude's plan:[\s\S]*Be brave/);
        await claude.choose(/Would you like to proceed\?/, '2');
        await claude.waitForScreen(/● done: /);
        expect(lastToolResult(rig())).toMatch(/approved your plan/);
      }));

    test('fails', () =>
      withClaude({}, async (claude) => {
        await claude.prompt('FAIL:500');
        await claude.waitForScreen(/● API Error: 500/);
        await claude.prompt('FAIL:overloaded');
        await claude.waitForScreen(/● API Error: 529 Overloaded/);
        await claude.prompt('SAY:better now');
        await claude.waitForScreen(/● better now/);
        expect(claude.records().filter((record) => record.isApiErrorMessage === true)).toHaveLength(2);
      }));

    test('is slow, and can be interrupted', () =>
      withClaude({}, async (claude) => {
        await claude.prompt('SLOW:600000');
        await claude.waitForStatus('busy');
        await claude.waitForScreen(/esc to interrupt/);
        await claude.key('\x1b');
        await claude.waitForScreen(/^❯ SLOW:600000/m);
        await claude.waitForStatus('idle');
        expect(claude.records().some((record) => record.type === 'assistant')).toBe(false);
      }));

    test('streams', () =>
      withClaude({}, async (claude) => {
        await claude.prompt('STREAM:40');
        const early = await claude.waitForScreen(/piece 002/);
        expect(early).not.toContain('piece 040');
        await claude.waitForScreen(/piece 040/);
      }));

    test('takes words while it works', () =>
      withClaude({}, async (claude) => {
        await claude.prompt('HOLD:words');
        await claude.type('SAY:one more thing');
        await claude.pressEnter();
        await claude.waitForScreen(/Queued/);
        rig().model.release('words');
        await claude.waitForScreen(/● one more thing/);
        expect(claude.records().map((record) => record.type)).toContain('queue-operation');
      }));

    test('runs from a shell, with a config folder of its own', () =>
      withClaude({ inShell: true, configDir: join(rig().home, 'cc') }, async (claude) => {
        expect(claude.pid).not.toBe(claude.pane.rootPid);
        await claude.prompt('SAY:from a shell');
        const reply = await claude.waitForRecord('an answer', (record) => record.type === 'assistant');
        expect(at(reply, 'message', 'content', 0, 'text')).toBe('from a shell');
        expect(claude.transcriptPath()).toContain(join(rig().home, 'cc'));
      }));
  });
}

describeRig('Claude', { mux: 'none', agents: ['claude'] }, (rig) => {
  test('answers in a bare pty', async () => {
    const claude = await rig().startClaude({ cwd: newProject(rig()) });
    await claude.prompt('SAY:no multiplexer here');
    await claude.waitForScreen(/● no multiplexer here/);
    expect(claude.registry()).not.toHaveProperty('tmux');
  });
});

/** The multi-select dialog is on the screen: tick two boxes, go on to the review, submit. */
async function pickAndSubmit(claude: Claude): Promise<void> {
  await claude.choose(/1\. \[ \] Search/, '1');
  await claude.choose(/3\. \[ \] Export/, '3');
  await claude.key('\t');
  await claude.choose(/Review your answers/, '1');
}

/** What the model heard last of a tool: proof that an answer arrived, and which. */
function lastToolResult(rig: Rig): string | undefined {
  return rig.model.turns.at(-1)?.toolResult?.output;
}

let projects = 0;

function newProject(rig: Rig): string {
  projects += 1;
  return rig.projectDir(`project-${projects}`);
}
