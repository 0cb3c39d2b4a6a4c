import { spawn } from 'node:child_process';

export interface DetachedProcess {
  pid: number | undefined;
  hasEnded: () => boolean;
}

/** Starts a program that outlives this one; its output goes to the open file `logFd`. */
export function startDetached(file: string, args: readonly string[], logFd: number): DetachedProcess {
  const child = spawn(file, args, { detached: true, stdio: ['ignore', logFd, logFd] });
  let ended = false;
  child.on('exit', () => (ended = true));
  child.on('error', () => (ended = true));
  child.unref();
  return { pid: child.pid, hasEnded: () => ended };
}
