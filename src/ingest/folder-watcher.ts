import { statSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FolderWatch, FolderWatcher } from '../ports/log-reader.ts';

export interface SystemWatcher extends FolderWatcher {
  /** The system's code when it allows some folder no watch, because there are too many; null: all is well. */
  limit(): 'ENOSPC' | 'EMFILE' | null;
  dispose(): void;
}

/** Watches folders through the system; all watches of one folder share one. What the system loses, `recheck` finds. */
export function createFolderWatcher(): SystemWatcher {
  const shared = new Map<string, SharedWatch>();
  return {
    watch(folder, onPing) {
      const one = shared.get(folder) ?? new SharedWatch(folder);
      shared.set(folder, one);
      return one.add(onPing, () => shared.delete(folder));
    },
    limit: () => [...shared.values()].find(({ limit }) => limit !== null)?.limit ?? null,
    dispose() {
      for (const one of shared.values()) one.close();
      shared.clear();
    },
  };
}

/** Where a watch stands. `next`: the child it waits for; null when this is the folder itself. */
interface Place {
  path: string;
  inode: number;
  next: string | null;
}

type Listener = (name: string | null) => void;

/**
 * Stands on the folder, or on its nearest existing parent until the folder appears. A folder that is removed or
 * replaced under the watch keeps its old inode, so the inode is compared on each sign of that.
 */
class SharedWatch {
  /** Why it has no watch although its folder is there. */
  limit: 'ENOSPC' | 'EMFILE' | null = null;
  readonly #folder: string;
  readonly #listeners = new Set<Listener>();
  #system: FSWatcher | null = null;
  #place: Place | null = null;

  constructor(folder: string) {
    this.#folder = folder;
    this.#stand();
  }

  add(listener: Listener, onEmpty: () => void): FolderWatch {
    // Each caller gets its own entry, also when two give the same function.
    const own: Listener = (name) => listener(name);
    this.#listeners.add(own);
    return {
      recheck: () => this.#recheck(),
      stop: () => {
        if (!this.#listeners.delete(own) || this.#listeners.size > 0) return;
        this.close();
        onEmpty();
      },
    };
  }

  close(): void {
    this.#system?.close();
    this.#system = null;
    this.#place = null;
    this.#listeners.clear();
  }

  /** Stands anew when the folder appeared, vanished or became another one, and then tells. */
  #recheck(): void {
    const place = this.#place;
    const isThere = place !== null && inodeOf(place.path) === place.inode;
    if (isThere && (place.next === null || inodeOf(join(place.path, place.next)) === null)) return;
    this.#stand();
    if (this.#place?.next === null || place?.next === null) this.#tell(null);
  }

  #stand(): void {
    this.#system?.close();
    this.#system = null;
    this.#place = null;
    this.limit = null;
    let passed: number | null = null;
    for (let path = this.#folder, next: string | null = null; ; next = basename(path), path = dirname(path)) {
      const inode = inodeOf(path);
      if (inode !== null && this.#watchPlace({ path, inode, next })) {
        // The child may have appeared between the look and the watch. One that was there and may not be watched is not news.
        if (next !== null && inodeOf(join(path, next)) !== passed) return this.#stand();
        return;
      }
      if (path === dirname(path)) return;
      passed = inode;
    }
  }

  #watchPlace(place: Place): boolean {
    try {
      const system = watch(place.path, { persistent: false }, (_event, name) => this.#onEvent(place, name));
      // E.g. the watch limit is reached, or the folder went away: the reconcile loop goes on without the watch.
      system.on('error', () => system.close());
      this.#system = system;
      this.#place = place;
      return true;
    } catch (error) {
      this.limit ??= limitOf(error);
      return false;
    }
  }

  #onEvent(place: Place, name: string | null): void {
    if (this.#place !== place) return;
    if (place.next === null && inodeOf(place.path) === place.inode) this.#tell(name);
    else if (name === null || place.next === null || name === place.next || name === basename(place.path))
      this.#recheck();
  }

  #tell(name: string | null): void {
    for (const listener of this.#listeners) listener(name);
  }
}

/** Of watches (ENOSPC) or of watchers (EMFILE), see inotify(7). */
function limitOf(error: unknown): 'ENOSPC' | 'EMFILE' | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOSPC' || code === 'EMFILE' ? code : null;
}

function inodeOf(path: string): number | null {
  try {
    return statSync(path, { throwIfNoEntry: false })?.ino ?? null;
  } catch {
    return null;
  }
}
