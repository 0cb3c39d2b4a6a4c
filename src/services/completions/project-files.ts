import { opendir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Run } from '../../ports/subprocess.ts';

const GIT_MS = 2_000;
const WALK_MS = 1_000;
/** Paths kept of one project. */
const MOST = 50_000;
const WALK_MOST = 20_000;
const FRESH_MS = 5_000;
const KEPT_MS = 15_000;

/** Paths below the folder, with `/` between their parts. `complete`: none was left out for time or number. */
export interface ProjectListing {
  paths: readonly string[];
  complete: boolean;
}

interface Kept {
  listing: Promise<ProjectListing>;
  at: number;
  forget: NodeJS.Timeout;
}

/**
 * The names of a project's files; never what is in them. Looked up while somebody types, kept for seconds, one look at a
 * time for each folder.
 */
export class ProjectFiles {
  readonly #run: Run;
  readonly #kept = new Map<string, Kept>();

  constructor(run: Run) {
    this.#run = run;
  }

  /** `hidden`: with what stands behind a dot, where git does not tell of it anyway. */
  list(dir: string, { hidden }: { hidden: boolean }): Promise<ProjectListing> {
    const name = `${hidden ? 'all' : 'seen'} ${dir}`;
    const kept = this.#kept.get(name);
    if (kept !== undefined && performance.now() - kept.at < FRESH_MS) return kept.listing;
    if (kept !== undefined) clearTimeout(kept.forget);
    const forget = setTimeout(() => this.#kept.delete(name), KEPT_MS);
    forget.unref();
    const listing = this.#look(dir, hidden);
    this.#kept.set(name, { listing, at: performance.now(), forget });
    return listing;
  }

  dispose(): void {
    for (const { forget } of this.#kept.values()) clearTimeout(forget);
    this.#kept.clear();
  }

  async #look(dir: string, hidden: boolean): Promise<ProjectListing> {
    return (await this.#askGit(dir)) ?? (await walk(dir, hidden));
  }

  /** What git knows of and what it does not ignore; null where it is no work tree of git's, or git cannot say in time. */
  async #askGit(dir: string): Promise<ProjectListing | null> {
    // A project's own configuration must not make git run anything.
    const args = ['-c', 'core.fsmonitor=false', '--no-optional-locks', 'ls-files', '-z', '-co', '--exclude-standard'];
    const ended = await this.#run('git', args, { cwd: dir, timeoutMs: GIT_MS });
    if (ended.outcome !== 'exited' || ended.exitCode !== 0) return null;
    const paths = [...new Set(ended.stdout.split('\0'))].filter((path) => path !== '' && !path.endsWith('/'));
    return { paths: paths.slice(0, MOST), complete: paths.length <= MOST };
  }
}

/** Files of the folder and below, the near ones first. Links to folders are not gone into. */
async function walk(dir: string, hidden: boolean): Promise<ProjectListing> {
  const paths: string[] = [];
  const until = performance.now() + WALK_MS;
  const folders = [''];
  for (const folder of folders) {
    try {
      for await (const entry of await opendir(join(dir, folder))) {
        if (paths.length >= WALK_MOST || performance.now() > until) return { paths, complete: false };
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.name.startsWith('.') && !hidden) continue;
        if (entry.isDirectory()) {
          if (entry.name !== '.git' && entry.name !== 'node_modules') folders.push(path);
        } else if (entry.isFile() || entry.isSymbolicLink()) paths.push(path);
      }
    } catch {
      // A folder that cannot be read has nothing to offer.
    }
  }
  return { paths, complete: true };
}

/** Whether it is there, and within the project also when links are followed. */
export async function isWithin(realDir: string, path: string): Promise<boolean> {
  const real = await realpath(join(realDir, path)).catch(() => null);
  return real?.startsWith(realDir.endsWith(sep) ? realDir : realDir + sep) === true;
}
