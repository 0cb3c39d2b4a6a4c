import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isSafeId, projectFolders } from './transcript-path.ts';

export interface PastTranscript {
  sessionId: string;
  path: string;
  mtimeMs: number;
}

export interface RecentOptions {
  configDirs: readonly string[];
  since: number;
  limit: number;
  /** Looks no further once this says so. */
  isOver?: () => boolean;
}

/** So long at a time: what else there is to do in this thread does not wait longer. */
const SLICE_MS = 2;

/**
 * Transcripts that were written lately, newest first. Every file's time is looked at: a line that is appended changes
 * no folder. Synchronous calls in slices, because ten thousand asynchronous ones cost several times as much.
 */
export async function recentTranscripts({
  configDirs,
  since,
  limit,
  isOver = () => false,
}: RecentOptions): Promise<PastTranscript[]> {
  const folders = (await Promise.all(configDirs.map(projectFolders))).flat();
  const found: PastTranscript[] = [];
  let sliceEnds = 0;
  for (const path of pathsIn(folders)) {
    if (performance.now() >= sliceEnds) {
      await setImmediate();
      if (isOver()) return [];
      sliceEnds = performance.now() + SLICE_MS;
    }
    const mtimeMs = path === null ? null : writtenAt(path);
    if (path !== null && mtimeMs !== null && mtimeMs >= since)
      found.push({ sessionId: basename(path, '.jsonl'), path, mtimeMs });
  }
  return found.toSorted((a, b) => b.mtimeMs - a.mtimeMs).slice(0, limit);
}

/** null after each folder: reading it took time too. */
function* pathsIn(folders: readonly string[]): Generator<string | null> {
  for (const folder of folders) {
    for (const name of namesIn(folder)) if (isTranscript(name)) yield join(folder, name);
    yield null;
  }
}

/** `agent-…` files are subagents' records of older versions. */
function isTranscript(name: string): boolean {
  return name.endsWith('.jsonl') && !name.startsWith('agent-') && isSafeId(basename(name, '.jsonl'));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** null: there is nothing in it, or it cannot be looked at. */
function writtenAt(path: string): number | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined || !stats.isFile() || stats.size === 0 ? null : stats.mtimeMs;
  } catch {
    return null;
  }
}
