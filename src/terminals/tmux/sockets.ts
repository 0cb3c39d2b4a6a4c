import { realpathSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';

const maxLearned = 64;

export interface Sockets {
  /** Remembers the server an agent's `TMUX` variable names. */
  learn(path: string): void;
  /** Nobody answers behind this socket: it is left out until it is made anew. */
  markDead(path: string): Promise<void>;
  /** Paths of the sockets of this user that exist now, each server once. */
  known(): Promise<string[]>;
}

/** Where tmux keeps the sockets of servers started by name: `$TMUX_TMPDIR/tmux-UID`. */
export function defaultSocketDir(env: NodeJS.ProcessEnv = process.env): string {
  return join(env['TMUX_TMPDIR'] || '/tmp', `tmux-${process.getuid?.() ?? tmpdir()}`);
}

export function createSockets({ given, scanDirs }: { given: readonly string[]; scanDirs: readonly string[] }): Sockets {
  const learned = new Set<string>();
  const dead = new Map<string, string>();
  return {
    learn(path) {
      if (!isAbsolute(path)) return;
      learned.delete(path);
      learned.add(path);
      for (const oldest of learned) {
        if (learned.size <= maxLearned) break;
        learned.delete(oldest);
      }
    },
    async markDead(path) {
      dead.set(path, await identity(path));
    },
    async known() {
      const scanned = await Promise.all(scanDirs.map(scan));
      const sockets = [...given, ...learned, ...scanned.flat()].map(ownSocket);
      const unique = [...new Set(sockets.filter((path) => path !== null))];
      const alive = await Promise.all(
        unique.map(async (path) => !dead.has(path) || dead.get(path) !== (await identity(path))),
      );
      return unique.filter((_, at) => alive[at]);
    },
  };
}

/**
 * The path in its one form (macOS: /tmp is a link), when it is a socket of this user; else null. Another user's socket is left
 * alone: whoever owns it decides what its server answers.
 */
export function ownSocket(path: string): string | null {
  try {
    const real = join(realpathSync(dirname(path)), basename(path));
    const found = statSync(real);
    return found.isSocket() && found.uid === process.getuid?.() ? real : null;
  } catch {
    return null;
  }
}

async function identity(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found ? `${found.dev}:${found.ino}:${found.ctimeMs}` : '';
}

/** A folder of another user's making is not looked into. */
async function scan(dir: string): Promise<string[]> {
  try {
    if ((await stat(dir)).uid !== process.getuid?.()) return [];
    return (await readdir(dir)).map((name) => join(dir, name));
  } catch {
    return [];
  }
}
