import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export type Tool = { available: true; path: string; version: string } | { available: false; reason: string };

const REMEDY = 'run `npm run setup:machine`';
export const ZELLIJ_VERSION = '0.45.0';
const packagesDir = join(import.meta.dirname, 'node_modules');

/** What is on this machine. Each look happens once, when first asked for. */
export const machine = {
  get tmux() {
    return lookOnce('tmux', () => program(['tmux'], ['-V']));
  },
  get zellij() {
    const built = join(cacheDir(), 'amc-rig', `zellij-${ZELLIJ_VERSION}`, 'bin', 'zellij');
    return lookOnce('zellij', () => program([built, 'zellij'], ['--version'], `Zellij ${ZELLIJ_VERSION} is not built`));
  },
  get chromium() {
    return lookOnce('chromium', () => program(['chromium', 'chromium-browser', 'google-chrome'], ['--version']));
  },
  get python3() {
    return lookOnce('python3', () => program(['python3'], ['--version']));
  },
  /** What Claude Code's sandbox needs. */
  get sandbox() {
    return lookOnce('sandbox', () => {
      const bwrap = program(['bwrap'], ['--version']);
      return bwrap.available ? program(['socat'], ['-V']) : bwrap;
    });
  },
  get claude() {
    const platform = `@anthropic-ai/claude-code-${process.platform}-${process.arch}`;
    return lookOnce('claude', () =>
      packaged('@anthropic-ai/claude-code', [join(platform, 'claude'), join(`${platform}-musl`, 'claude')]),
    );
  },
  get codex() {
    const platform = join('@openai', `codex-${process.platform}-${process.arch}`);
    return lookOnce('codex', () =>
      packaged(
        '@openai/codex',
        CODEX_TARGETS.map((target) => join(platform, 'vendor', target, 'bin', 'codex')),
      ),
    );
  },
  /** The mock model and /proc: without them the rig cannot start at all. */
  get rig() {
    return lookOnce('rig', rigItself);
  },
};

export type ToolName = keyof typeof machine;

/** Whether all named tools are here; if not, `reason` says which one is missing and what to do. */
export function needs(...names: ToolName[]): { ok: boolean; reason: string } {
  for (const name of names) {
    const tool = machine[name];
    if (!tool.available) return { ok: false, reason: tool.reason };
  }
  return { ok: true, reason: '' };
}

/** Where the tool is; fails with the remedy when it is not here. */
export function pathOf(name: ToolName): string {
  const tool = machine[name];
  if (!tool.available) throw new Error(`${name} cannot start: ${tool.reason}`);
  return tool.path;
}

const CODEX_TARGETS = [
  'x86_64-unknown-linux-musl',
  'aarch64-unknown-linux-musl',
  'x86_64-apple-darwin',
  'aarch64-apple-darwin',
];

const looks = new Map<string, Tool>();

function lookOnce(name: string, look: () => Tool): Tool {
  const known = looks.get(name) ?? look();
  looks.set(name, known);
  return known;
}

/** A program found on PATH (or at an absolute path), asked for its version. */
function program(candidates: string[], versionArgs: string[], missing?: string): Tool {
  const path = candidates.map(findExecutable).find((found) => found !== undefined);
  if (path === undefined) {
    return absent(missing ?? `${candidates[0]} is not installed`);
  }
  try {
    // A throw-away HOME: some programs write to it even when only asked for their version.
    const output = execFileSync(path, versionArgs, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
      env: { PATH: process.env.PATH, HOME: tmpdir(), PYENV_ROOT: process.env.PYENV_ROOT },
    });
    return { available: true, path, version: /\d[\w.-]*/.exec(output)?.[0] ?? output.trim() };
  } catch (error) {
    return absent(`${path} does not start (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** A native binary that an npm package of the rig carries. */
function packaged(name: string, candidates: string[]): Tool {
  const path = candidates.map((candidate) => join(packagesDir, candidate)).find(isExecutable);
  if (path === undefined) return absent(`${name} is not installed in test/rig`);
  const manifest: { version?: string } = JSON.parse(readFileSync(join(packagesDir, name, 'package.json'), 'utf8'));
  return { available: true, path, version: manifest.version ?? 'unknown' };
}

function rigItself(): Tool {
  if (!existsSync('/proc/self/environ')) {
    return { available: false, reason: 'the rig needs Linux: it proves through /proc that it leaves nothing behind' };
  }
  const path = join(packagesDir, '@copilotkit', 'aimock');
  return existsSync(path)
    ? { available: true, path, version: '' }
    : absent('the mock model is not installed in test/rig');
}

function absent(what: string): Tool {
  return { available: false, reason: `${what}; ${REMEDY}` };
}

function findExecutable(name: string): string | undefined {
  if (name.includes('/')) return isExecutable(name) ? name : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function cacheDir(): string {
  return process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
}
