import { type ChildProcess, execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../../hook/amc-hook.sh', import.meta.url));

export interface Shell {
  name: string;
  command: readonly string[];
  /** Bash is another shell when it is called `sh`. */
  argv0?: string;
}

/** Every shell of this machine that the hook must work with. */
export const shells: readonly Shell[] = [
  { name: '/bin/sh', command: ['/bin/sh'] },
  { name: 'bash as sh', command: ['bash'], argv0: 'sh' },
  { name: 'busybox', command: ['busybox', 'sh'] },
].filter(({ command: [program = ''] }) => isInstalled(program));

export interface RunOptions {
  input?: string | Buffer;
  env?: Record<string, string>;
  shell?: Shell;
  relay?: boolean;
  /** Lines for the same shell before the hook runs, e.g. `exec <&-`. */
  before?: string;
  /** What the shell is told to run, instead of the script. */
  line?: string;
  spawn?: SpawnOptions;
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A hook that runs; `ended` resolves when it has left and nothing holds its stdout or stderr any more. */
export interface Hook {
  pid: number;
  child: ChildProcess;
  ended: Promise<Ended>;
}

export const SILENT: Ended = { code: 0, signal: null, stdout: '', stderr: '' };

/** A data folder and an installed hook that knows it, both for one test. */
export class Kit {
  readonly root: string;
  readonly data: string;
  readonly spool: string;
  readonly relay: string;
  readonly plugin: string;
  readonly script: string;
  readonly #running = new Set<ChildProcess>();

  constructor({ name = '' } = {}) {
    this.root = mkdtempSync(`/tmp/amc-hk${name}-`);
    this.data = join(this.root, 'data');
    this.spool = join(this.data, 'spool');
    this.relay = join(this.data, 'relay');
    this.plugin = join(this.root, 'plugin');
    this.script = join(this.plugin, 'amc-hook.sh');
    for (const folder of [this.spool, this.relay, this.plugin]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    copyFileSync(SCRIPT, this.script);
    writeFileSync(join(this.plugin, 'data-dir'), `${this.data}\n`);
  }

  /** Changes a constant of this kit's hook. */
  set(constant: 'amc_looks' | 'amc_spool_limit' | 'amc_patience', value: number): void {
    const script = readFileSync(this.script, 'utf8');
    const changed = script.replace(new RegExp(`^${constant}=.*$`, 'm'), `${constant}=${value}`);
    if (changed === script) throw new Error(`The hook has no ${constant} to change`);
    writeFileSync(this.script, changed);
  }

  start({
    input = '{}',
    env = {},
    shell = shells[0],
    relay = false,
    before = '',
    line = `${before}\n. "$0"`,
    spawn: options = {},
  }: RunOptions = {}): Hook {
    const [program = 'sh', ...args] = shell?.command ?? [];
    const child = spawn(program, [...args, '-c', line, this.script, ...(relay ? ['relay'] : [])], {
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(shell?.argv0 === undefined ? {} : { argv0: shell.argv0 }),
      ...options,
      env: { PATH: process.env.PATH, AMC_KIT: this.root, ...env },
    });
    this.#running.add(child);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    if (child.pid === undefined) throw new Error(`${program} did not start`);
    return { pid: child.pid, child, ended: this.#ended(child) };
  }

  run(options: RunOptions = {}): Promise<Ended> {
    return this.start(options).ended;
  }

  /** Names of what lies in the spool, sorted. */
  files(): string[] {
    return readdirSync(this.spool).toSorted();
  }

  /** The only event in the spool, in its two parts. */
  onlyEvent(): { file: string; header: string[]; payload: Buffer } {
    const [file, ...more] = this.files();
    if (file === undefined || more.length > 0)
      throw new Error(`Expected one event, got ${JSON.stringify(this.files())}`);
    const bytes = readFileSync(join(this.spool, file));
    const end = bytes.indexOf('\0\0');
    return { file, header: bytes.toString('utf8', 0, end).split('\0'), payload: bytes.subarray(end + 2) };
  }

  /** Processes of this kit's hooks: all of them have the kit's folder in their command line or environment. */
  processes(): string[] {
    const others = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid);
    return others.filter(
      (pid) =>
        readQuietly(`/proc/${pid}/cmdline`).includes(this.root) ||
        readQuietly(`/proc/${pid}/environ`).includes(this.root),
    );
  }

  /** Ends what a failed test left behind, too. */
  remove(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    for (const pid of this.processes()) killQuietly(Number(pid));
    rmSync(this.root, { recursive: true, force: true });
  }

  #ended(child: ChildProcess): Promise<Ended> {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    return new Promise((resolve) => {
      child.once('close', (code, signal) => {
        this.#running.delete(child);
        resolve({ code, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
      });
    });
  }
}

export const isRoot = process.getuid?.() === 0;

function isInstalled(program: string): boolean {
  if (program.startsWith('/')) return existsSync(program);
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)));
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A file system with room for `kilobytes`; null where this user may not mount one. */
export function mountSmall(path: string, kilobytes: number): { unmount: () => void; makeReadOnly: () => void } | null {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k,mode=700`, 'amc-test', path], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return {
    // At once for everybody who looks; a process that is just ending may hold it a moment longer.
    unmount: () => execFileSync('umount', ['-l', path]),
    makeReadOnly: () => execFileSync('mount', ['-o', 'remount,ro', path]),
  };
}
