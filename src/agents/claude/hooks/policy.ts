import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, parseJsonObject } from '../../../lib/json.ts';
import { PLUGIN_NAME } from './plugin-files.ts';
import { readIfThere, unlessMissing } from './plugin-folder.ts';

/** A setting of the user or their organisation that keeps the hooks from running. */
export interface Obstacle {
  file: string;
  /** The setting as it stands there; null when the file cannot be read, so that it is not known. */
  setting: string | null;
  message: string;
}

const PLUGIN_ID = `${PLUGIN_NAME}@skills-dir`;

/** Where an organisation's settings lie. What a server or a device manager hands out cannot be seen. */
export function managedSettingsFolder(platform: NodeJS.Platform): string {
  return platform === 'darwin' ? '/Library/Application Support/ClaudeCode' : '/etc/claude-code';
}

/** Settings that switch AMC's hooks off. A project's own settings can do so too; those are not looked at. */
export async function findObstacles(options: {
  configDir: string;
  managedFolder: string;
}): Promise<readonly Obstacle[]> {
  const own = await obstaclesIn(join(options.configDir, 'settings.json'), userObstacles);
  const managed = await Promise.all(
    (await managedFiles(options.managedFolder)).map((file) => obstaclesIn(file, managedObstacles)),
  );
  return [...own, ...managed.flat()];
}

async function managedFiles(folder: string): Promise<string[]> {
  const dropIns = join(folder, 'managed-settings.d');
  const names = (await readdir(dropIns).catch(unlessMissing)) ?? [];
  const files = names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).toSorted();
  return [join(folder, 'managed-settings.json'), ...files.map((name) => join(dropIns, name))];
}

type Finding = Omit<Obstacle, 'file'>;

async function obstaclesIn(file: string, look: (settings: JsonObject) => Finding[]): Promise<Obstacle[]> {
  const text = await readIfThere(file).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
  if (text === null) return [];
  if (text instanceof Error) return [{ file, ...unreadable(text.message) }];
  const parsed = parseJsonObject(text.replace(/^\uFEFF/, ''));
  return (parsed.ok ? look(parsed.value) : [unreadable(`it ${parsed.reason}`)]).map((finding) => ({
    file,
    ...finding,
  }));
}

function unreadable(why: string): Finding {
  return { setting: null, message: `Whether it switches hooks off is not known: ${why}.` };
}

function userObstacles(settings: JsonObject): Finding[] {
  const findings: Finding[] = [];
  if (isSet(settings.disableAllHooks))
    findings.push({ setting: 'disableAllHooks', message: 'All hooks are switched off.' });
  const { enabledPlugins } = settings;
  if (isJsonObject(enabledPlugins) && enabledPlugins[PLUGIN_ID] === false) {
    findings.push({
      setting: `enabledPlugins["${PLUGIN_ID}"]`,
      message: `The plugin is switched off; \`claude plugin enable ${PLUGIN_ID}\` switches it on.`,
    });
  }
  return findings;
}

function managedObstacles(settings: JsonObject): Finding[] {
  const findings = userObstacles(settings);
  if (isSet(settings.allowManagedHooksOnly)) {
    findings.push({ setting: 'allowManagedHooksOnly', message: 'Your organisation allows its own hooks only.' });
  }
  if (Array.isArray(settings.strictKnownMarketplaces) && !namesSkillsDir(settings.strictKnownMarketplaces)) {
    findings.push({
      setting: 'strictKnownMarketplaces',
      message: 'Your organisation allows plugins from its own list only.',
    });
  }
  if (Array.isArray(settings.blockedMarketplaces) && namesSkillsDir(settings.blockedMarketplaces)) {
    findings.push({
      setting: 'blockedMarketplaces',
      message: 'Your organisation blocks plugins in the skills folder.',
    });
  }
  return findings;
}

/** As Claude Code 2.1.330 reads it: anything but false counts. */
function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== 'false';
}

function namesSkillsDir(list: readonly unknown[]): boolean {
  return list.some((item) => isJsonObject(item) && item.source === 'skills-dir');
}
