import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClaudeConfig, claudeEnv } from './claude-config.ts';
import { CodexConfig, codexEnv } from './codex-config.ts';
import { machine } from './machine.ts';
import { processInfo } from './processes.ts';

/** Homes begin with this. Short, because sockets live in them and their paths are limited to 108 characters. */
export const HOME_PREFIX = '/tmp/amc-rig-';
/** In each home: pid and start time of the process whose rig it is. */
export const OWNER_FILE = '.rig-owner';

/** Without a configuration Zellij opens its setup wizard over the first tab. */
const ZELLIJ_CONFIG = 'show_startup_tips false\nshow_release_notes false\n';

const FOLDERS = ['p', 'z', 'bin', 'tmp', 'run', '.config/zellij', '.cache', '.local/share', '.local/state'];

/** A throw-away HOME with everything an agent needs to start without asking. */
export class Home {
  readonly path = mkdtempSync(HOME_PREFIX);
  readonly codexHome = join(this.path, '.codex');
  readonly claude = new ClaudeConfig(this.path);
  readonly env: Record<string, string>;
  readonly codex: CodexConfig;

  constructor(modelUrl: string) {
    for (const folder of FOLDERS) mkdirSync(join(this.path, folder), { recursive: true, mode: 0o700 });
    this.codex = new CodexConfig(this.codexHome, modelUrl);
    this.env = homeEnv(this.path, modelUrl);
    writeFileSync(join(this.path, '.gitconfig'), '[user]\nname = Rig\nemail = rig@example.invalid\n');
    writeFileSync(join(this.path, OWNER_FILE), `${process.pid} ${processInfo(process.pid)?.startTime ?? ''}`);
    writeFileSync(join(this.path, '.config', 'zellij', 'config.kdl'), ZELLIJ_CONFIG);
    linkPrograms(join(this.path, 'bin'));
  }

  /** A git repository with one commit, trusted by both agents. The same name gives the same folder. */
  projectDir(name: string): string {
    const path = join(this.path, 'p', name);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'README.md'), `# ${name}\n`);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: path, env: this.env, stdio: 'ignore' });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '--allow-empty', '--message=Start');
    this.claude.trust(path);
    this.codex.trust(path);
    return path;
  }
}

/** Nothing is inherited but PATH: a variable of the real user could point an agent at real files. */
function homeEnv(home: string, modelUrl: string): Record<string, string> {
  return {
    HOME: home,
    PATH: `${join(home, 'bin')}:${process.env.PATH ?? '/usr/bin:/bin'}`,
    SHELL: '/bin/sh',
    USER: 'rig',
    LOGNAME: 'rig',
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    TMPDIR: join(home, 'tmp'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_STATE_HOME: join(home, '.local/state'),
    XDG_RUNTIME_DIR: join(home, 'run'),
    ZELLIJ_SOCKET_DIR: join(home, 'z'),
    // Whatever wants to leave the machine runs into a closed door at once.
    HTTP_PROXY: 'http://127.0.0.1:9',
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1,localhost',
    ...claudeEnv(modelUrl),
    ...codexEnv(),
  };
}

/** `claude`, `codex`, `zellij` by name, as on a user's PATH. */
function linkPrograms(binDir: string): void {
  for (const name of ['claude', 'codex', 'zellij'] as const) {
    const tool = machine[name];
    if (tool.available) symlinkSync(tool.path, join(binDir, name));
  }
}
