import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHooksManager } from '../../../src/app/hooks.ts';
import { createAgentProbe, createHooksSetup } from '../../../src/app/setup.ts';
import type { TerminalAdapter } from '../../../src/ports/terminal.ts';
import { MachineSetup } from '../../../src/services/setup.ts';

let home: string;
let now: number;
let probes: number;
let lastHookEventAt: number | null;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'amc-setup-'));
  mkdirSync(join(home, 'bin'));
  now = 1_000_000;
  probes = 0;
  lastHookEventAt = null;
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function program(name: string, script: string): void {
  const path = join(home, 'bin', name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

function machine(more: Record<string, string> = {}): MachineSetup {
  const env = { HOME: home, XDG_DATA_HOME: join(home, 'data'), PATH: `relative:${join(home, 'bin')}`, ...more };
  const tmux = {
    terminal: 'tmux',
    probe: async () => {
      probes += 1;
      return { available: true, version: '3.4', detail: 'tmux 3.4' };
    },
  } as Pick<TerminalAdapter, 'terminal' | 'probe'> as TerminalAdapter;
  return new MachineSetup({
    clock: () => now,
    hooks: createHooksSetup(createHooksManager(env)),
    lastHookEventAt: () => lastHookEventAt,
    probeAgents: createAgentProbe(env),
    terminals: [tmux],
  });
}

/** Every file below a folder with its text. */
function everything(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

describe('what is found', () => {
  it('is programs with their versions, and folders', async () => {
    program('claude', 'echo "2.1.330 (Claude Code)"; echo called >> "$0.calls"');
    program('codex', 'echo "codex-cli 0.87.0-alpha.3"');
    mkdirSync(join(home, '.claude'));
    const setup = machine();
    const { agents, terminals } = await setup.look();
    expect(agents).toMatchObject([
      { agent: 'claude', found: true, version: '2.1.330' },
      {
        agent: 'codex',
        found: true,
        version: '0.87.0-alpha.3',
        next: 'Start `codex` once, so that it makes its folder.',
      },
    ]);
    expect(agents[0]?.detail).toBe(`${join(home, 'bin', 'claude')}. It keeps its records in ${join(home, '.claude')}.`);
    expect(terminals).toEqual([{ terminal: 'tmux', available: true, version: '3.4', detail: 'tmux 3.4' }]);
    now += 10_000;
    await setup.look();
    expect(probes).toBe(1);
    now += 60_000;
    await setup.look();
    expect(probes).toBe(2);
    expect(readFileSync(join(home, 'bin', 'claude.calls'), 'utf8')).toBe('called\n');
  });

  it('is nothing on an empty machine, with what to do', async () => {
    const { agents, hooks } = await machine().look();
    expect(agents.map(({ found }) => found)).toEqual([false, false]);
    expect(agents[0]?.detail).toContain('PATH');
    expect(hooks).toMatchObject({ state: 'absent', steps: [], lastEventAt: null, command: 'amc hooks install' });
    expect(everything(home)).toEqual({});
  });

  it('is a program that does not say its version', async () => {
    program('claude', 'exit 3');
    const [claude] = (await machine().look()).agents;
    expect(claude).toMatchObject({ found: true });
    expect(claude).not.toHaveProperty('version');
  });
});

describe('hooks', () => {
  beforeEach(() => {
    mkdirSync(join(home, '.claude'));
    writeFileSync(join(home, '.claude', 'settings.json'), '{"model":"opus"}');
  });

  it('are installed in a folder of their own after the steps were shown, and removed again', async () => {
    const setup = machine();
    const before = everything(home);
    const first = await setup.look();
    expect(everything(home)).toEqual(before);
    expect(first.hooks.state).toBe('absent');
    const [step, ...others] = first.hooks.steps;
    expect(others).toEqual([]);
    expect(step?.what).toContain('amc-hook.sh');

    const { hooks: installed } = await setup.changeHooks('install');
    expect(installed).toMatchObject({ state: 'installed', command: 'amc hooks uninstall', lastEventAt: null });
    const made = Object.keys(everything(home)).filter((file) => !(file in before));
    // What was shown is what was made; AMC's own data folder beside.
    expect(made.every((file) => join(home, file).startsWith(`${step?.path}/`))).toBe(true);
    for (const file of made) expect(step?.what).toContain(file.slice((step?.path?.length ?? 0) - home.length));
    expect(readFileSync(join(home, '.claude', 'settings.json'), 'utf8')).toBe('{"model":"opus"}');
    expect(existsSync(join(home, 'data', 'amc', 'spool'))).toBe(true);

    lastHookEventAt = 42;
    expect((await setup.look()).hooks.lastEventAt).toBe(42);
    expect((await setup.changeHooks('uninstall')).hooks.state).toBe('absent');
    expect(everything(home)).toEqual(before);
  });

  it('that were changed are outdated, and renewed by installing', async () => {
    const setup = machine();
    const { hooks } = await setup.changeHooks('install');
    const script = join(hooks.steps[0]?.path ?? '', 'amc-hook.sh');
    writeFileSync(script, '#!/bin/sh\n');
    const { hooks: changed } = await setup.look();
    expect(changed).toMatchObject({ state: 'outdated', command: 'amc hooks install' });
    expect(changed.steps[0]?.what).toContain('Renew amc-hook.sh');
    expect((await setup.changeHooks('install')).hooks.state).toBe('installed');
  });

  it('that the user switched off are disabled', async () => {
    const setup = machine();
    await setup.changeHooks('install');
    writeFileSync(join(home, '.claude', 'settings.json'), '{"disableAllHooks":true}');
    const { hooks } = await setup.look();
    expect(hooks.state).toBe('disabled');
    expect(hooks.detail).toContain('All hooks are switched off.');
  });

  it('are not put over something else of that name', async () => {
    const setup = machine();
    const { path = '' } = (await setup.look()).hooks.steps[0] ?? {};
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'mine.txt'), 'mine');
    const { hooks } = await setup.look();
    expect(hooks.steps[0]?.what).toMatch(/^Nothing: /);
    await expect(setup.changeHooks('install')).rejects.toMatchObject({ code: 'hooks_folder_taken' });
    expect(readdirSync(path)).toEqual(['mine.txt']);
  });

  it('in one folder of two are not all there', async () => {
    await machine().changeHooks('install');
    mkdirSync(join(home, 'work'));
    const setup = machine({ CLAUDE_CONFIG_DIR: join(home, 'work') });
    const { hooks } = await setup.look();
    expect(hooks.state).toBe('outdated');
    expect(hooks.steps).toHaveLength(1);
    expect((await setup.changeHooks('install')).hooks.state).toBe('installed');
  });
});
