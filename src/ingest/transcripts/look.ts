import { realpathSync, type Stats, statSync } from 'node:fs';
import type { TranscriptFormat } from '../../ports/transcripts.ts';
import type { ListedFile } from './lister.ts';
import { statOf } from './source.ts';

/** What a path is, as a listing would find it; null when it is nothing there, no file, or no transcript. */
export function lookAt(path: string, formats: readonly TranscriptFormat[]): ListedFile | null {
  for (const format of formats) {
    const file = format.identify(path);
    if (file === null) continue;
    const stats = statIfThere(path);
    return stats?.isFile() === true ? { path, real: realOrSame(path), file, format, stat: statOf(stats) } : null;
  }
  return null;
}

/** null when it is not there or may not be reached. */
export function statIfThere(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function realOrSame(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
