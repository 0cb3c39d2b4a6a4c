import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Completion, CompletionTrigger } from '../contract/completion.ts';
import type { SessionState } from '../core/state.ts';
import type { AgentAdapter } from '../ports/agent.ts';
import type { Run } from '../ports/subprocess.ts';
import { Completions } from './completions.ts';

let base: string;
let project: string;
let completions: Completions;
let ran: string[];
let asked: number;
let named: Completion[];

/** Real git, without anything of this machine's own configuration. */
const run: Run = async (file, args, { cwd }) => {
  ran.push([file, ...args].join(' '));
  try {
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: base,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CEILING_DIRECTORIES: base,
    };
    const stdout = execFileSync(file, args, { cwd, env, encoding: 'utf8', stdio: 'pipe' });
    return { outcome: 'exited', exitCode: 0, stdout, stderr: '' };
  } catch {
    return { outcome: 'exited', exitCode: 128, stdout: '', stderr: 'not a git repository' };
  }
};

const adapter = {
  agent: 'claude',
  completions: {
    triggers: ['/', '@'],
    named: async () => {
      asked += 1;
      return named;
    },
    mention: (path) => (path.includes(' ') ? null : `@${path}`),
  },
} as Partial<AgentAdapter> as AgentAdapter;

function stateOf(key: string): SessionState | null {
  if (key === 'claude:gone') return null;
  const facts = key === 'claude:nowhere' ? {} : { cwd: project };
  return { key, ref: { agent: key.split(':')[0], id: 's' }, facts } as Partial<SessionState> as SessionState;
}

function put(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), 'secret');
  }
}

const git = (...args: string[]) => execFileSync('git', args, { cwd: project, env: { ...process.env, HOME: base } });
const ask = (trigger: CompletionTrigger, text = '', limit = 50, key = 'claude:s') =>
  completions.of(key, { trigger, text, limit });
const inserts = async (text: string) => (await ask('@', text)).items.map(({ insert }) => insert);

describe('completions', () => {
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'amc-completions-'));
    project = join(base, 'ledger');
    mkdirSync(project);
    ran = [];
    asked = 0;
    named = [];
    completions = new Completions({ agents: new Map([['claude', adapter]]), stateOf, run });
  });
  afterEach(() => {
    completions.dispose();
    rmSync(base, { recursive: true });
  });

  test('commands: alphabetical, filtered without regard to case, cut with a word about it', async () => {
    named = ['/zip', '/Beta', '/alpha', '/gamma'].map((name) => ({ insert: name, label: name }));
    expect((await ask('/')).items.map(({ label }) => label)).toEqual(['/alpha', '/Beta', '/gamma', '/zip']);
    expect(await ask('/', 'AM')).toMatchObject({ items: [{ label: '/gamma' }], more: false });
    expect((await ask('/', 'A')).items.map(({ label }) => label)).toEqual(['/alpha', '/Beta', '/gamma']);
    expect((await ask('/', 'P')).items.map(({ label }) => label)).toEqual(['/alpha', '/zip']);
    expect((await ask('/', 'z')).items.map(({ label }) => label)).toEqual(['/zip']);
    expect(await ask('/', '', 2)).toMatchObject({ items: [{ label: '/alpha' }, { label: '/Beta' }], more: true });
    expect(asked).toBe(1);
  });

  test('a trigger the agent does not have, an agent that has none, a session without a folder', async () => {
    expect(await ask('$')).toEqual({ triggers: ['/', '@'], items: [], more: false });
    expect(await ask('/', '', 50, 'codex:s')).toEqual({ triggers: [], items: [], more: false });
    expect(await ask('@', '', 50, 'claude:nowhere')).toEqual({ triggers: ['/'], items: [], more: false });
    await expect(ask('/', '', 50, 'claude:gone')).rejects.toThrow('no session');
    expect(ran).toEqual([]);
  });

  test('files of a work tree: tracked or new, not ignored, in their order', async () => {
    git('init', '-q');
    put('src/server.ts', 'src/server/app.ts', 'build/server.js', '.github/server.yml', 'with blank.ts', 'ünï.ts');
    writeFileSync(join(project, '.gitignore'), 'build/\n');
    git('add', 'src');
    expect(await inserts('serv')).toEqual(['@src/server.ts', '@src/server/app.ts']);
    expect(await inserts('ünï')).toEqual(['@ünï.ts']);
    expect(await inserts('.git')).toEqual(['@.gitignore', '@.github/server.yml']);
    expect(await inserts('blank')).toEqual([]);
    expect(await ask('@', 'app')).toEqual({
      triggers: ['/', '@'],
      items: [{ insert: '@src/server/app.ts', label: 'app.ts', detail: 'src/server/' }],
      more: false,
    });
    expect(await ask('@', '', 1)).toMatchObject({ items: [{ label: 'ünï.ts' }], more: true });
  });

  test('a project’s configuration cannot make git run a program', async () => {
    git('init', '-q');
    put('a.ts');
    writeFileSync(join(project, 'monitor.sh'), `#!/bin/sh\ntouch ${join(base, 'ran')}\n`, { mode: 0o755 });
    git('config', 'core.fsmonitor', join(project, 'monitor.sh'));
    expect(await inserts('a.ts')).toEqual(['@a.ts']);
    expect(() => execFileSync('ls', [join(base, 'ran')], { stdio: 'pipe' })).toThrow('No such file');
  });

  test('without git: files of the folders, near first; no hidden ones unless asked for, nothing of what is installed', async () => {
    put('top.ts', 'a/b/c/deep.ts', 'node_modules/x/top.ts', '.cfg/hidden.ts', '.top.ts');
    expect(await inserts('')).toEqual(['@top.ts', '@a/b/c/deep.ts']);
    expect(await inserts('.cfg/h')).toEqual(['@.cfg/hidden.ts']);
  });

  test('never what lies outside, nor what is gone', async () => {
    git('init', '-q');
    put('inside.ts', 'gone.ts');
    writeFileSync(join(base, 'outside.ts'), 'secret');
    mkdirSync(join(base, 'ledger-2'));
    writeFileSync(join(base, 'ledger-2/twin.ts'), 'secret');
    symlinkSync('../outside.ts', join(project, 'link-out.ts'));
    symlinkSync('../ledger-2/twin.ts', join(project, 'link-twin.ts'));
    symlinkSync('inside.ts', join(project, 'link-in.ts'));
    symlinkSync('..', join(project, 'up'));
    git('add', '-A');
    rmSync(join(project, 'gone.ts'));
    expect(await inserts('')).toEqual(['@inside.ts', '@link-in.ts']);
  });

  test('a folder is looked through once while somebody types', async () => {
    put('a.ts');
    await Promise.all(['', 'a', 'a.', 'a.t'].map((text) => ask('@', text)));
    expect(ran).toHaveLength(1);
  });
});
