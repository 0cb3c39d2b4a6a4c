import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { install } from './install.ts';
import { hooksStatus, type HooksStatusOptions } from './status.ts';

const hookSource = fileURLToPath(new URL('../../../../hook', import.meta.url));

let home: string;
let configDir: string;
let managedFolder: string;
let options: HooksStatusOptions;

beforeEach(() => {
  home = mkdtempSync('/tmp/amc-st-');
  configDir = join(home, '.claude');
  managedFolder = join(home, 'managed');
  mkdirSync(configDir);
  mkdirSync(join(managedFolder, 'managed-settings.d'), { recursive: true });
  options = {
    configDirs: [configDir],
    dataDir: join(home, 'data'),
    hookSource,
    version: '1.2.3',
    lastEventAt: null,
    managedFolder,
  };
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

async function place(changed: Partial<HooksStatusOptions> = {}) {
  const { places } = await hooksStatus({ ...options, ...changed });
  expect(places).toHaveLength(1);
  return places[0];
}

it('tells how the hooks stand', async () => {
  expect(await place()).toMatchObject({ state: 'absent', version: null, obstacles: [] });
  await install(options);
  expect(await place()).toMatchObject({ state: 'installed', version: '1.2.3', obstacles: [] });
  expect(await place({ version: '1.3.0' })).toMatchObject({ state: 'outdated', version: '1.2.3' });
  writeFileSync(join(configDir, 'skills/amc/hooks/hooks.json'), '{}');
  expect(await place()).toMatchObject({ state: 'outdated', version: '1.2.3' });
  writeFileSync(join(configDir, 'skills/amc/amc-install.json'), '{}');
  expect(await place()).toMatchObject({ state: 'foreign', version: null });
});

it('passes on when the last event arrived', async () => {
  expect(await hooksStatus({ ...options, lastEventAt: 5 })).toMatchObject({ lastEventAt: 5 });
});

describe('finds what switches the hooks off:', () => {
  const own = 'settings.json';
  const managed = 'managed-settings.json';
  const dropIn = 'managed-settings.d/10-hooks.json';
  const cases: [file: string, content: string, setting: string | null][] = [
    [own, '{"disableAllHooks":true}', 'disableAllHooks'],
    [own, '\uFEFF{"disableAllHooks":true}', 'disableAllHooks'],
    [managed, '{"disableAllHooks":true}', 'disableAllHooks'],
    [own, '{"enabledPlugins":{"amc@skills-dir":false}}', 'enabledPlugins["amc@skills-dir"]'],
    [managed, '{"enabledPlugins":{"amc@skills-dir":false}}', 'enabledPlugins["amc@skills-dir"]'],
    [managed, '{"allowManagedHooksOnly":true}', 'allowManagedHooksOnly'],
    [dropIn, '{"allowManagedHooksOnly":true}', 'allowManagedHooksOnly'],
    [managed, '{"strictKnownMarketplaces":[]}', 'strictKnownMarketplaces'],
    [managed, '{"blockedMarketplaces":[{"source":"skills-dir"}]}', 'blockedMarketplaces'],
    [own, '{ broken', null],
  ];
  it.each(cases)('%s %s', async (name, content, setting) => {
    const file = join(name === own ? configDir : managedFolder, name);
    writeFileSync(file, content);
    expect((await place())?.obstacles).toMatchObject([{ file, setting }]);
  });

  const harmless: [file: string, content: string][] = [
    [own, '{"disableAllHooks":false,"enabledPlugins":{"amc@skills-dir":true,"other@x":false}}'],
    [own, '{"allowManagedHooksOnly":true}'],
    [managed, '{"strictKnownMarketplaces":[{"source":"skills-dir"}],"blockedMarketplaces":[]}'],
  ];
  it.each(harmless)('not %s %s', async (name, content) => {
    writeFileSync(join(name === own ? configDir : managedFolder, name), content);
    expect((await place())?.obstacles).toEqual([]);
  });
});
