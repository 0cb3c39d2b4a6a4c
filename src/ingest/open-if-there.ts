import { open, type FileHandle } from 'node:fs/promises';

/** Opens a file for reading; null when there is none. Throws for everything else, e.g. a missing permission. */
export async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}
