import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Env } from './paths.ts';

/** Where a program lies that a shell would find by this name; null: nowhere on the PATH. */
export async function findProgram(name: string, env: Env): Promise<string | null> {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    // What is not absolute depends on where AMC was started: nobody means that.
    if (!isAbsolute(folder)) continue;
    const path = join(folder, name);
    if (await canRun(path)) return path;
  }
  return null;
}

async function canRun(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
