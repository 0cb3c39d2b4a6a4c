export interface RunOptions {
  /** Written to stdin, which is then closed. Without it stdin is empty. */
  input?: string | Uint8Array;
  /** After this the process gets SIGKILL. */
  timeoutMs: number;
  /** The whole environment of the child; default: AMC's own without the variables of multiplexers. */
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  signal?: AbortSignal;
}

/** How a process ended. A non-zero exit code is an outcome, not an exception. */
export type RunResult =
  | { outcome: 'exited'; exitCode: number; stdout: string; stderr: string }
  /** Killed by AMC after `timeoutMs`: whether it had an effect is not known. */
  | { outcome: 'timeout'; stdout: string; stderr: string }
  /** Ended by a signal AMC did not send, by the caller's abort, or for too much output. */
  | { outcome: 'killed'; reason: string; stdout: string; stderr: string }
  /** Never ran: `ENOENT` (no such program), `EACCES`, … */
  | { outcome: 'not_started'; code: string };

/** Runs a program to its end, without a shell. Never throws. */
export type Run = (file: string, args: readonly string[], options: RunOptions) => Promise<RunResult>;
