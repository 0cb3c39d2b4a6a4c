import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../contract/errors.ts';
import { install, type InstallOptions, planInstall } from './install.ts';
import { planUninstall, uninstall } from './uninstall.ts';

const hookSource = fileURLToPath(new URL('../../../../hook', import.meta.url));

let home: string;
let configDir: string;
let folder: string;
let options: InstallOptions;

beforeEach(() => {
  home = mkdtempSync('/tmp/amc-ins-');
  configDir = join(home, '.claude');
  folder = join(configDir, 'skills/amc');
  mkdirSync(configDir);
  options = { configDirs: [configDir], dataDir: join(home, 'data'), hookSource, version: '1.2.3' };
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Every path below the home with its content, to compare before and after. */
function snapshot(): Record<string, string> {
  const paths = readdirSync(home, { recursive: true, encoding: 'utf8' }).toSorted();
  return Object.fromEntries(
    paths.map((path) => {
      const stats = lstatSync(join(home, path));
      return [path, stats.isFile() ? readFileSync(join(home, path), 'utf8') : stats.isSymbolicLink() ? '@' : '/'];
    }),
  );
}

const FILES = [
  '.claude-plugin/plugin.json',
  'README.md',
  'amc-hook.sh',
  'amc-install.json',
  'data-dir',
  'hooks/hooks.json',
];

function installedFiles(): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.filter((path) => statSync(join(folder, path)).isFile()).toSorted();
}

/** Changes whenever a file is written or replaced. */
function changes(): unknown {
  return installedFiles().map((path) => [path, statSync(join(folder, path), { bigint: true }).ctimeNs]);
}

describe('install', () => {
  it('does what the plan says, and the plan does nothing', async () => {
    const before = snapshot();
    const plan = await planInstall(options);
    expect(snapshot()).toEqual(before);
    expect(await install(options)).toEqual(plan);
    expect(plan).toMatchObject([{ configDir, folder, action: 'create' }]);
    expect(plan[0]?.action === 'create' && [...plan[0].write].toSorted()).toEqual(FILES);
    expect(installedFiles()).toEqual(FILES);
    expect(readdirSync(join(configDir, 'skills'))).toEqual(['amc']);
  });

  it('writes what Claude Code and the hook read', async () => {
    await install(options);
    const read = (path: string) => readFileSync(join(folder, path), 'utf8');
    expect(read('data-dir')).toBe(`${join(home, 'data')}\n`);
    expect(read('amc-hook.sh')).toBe(readFileSync(join(hookSource, 'amc-hook.sh'), 'utf8'));
    expect(JSON.parse(read('.claude-plugin/plugin.json'))).toMatchObject({ name: 'amc', version: '1.2.3' });
    expect(JSON.parse(read('hooks/hooks.json'))).toMatchSnapshot();
  });

  it('touches nothing else', async () => {
    mkdirSync(join(configDir, 'skills/mine'), { recursive: true });
    writeFileSync(join(configDir, 'skills/mine/SKILL.md'), 'mine');
    writeFileSync(join(configDir, 'settings.json'), '{ "hooks": {} /* mine */ }');
    const before = snapshot();
    await install(options);
    const after = Object.fromEntries(
      Object.entries(snapshot()).filter(([path]) => !path.startsWith('.claude/skills/amc')),
    );
    expect(after).toEqual(before);
  });

  it('does nothing the second time', async () => {
    await install(options);
    const before = changes();
    expect(await install(options)).toMatchObject([{ action: 'nothing', why: 'AMC 1.2.3 is installed there already' }]);
    expect(changes()).toEqual(before);
  });

  it('renews what is old or changed, file by file, without removing the folder', async () => {
    await install(options);
    const { ino } = statSync(folder);
    writeFileSync(join(folder, 'amc-hook.sh'), 'broken');
    rmSync(join(folder, 'data-dir'));
    writeFileSync(join(folder, 'old-file'), '');
    const marker = JSON.parse(readFileSync(join(folder, 'amc-install.json'), 'utf8'));
    writeFileSync(
      join(folder, 'amc-install.json'),
      JSON.stringify({ ...marker, files: [...marker.files, 'old-file'] }),
    );
    const [step] = await install({ ...options, version: '2.0.0' });
    expect(step).toMatchObject({ action: 'update', from: '1.2.3', remove: ['old-file'] });
    expect(step?.action === 'update' && [...step.write].toSorted()).toEqual([
      '.claude-plugin/plugin.json',
      'amc-hook.sh',
      'amc-install.json',
      'data-dir',
    ]);
    expect(installedFiles()).toEqual(FILES);
    expect(statSync(folder).ino).toBe(ino);
    expect(await install({ ...options, version: '2.0.0' })).toMatchObject([{ action: 'nothing' }]);
  });

  it('goes into every folder of Claude Code once, and makes none', async () => {
    const other = join(home, 'other');
    mkdirSync(other);
    symlinkSync(configDir, join(home, 'link'));
    const steps = await install({ ...options, configDirs: [configDir, other, join(home, 'link'), join(home, 'none')] });
    expect(steps.map((step) => [step.configDir, step.action])).toEqual([
      [configDir, 'create'],
      [other, 'create'],
      [join(home, 'none'), 'nothing'],
    ]);
    expect(existsSync(join(home, 'none'))).toBe(false);
  });

  it('refuses a data folder the hook could not read', async () => {
    for (const dataDir of ['relative', '/two\nlines'])
      await expect(install({ ...options, dataDir })).rejects.toThrow(UserError);
    expect(existsSync(join(configDir, 'skills'))).toBe(false);
  });

  describe('refuses what is not its own, and touches nothing at all:', () => {
    const cases: [what: string, make: () => void][] = [
      ['a plugin of the same name', () => writeFileSync(join(folder, 'plugin.json'), '{"name":"amc"}')],
      ['a skill of the same name', () => writeFileSync(join(folder, 'SKILL.md'), 'mine')],
      ['a broken marker', () => writeFileSync(join(folder, 'amc-install.json'), '{"installedBy":')],
      ['a marker of somebody else', () => writeFileSync(join(folder, 'amc-install.json'), '{"installedBy":"me"}')],
      [
        'a marker that points outside',
        () =>
          writeFileSync(
            join(folder, 'amc-install.json'),
            JSON.stringify({
              installedBy: 'agent-mission-control',
              version: '1',
              files: ['../../settings.json'],
              madeSkillsFolder: false,
            }),
          ),
      ],
      [
        "another plugin with AMC's marker",
        () => {
          writeFileSync(
            join(folder, 'amc-install.json'),
            JSON.stringify({ installedBy: 'agent-mission-control', version: '1', files: [], madeSkillsFolder: false }),
          );
          mkdirSync(join(folder, '.claude-plugin'));
          writeFileSync(join(folder, '.claude-plugin/plugin.json'), '{"name":"other"}');
        },
      ],
      [
        'a file',
        () => {
          rmSync(folder, { recursive: true });
          writeFileSync(folder, 'mine');
        },
      ],
      [
        "a link to AMC's own plugin elsewhere",
        () => {
          rmSync(folder, { recursive: true });
          mkdirSync(join(home, 'elsewhere'));
          symlinkSync(join(home, 'elsewhere'), folder);
        },
      ],
    ];
    it.each(cases)('%s', async (_, make) => {
      const other = join(home, 'other');
      mkdirSync(other);
      mkdirSync(folder, { recursive: true });
      make();
      const before = snapshot();
      const both = { ...options, configDirs: [other, configDir] };
      expect(await planInstall(both)).toMatchObject([{ action: 'create' }, { action: 'refuse' }]);
      await expect(install(both)).rejects.toMatchObject({ code: 'hooks_folder_taken', fault: 'user' });
      expect(await uninstall(both)).toMatchObject([{ action: 'nothing' }, { action: 'nothing' }]);
      expect(snapshot()).toEqual(before);
    });
  });
});

describe('uninstall', () => {
  it('leaves the folder as it was before the installation', async () => {
    writeFileSync(join(configDir, 'settings.json'), '{}');
    const before = snapshot();
    await install(options);
    const installed = snapshot();
    const plan = await planUninstall(options);
    expect(snapshot()).toEqual(installed);
    expect(await uninstall(options)).toEqual(plan);
    expect(plan).toMatchObject([{ action: 'remove', left: [], sessionsRun: false }]);
    expect(snapshot()).toEqual(before);
    expect(await uninstall(options)).toMatchObject([{ action: 'nothing' }]);
  });

  it('keeps a skills folder that was there', async () => {
    mkdirSync(join(configDir, 'skills'));
    await install(options);
    await install({ ...options, version: '2.0.0' });
    await uninstall(options);
    expect(readdirSync(join(configDir, 'skills'))).toEqual([]);
  });

  it("keeps the user's files, wherever they lie", async () => {
    await install(options);
    writeFileSync(join(folder, 'hooks/mine.json'), 'mine');
    expect(await uninstall(options)).toMatchObject([{ action: 'remove', left: ['hooks/mine.json'] }]);
    expect(installedFiles()).toEqual(['hooks/mine.json']);
  });

  it('keeps the folder while sessions run, and removes it later', async () => {
    const before = snapshot();
    await install(options);
    mkdirSync(join(configDir, 'sessions'));
    const session = join(configDir, 'sessions', `${process.pid}.json`);
    writeFileSync(session, '{}');
    expect(await uninstall(options)).toMatchObject([{ action: 'remove', sessionsRun: true }]);
    expect(installedFiles()).toEqual(['amc-install.json']);
    writeFileSync(join(configDir, 'sessions/999999999.json'), '{}');
    rmSync(session);
    expect(await uninstall(options)).toMatchObject([{ action: 'remove', sessionsRun: false }]);
    rmSync(join(configDir, 'sessions'), { recursive: true });
    expect(snapshot()).toEqual(before);
  });

  it('can be taken back while sessions run', async () => {
    await install(options);
    mkdirSync(join(configDir, 'sessions'));
    writeFileSync(join(configDir, 'sessions', `${process.pid}.json`), '{}');
    await uninstall(options);
    expect(await install(options)).toMatchObject([{ action: 'update' }]);
    expect(installedFiles()).toEqual(FILES);
  });
});
