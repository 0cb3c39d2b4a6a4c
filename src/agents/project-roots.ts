import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const MOST = 40;

/** The folder a session works in and those above it up to its git root, nearest first; without a git root it alone. */
export async function projectRoots(dir: string): Promise<string[]> {
  const roots: string[] = [];
  let folder = dir;
  while (roots.length < MOST) {
    roots.push(folder);
    if ((await stat(join(folder, '.git')).catch(() => null)) !== null) return roots;
    const above = dirname(folder);
    if (above === folder) break;
    folder = above;
  }
  return [dir];
}
