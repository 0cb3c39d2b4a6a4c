import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Completion } from '../../../contract/completion.ts';
import { claudeCompletions } from './completions.ts';

let home: string;
let config: string;
let project: string;

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const says = (description: string, more = '') => `---\ndescription: ${description}\n${more}---\nDo it.`;

function listed(dir: string | null = project): Promise<readonly Completion[]> {
  return claudeCompletions(() => config).named({ ref: { agent: 'claude', id: 's' }, dir }, '/');
}

async function own(dir?: string | null): Promise<Record<string, string>> {
  const all = (await listed(dir)).filter(({ from }) => from !== undefined);
  return Object.fromEntries(all.map(({ insert, detail, from }) => [insert, `${from}: ${detail}`]));
}

describe('commands and skills of Claude Code', () => {
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'amc-claude-completions-'));
    config = join(home, '.claude');
    project = join(home, 'ledger');
    mkdirSync(join(project, '.git'), { recursive: true });
  });
  afterEach(() => rmSync(home, { recursive: true }));

  test('of the user and of the project, folders as parts of the name', async () => {
    put(join(config, 'commands/ship.md'), says('Ships it'));
    put(join(config, 'commands/team/daily/notes.md'), says('Writes notes'));
    put(join(project, '.claude/commands/check.md'), 'Check all of it\n\nCarefully.');
    put(join(config, 'skills/folder-name/SKILL.md'), says('A skill', 'name: another-name\n'));
    put(join(project, '.claude/skills/tidy/SKILL.md'), says('Tidies'));
    expect(await own()).toEqual({
      '/ship': 'user: Ships it',
      '/team:daily:notes': 'user: Writes notes',
      '/check': 'project: Check all of it',
      '/folder-name': 'user: A skill',
      '/tidy': 'project: Tidies',
    });
  });

  test('in a folder of the project, those of all folders up to its root, and none above', async () => {
    put(join(home, '.claude-of-nobody/commands/no.md'), says('no'));
    put(join(home, 'commands/no.md'), says('no'));
    put(join(project, '.claude/commands/root.md'), says('of the root'));
    put(join(project, 'web/.claude/commands/near.md'), says('near'));
    expect(await own(join(project, 'web'))).toEqual({ '/near': 'project: near', '/root': 'project: of the root' });
  });

  test('of one name: a skill before a command, the user’s before the project’s, both before its own', async () => {
    put(join(config, 'commands/both.md'), says('command of the user'));
    put(join(project, '.claude/commands/both.md'), says('command of the project'));
    put(join(config, 'commands/kind.md'), says('command'));
    put(join(project, '.claude/skills/kind/SKILL.md'), says('skill'));
    put(join(config, 'commands/init.md'), says('my own init'));
    expect(await own()).toEqual({
      '/both': 'user: command of the user',
      '/kind': 'project: skill',
      '/init': 'user: my own init',
    });
    expect((await listed()).filter(({ insert }) => insert === '/init')).toHaveLength(1);
  });

  test('what cannot be called, or would not be sent, is left out', async () => {
    put(join(config, 'commands/with blank.md'), says('no'));
    put(join(config, 'commands/con\u202etrol.md'), says('no'));
    put(join(config, 'commands/hidden.md'), says('no', 'user-invocable: false\n'));
    put(join(config, 'commands/mcp.md'), says('opens a view'));
    put(join(config, 'commands/clear.md'), says('an action of its own'));
    put(join(config, 'skills/group/nested/SKILL.md'), says('no'));
    put(join(config, 'skills/for-the-model/SKILL.md'), says('yes', 'disable-model-invocation: true\n'));
    symlinkSync(join(config, 'commands'), join(config, 'commands/loop'));
    expect(Object.keys(await own()).filter((name) => !name.startsWith('/loop:'))).toEqual(['/for-the-model']);
  });

  test('of plugins that are installed and switched on here', async () => {
    const plugin = (id: string, more: object = {}) => {
      const [name = ''] = id.split('@');
      const installPath = join(config, 'plugins/cache', name);
      put(join(installPath, 'commands/nest/go.md'), says(`go of ${name}`));
      put(join(installPath, 'skills/know/SKILL.md'), says(`know of ${name}`));
      return [id, [{ scope: 'user', installPath, ...more }]];
    };
    const plugins = Object.fromEntries([
      plugin('on@market'),
      plugin('off@market'),
      plugin('unset@market'),
      plugin('here@market', { projectPath: project }),
      plugin('there@market', { projectPath: join(home, 'other') }),
      plugin('localoff@market'),
    ]);
    put(join(config, 'plugins/installed_plugins.json'), JSON.stringify({ version: 2, plugins }));
    const enabled = (plugins: Record<string, boolean>) => JSON.stringify({ enabledPlugins: plugins });
    put(
      join(config, 'settings.json'),
      enabled({ 'on@market': true, 'off@market': false, 'localoff@market': true, 'there@market': true }),
    );
    put(join(project, '.claude/settings.json'), enabled({ 'here@market': true }));
    put(join(project, '.claude/settings.local.json'), enabled({ 'localoff@market': false }));
    expect(await own()).toEqual({
      '/on:know': 'on: know of on',
      '/on:nest:go': 'on: go of on',
      '/here:know': 'here: know of here',
      '/here:nest:go': 'here: go of here',
    });
  });

  test('broken files and folders that are not there are no harm', async () => {
    put(join(config, 'plugins/installed_plugins.json'), '{"plugins": [');
    put(join(config, 'commands/odd.md'), '\u0000\u0001---');
    expect(Object.keys(await own())).toEqual(['/odd']);
    expect((await listed(null)).length).toBeGreaterThan(10);
  });

  test('files as its input writes them', () => {
    const { mention } = claudeCompletions(() => null);
    expect(['a/b.ts', 'a b/c.ts', 'q"t.ts', 'a "b".ts', 'a\nb', 'a\u202eb'].map((path) => mention(path))).toEqual([
      '@a/b.ts',
      '@"a b/c.ts"',
      '@q"t.ts',
      null,
      null,
      null,
    ]);
  });
});
