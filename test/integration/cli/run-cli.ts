import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CliRun } from '../../helpers/cli.ts';
import { shellQuoted } from '../../rig/shell.ts';

const main = process.env.AMC_CLI ?? fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** A running `amc`, that something can be typed or piped into. */
export interface RunningCli {
  write: (text: string) => void;
  end: () => void;
  interrupt: () => void;
  out: () => string;
  done: Promise<CliRun>;
}

/** Starts the built `amc` with a pipe on its input; `terminal`: on a terminal of its own, where both outputs are one. */
export function startCli(
  args: readonly string[],
  env: Record<string, string>,
  { terminal = false }: { terminal?: boolean } = {},
): RunningCli {
  const command = [process.execPath, main, ...args];
  const line = `stty cols 160; exec ${command.map(shellQuoted).join(' ')}`;
  const child: ChildProcess = terminal
    ? spawn('script', ['-qefc', line, '/dev/null'], { env: { ...env, SHELL: '/bin/sh', TERM: 'xterm' }, stdio: 'pipe' })
    : spawn(process.execPath, [main, ...args], { env, stdio: 'pipe' });
  let out = '';
  let err = '';
  child.stdin?.on('error', () => undefined); // It may end without reading.
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  const done = new Promise<CliRun>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
  return {
    write: (text) => void child.stdin?.write(text),
    end: () => void child.stdin?.end(),
    interrupt: () => void (terminal ? child.stdin?.write('\u0003') : child.kill('SIGINT')),
    out: () => out + err,
    done,
  };
}
