import { homedir } from 'node:os';
import { join } from 'node:path';

export type Env = Readonly<Record<string, string | undefined>>;

/** Where AMC keeps what only it knows: `$XDG_DATA_HOME/amc`, by default `~/.local/share/amc`. */
export function dataDir(env: Env): string {
  return join(absolute(env.XDG_DATA_HOME) ?? join(home(env), '.local', 'share'), 'amc');
}

/** Claude Code's folder: `$CLAUDE_CONFIG_DIR`, by default `~/.claude`. Both when they differ: agents may use either. */
export function claudeConfigDirs(env: Env): readonly string[] {
  return distinct([absolute(env.CLAUDE_CONFIG_DIR), join(home(env), '.claude')]);
}

/** Codex's folder: `$CODEX_HOME`, by default `~/.codex`. Both when they differ. */
export function codexHomes(env: Env): readonly string[] {
  return distinct([absolute(env.CODEX_HOME), join(home(env), '.codex')]);
}

export function home(env: Env): string {
  return absolute(env.HOME) ?? homedir();
}

/** The XDG rules say that a relative path is to be ignored. */
function absolute(path: string | undefined): string | undefined {
  return path?.startsWith('/') === true ? path : undefined;
}

function distinct(paths: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(paths.filter((path) => path !== undefined))];
}
