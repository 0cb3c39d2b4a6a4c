import type { execa as Execa } from 'execa';
import type { Run, RunOptions, RunResult } from '../ports/subprocess.ts';

/** Any of these makes a multiplexer's own command believe that it runs inside one, and act on that one. */
const multiplexerVariables = new Set([
  'TMUX',
  'TMUX_PANE',
  'ZELLIJ',
  'ZELLIJ_PANE_ID',
  'ZELLIJ_SESSION_NAME',
  'STY',
  'WINDOW',
]);
const maxOutputBytes = 64_000_000;
/** A killed program's children may keep its output open; nobody waits longer than this for them. */
const afterKillMs = 250;

/** AMC's environment without what names the multiplexer AMC itself was started in. */
export function scrubbedEnv(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const scrubbed: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !multiplexerVariables.has(name)) scrubbed[name] = value;
  }
  return scrubbed;
}

/** Runs a program to its end: no shell, hard timeout with SIGKILL, at most 64 MB of output. Never throws. */
export const run: Run = async (file, args, options) => {
  // No part of what has to be loaded before AMC answers.
  const { execa } = await import('execa');
  const child = start(execa, file, args, options);
  let timer: NodeJS.Timeout | undefined;
  const gaveUp = new Promise<'gave up'>((resolve) => {
    timer = setTimeout(() => resolve('gave up'), options.timeoutMs + afterKillMs);
  });
  try {
    const result = await Promise.race([child, gaveUp]);
    if (result !== 'gave up') return outcomeOf(result);
    child.kill('SIGKILL');
    child.stdout.destroy();
    child.stderr.destroy();
    return { outcome: 'timeout', stdout: '', stderr: '' };
  } finally {
    clearTimeout(timer);
  }
};

function start(
  execa: typeof Execa,
  file: string,
  args: readonly string[],
  { input, timeoutMs, env, cwd, signal }: RunOptions,
) {
  return execa(file, args, {
    input: input ?? '',
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    forceKillAfterDelay: false,
    env: env ?? scrubbedEnv(),
    extendEnv: false,
    maxBuffer: maxOutputBytes,
    stripFinalNewline: false,
    reject: false,
    ...(cwd === undefined ? {} : { cwd }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
}

function outcomeOf(result: Awaited<ReturnType<typeof start>>): RunResult {
  const { stdout = '', stderr = '' } = result;
  if (result.timedOut) return { outcome: 'timeout', stdout, stderr };
  if (result.isCanceled) return { outcome: 'killed', reason: 'aborted', stdout, stderr };
  if (result.isMaxBuffer) return { outcome: 'killed', reason: 'too much output', stdout, stderr };
  if (result.signal !== undefined) return { outcome: 'killed', reason: result.signal, stdout, stderr };
  if (result.exitCode === undefined) return { outcome: 'not_started', code: result.code ?? 'unknown' };
  return { outcome: 'exited', exitCode: result.exitCode, stdout, stderr };
}
