import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Claude Code cuts folder names here and appends a hash of the whole path. */
const MAX_NAME = 200;

/** The folder under `projects/` in which Claude Code keeps a project's transcripts. See FORMAT.md, "Transcript path". */
export function encodeProjectDir(dir: string): string {
  const path = dir.normalize('NFC');
  const name = path.replace(/[^a-zA-Z0-9]/g, '-');
  return name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME)}-${hashOf(path)}`;
}

function hashOf(path: string): string {
  let hash = 0;
  for (let index = 0; index < path.length; index += 1) hash = (hash * 31 + path.charCodeAt(index)) | 0;
  return Math.abs(hash).toString(36);
}

/** Whether an id can be a file's name as it stands: nothing from outside may lead out of the folder. */
export function isSafeId(sessionId: string): boolean {
  return /^[A-Za-z0-9][\w.-]{0,199}$/.test(sessionId);
}

export interface FoundTranscript {
  path: string;
  /** Other files with the same id, older than this one. */
  others: string[];
}

/**
 * The transcript of a session by its exact id. `projectDir` may be the path in any form people and tools write it
 * (trailing slash, percent-encoded, without its first slash); it only saves the search. The newest of several wins.
 */
export async function findTranscript(options: {
  configDirs: readonly string[];
  sessionId: string;
  projectDir?: string | null;
}): Promise<FoundTranscript | null> {
  const { configDirs, sessionId, projectDir } = options;
  if (!isSafeId(sessionId)) return null;
  const file = `${sessionId}.jsonl`;
  for (const name of projectDir ? encodedForms(projectDir) : []) {
    const [direct] = await newestFirst(configDirs.map((dir) => join(dir, 'projects', name, file)));
    if (direct !== undefined) return { path: direct, others: [] };
  }
  const everywhere = await Promise.all(configDirs.map((dir) => projectFolders(dir)));
  const [path, ...others] = await newestFirst(everywhere.flat().map((folder) => join(folder, file)));
  return path === undefined ? null : { path, others };
}

/** Every folder that may hold transcripts. */
export async function projectFolders(configDir: string): Promise<string[]> {
  const projects = join(configDir, 'projects');
  const entries = await readdir(projects, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isFile()).map((entry) => join(projects, entry.name));
}

function encodedForms(projectDir: string): Set<string> {
  const forms = [projectDir, decoded(projectDir)].flatMap((dir) => [dir, dir.replace(/\/+$/, '')]);
  return new Set([...forms, ...forms.map((dir) => (dir.startsWith('/') ? dir : `/${dir}`))].map(encodeProjectDir));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function newestFirst(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const stats = await stat(path).catch(() => null);
      return stats?.isFile() === true ? [{ path, mtimeMs: stats.mtimeMs }] : [];
    }),
  );
  return found
    .flat()
    .toSorted((a, b) => b.mtimeMs - a.mtimeMs)
    .map(({ path }) => path);
}
