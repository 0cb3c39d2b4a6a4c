import { readdir, rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MANIFEST } from './plugin-files.ts';
import {
  distinctFolders,
  inspectPluginFolder,
  MARKER_FILE,
  type Marker,
  pluginFolder,
  skillsFolder,
  unlessMissing,
} from './plugin-folder.ts';

/**
 * What would be done, or was done. `left`: files in the folder that are not AMC's; they stay. `sessionsRun`: the folder
 * stays for now.
 */
export type UninstallStep = { configDir: string; folder: string } & (
  | { action: 'remove'; files: readonly string[]; left: readonly string[]; sessionsRun: boolean }
  | { action: 'nothing'; why: string }
);

/** Says what `uninstall` would do. Changes nothing. */
export async function planUninstall({
  configDirs,
}: {
  configDirs: readonly string[];
}): Promise<readonly UninstallStep[]> {
  return (await plan(configDirs)).map(({ step }) => step);
}

/**
 * Removes what AMC installed, and nothing else. While sessions run, the folder stays with only AMC's marker in it:
 * without the folder Claude Code shows an error at each of their events. Uninstalling again removes the rest.
 */
export async function uninstall({ configDirs }: { configDirs: readonly string[] }): Promise<readonly UninstallStep[]> {
  const planned = await plan(configDirs);
  for (const { step, marker } of planned) if (step.action === 'remove') await remove(step, marker);
  return planned.map(({ step }) => step);
}

interface Planned {
  step: UninstallStep;
  marker: Marker | null;
}

async function plan(configDirs: readonly string[]): Promise<Planned[]> {
  return Promise.all((await distinctFolders(configDirs)).map((configDir) => planOne(configDir)));
}

async function planOne(configDir: string): Promise<Planned> {
  const place = { configDir, folder: pluginFolder(configDir) };
  const found = await inspectPluginFolder(place.folder);
  switch (found.state) {
    case 'absent':
      return { step: { ...place, action: 'nothing', why: 'it is not installed there' }, marker: null };
    case 'foreign':
      return { step: { ...place, action: 'nothing', why: `${place.folder} ${found.why}` }, marker: null };
    case 'empty':
    case 'ours': {
      const marker = found.state === 'ours' ? found.marker : null;
      const there = await filesBelow(place.folder);
      const own = marker === null ? [] : ownFiles(there, marker);
      const left = there.filter((file) => !own.includes(file));
      const sessionsRun = await hasLiveSession(configDir);
      const files = own.filter((file) => !sessionsRun || file !== MARKER_FILE);
      return { step: { ...place, action: 'remove', files, left, sessionsRun }, marker };
    }
  }
}

/** The manifest goes first: from then on no new session loads the plugin. The marker goes last. */
function ownFiles(there: readonly string[], { files }: Marker): string[] {
  const others = files.filter((file) => file !== MANIFEST && file !== MARKER_FILE);
  return [MANIFEST, ...others, MARKER_FILE].filter((file) => there.includes(file));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).toSorted();
}

/** Claude Code keeps `sessions/<pid>.json` for each session that runs. */
async function hasLiveSession(configDir: string): Promise<boolean> {
  const names = (await readdir(join(configDir, 'sessions')).catch(unlessMissing)) ?? [];
  return names.some((name) => {
    const pid = /^(\d+)\.json$/.exec(name)?.[1];
    return pid !== undefined && isAlive(Number(pid));
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function remove(step: UninstallStep & { action: 'remove' }, marker: Marker | null): Promise<void> {
  const { configDir, folder, files, sessionsRun } = step;
  for (const file of files) if (file !== MARKER_FILE) await unlink(join(folder, file)).catch(unlessMissing);
  // Also of files that are gone already: an uninstallation may have ended in the middle.
  const known = [...files, ...(marker?.files ?? [])];
  const inner = new Set(known.map((file) => dirname(file)).filter((path) => path !== '.'));
  for (const path of inner) await removeIfEmpty(join(folder, path));
  if (sessionsRun) return;
  // Last, so that what is left after a crash is known as AMC's.
  if (files.includes(MARKER_FILE)) await unlink(join(folder, MARKER_FILE)).catch(unlessMissing);
  await removeIfEmpty(folder);
  if (marker?.madeSkillsFolder === true) await removeIfEmpty(skillsFolder(configDir));
}

async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}
