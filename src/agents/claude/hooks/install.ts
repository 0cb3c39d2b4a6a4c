import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { UserError } from '../../../contract/errors.ts';
import { type PluginFile, pluginFiles } from './plugin-files.ts';
import {
  inspectPluginFolder,
  MARKER_FILE,
  type Marker,
  pluginFolder,
  distinctFolders,
  readIfThere,
  skillsFolder,
  unlessMissing,
} from './plugin-folder.ts';

export interface InstallOptions {
  /** Claude Code's folders, absolute: `~/.claude`, `$CLAUDE_CONFIG_DIR`. */
  configDirs: readonly string[];
  /** AMC's data folder, absolute; hooks write into its `spool`. */
  dataDir: string;
  /** AMC's own `hook` folder. */
  hookSource: string;
  version: string;
}

/** What would be done, or was done, to one of Claude Code's folders. Nothing outside `folder` is touched. */
export type InstallStep = { configDir: string; folder: string } & (
  | { action: 'create'; write: readonly string[] }
  | { action: 'update'; from: string; write: readonly string[]; remove: readonly string[] }
  | { action: 'nothing'; why: string }
  | { action: 'refuse'; why: string; next: string }
);

/** Says what `install` would do. Changes nothing. */
export async function planInstall(options: InstallOptions): Promise<readonly InstallStep[]> {
  return (await plan(options)).map(({ step }) => step);
}

/**
 * Installs the plugin into each of Claude Code's folders. New sessions load it; running ones go on without it.
 * Throws a `UserError`, before anything is written, when something else lies there.
 */
export async function install(options: InstallOptions): Promise<readonly InstallStep[]> {
  const planned = await plan(options);
  for (const { step } of planned) if (step.action === 'refuse') throw refusal(step);
  for (const { step, files, marker } of planned) {
    if (step.action === 'create') await create(step, files, marker);
    if (step.action === 'update') await update(step, files, marker);
  }
  return planned.map(({ step }) => step);
}

interface Planned {
  step: InstallStep;
  files: readonly PluginFile[];
  marker: Marker;
}

async function plan({ configDirs, dataDir, hookSource, version }: InstallOptions): Promise<Planned[]> {
  checkDataDir(dataDir);
  const script = await readFile(join(hookSource, 'amc-hook.sh'), 'utf8');
  const files = pluginFiles({ version, dataDir, script });
  const places = await distinctFolders(configDirs);
  return Promise.all(places.map((configDir) => planOne(configDir, files, version)));
}

/** The hook reads the path as one line. */
function checkDataDir(dataDir: string): void {
  if (isAbsolute(dataDir) && !dataDir.includes('\n')) return;
  throw new UserError({
    code: 'data_dir_unusable',
    message: `The data folder must be an absolute path in one line, got ${JSON.stringify(dataDir)}.`,
    next: 'Set XDG_DATA_HOME to such a path.',
  });
}

async function planOne(configDir: string, files: readonly PluginFile[], version: string): Promise<Planned> {
  const place = { configDir, folder: pluginFolder(configDir) };
  const written = files.map(({ path }) => path);
  const madeSkillsFolder = !(await isFolder(skillsFolder(configDir)));
  const marker: Marker = { installedBy: 'agent-mission-control', version, files: written, madeSkillsFolder };
  if (!(await isFolder(configDir))) {
    return { step: { ...place, action: 'nothing', why: 'Claude Code has no such folder' }, files, marker };
  }
  const found = await inspectPluginFolder(place.folder);
  switch (found.state) {
    case 'absent':
    case 'empty':
      return { step: { ...place, action: 'create', write: [...written, MARKER_FILE] }, files, marker };
    case 'foreign':
      return { step: { ...place, action: 'refuse', why: `${place.folder} ${found.why}`, next: NEXT }, files, marker };
    case 'ours': {
      const kept = { ...marker, madeSkillsFolder: found.marker.madeSkillsFolder };
      const changed = await changedFiles(place.folder, [...files, markerFile(kept)]);
      const remove = found.marker.files.filter((path) => !written.includes(path));
      const step: InstallStep =
        changed.length === 0 && remove.length === 0
          ? { ...place, action: 'nothing', why: `AMC ${version} is installed there already` }
          : { ...place, action: 'update', from: found.marker.version, write: changed, remove };
      return { step, files, marker: kept };
    }
  }
}

const NEXT = 'Move it away or rename it, then install again; AMC touches nothing that it did not make.';

async function changedFiles(folder: string, files: readonly PluginFile[]): Promise<string[]> {
  const looks = files.map(async ({ path, content }) =>
    (await readIfThere(join(folder, path))) === content ? [] : [path],
  );
  return (await Promise.all(looks)).flat();
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(unlessMissing))?.isDirectory() === true;
}

function markerFile(marker: Marker): PluginFile {
  return { path: MARKER_FILE, content: `${JSON.stringify(marker, null, 2)}\n` };
}

function refusal({ why, next }: { why: string; next: string }): UserError {
  return new UserError({ code: 'hooks_folder_taken', message: `The hooks were not installed: ${why}.`, next });
}

/** Whole or not at all: Claude Code skips folders whose name begins with a dot, and takes no half-written plugin. */
async function create({ configDir, folder }: InstallStep, files: readonly PluginFile[], marker: Marker): Promise<void> {
  const skills = skillsFolder(configDir);
  await mkdir(skills, { recursive: true });
  const draft = await mkdtemp(join(skills, '.amc-'));
  try {
    for (const file of [...files, markerFile(marker)]) await write(draft, file);
    await chmod(draft, 0o755);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** File by file: sessions that run must find the folder and a whole script at every moment. */
async function update(
  step: InstallStep & { action: 'update' },
  files: readonly PluginFile[],
  marker: Marker,
): Promise<void> {
  const { folder, remove } = step;
  for (const path of remove) await unlink(join(folder, path)).catch(unlessMissing);
  for (const file of [...files, markerFile(marker)]) {
    if (!step.write.includes(file.path)) continue;
    const draft = { path: `${file.path}.new`, content: file.content };
    await write(folder, draft);
    await rename(join(folder, draft.path), join(folder, file.path));
  }
}

async function write(folder: string, { path, content }: PluginFile): Promise<void> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, content);
}
