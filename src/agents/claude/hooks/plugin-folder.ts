import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MANIFEST, PLUGIN_NAME } from './plugin-files.ts';

/** What AMC writes beside the plugin's files to know its own work again. */
export const MARKER_FILE = 'amc-install.json';

export const Marker = z.object({
  installedBy: z.literal('agent-mission-control'),
  version: z.string(),
  /** Every file AMC wrote, relative to the plugin's folder; nothing else is ever removed. */
  files: z.array(z.string().refine(staysInside)),
  /** AMC made the `skills` folder, and removes it when it is empty in the end. */
  madeSkillsFolder: z.boolean(),
});
export type Marker = z.infer<typeof Marker>;

/** What lies where the plugin belongs. */
export type PluginFolder =
  | { state: 'absent' }
  /** Nothing can be lost. */
  | { state: 'empty' }
  /** `loads`: Claude Code takes it for a plugin; not so after a removal while sessions ran. */
  | { state: 'ours'; marker: Marker; loads: boolean }
  /** `why` completes the sentence "the folder …". */
  | { state: 'foreign'; why: string };

const Manifest = z.object({ name: z.string() });

export function skillsFolder(configDir: string): string {
  return join(configDir, 'skills');
}

export function pluginFolder(configDir: string): string {
  return join(skillsFolder(configDir), PLUGIN_NAME);
}

/** Without those that are another one by way of a link. */
export async function distinctFolders(paths: readonly string[]): Promise<string[]> {
  const real = await Promise.all(paths.map((path) => realpath(path).catch(() => path)));
  return paths.filter((_, index) => real.indexOf(real[index] ?? '') === index);
}

/** Looks, and changes nothing. Throws only when the folder cannot be read. */
export async function inspectPluginFolder(folder: string): Promise<PluginFolder> {
  const stats = await lstat(folder).catch(unlessMissing);
  if (stats === null) return { state: 'absent' };
  if (!stats.isDirectory())
    return { state: 'foreign', why: stats.isSymbolicLink() ? 'is a symbolic link' : 'is a file' };
  if ((await readdir(folder)).length === 0) return { state: 'empty' };
  const marker = await readJson(join(folder, MARKER_FILE), Marker);
  if (marker === null) return { state: 'foreign', why: `was not installed by AMC (it has no valid ${MARKER_FILE})` };
  const manifest = await readJson(join(folder, MANIFEST), Manifest);
  if (manifest !== null && manifest.name !== PLUGIN_NAME)
    return { state: 'foreign', why: `holds another plugin, ${manifest.name}` };
  return { state: 'ours', marker, loads: manifest !== null };
}

/** The file's text; null when there is none. */
export async function readIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(unlessMissing);
}

async function readJson<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T> | null> {
  const text = await readIfThere(path);
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export function unlessMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
  throw error;
}

function staysInside(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !path.split('/').includes('..');
}
