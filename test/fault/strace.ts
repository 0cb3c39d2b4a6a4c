import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Why system calls cannot be tampered with here; null: they can. */
export const noStrace = ((): string | null => {
  try {
    execFileSync('strace', ['-f', '-e', 'trace=fsync', 'true'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'strace is not here, or may not be used';
  }
})();

/** Every system call that changes a file. */
const CHANGING = 'pwrite64,write,fsync,fdatasync,ftruncate,rename,unlink,mkdir,chmod,fchmod,fchown,link,symlink';

/** One system call of a run: the Nth of its name. */
export interface Call {
  name: string;
  nth: number;
}

/** Runs a command and writes down what it changes. */
export function recording(file: string): readonly string[] {
  return ['strace', '-f', '-qq', '-y', '-o', file, '-e', `trace=${CHANGING}`];
}

/** What was recorded of files below `folder`, in order. */
export function recorded(file: string, folder: string): readonly Call[] {
  const seen = new Map<string, number>();
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, thread, name] = /^(\d+)\s+(\w+)\(/.exec(line) ?? [];
      if (thread === undefined || name === undefined) return [];
      // strace counts per thread.
      const nth = (seen.get(`${thread} ${name}`) ?? 0) + 1;
      seen.set(`${thread} ${name}`, nth);
      return line.includes(folder) ? [{ name, nth }] : [];
    });
}

/** Runs a command and does something to its Nth call, e.g. `signal=SIGKILL` or `error=ENOSPC`. */
export function tampering({ name, nth }: Call, what: string, { andAllLater = false } = {}): readonly string[] {
  const when = `${nth}${andAllLater ? '+' : ''}`;
  const inject = `inject=${name}:${what}:when=${when}`;
  // Without `--seccomp-bpf`: with it, strace 6.1 sends a signal at the first call only.
  return ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${name}`, '-e', inject];
}

/** Some of many, evenly spread, always the first and the last. */
export function spread<T>(all: readonly T[], count: number): readonly T[] {
  if (count >= all.length) return all;
  return Array.from(
    { length: count },
    (_, i) => all[Math.round((i * (all.length - 1)) / Math.max(1, count - 1))],
  ).filter((one): one is T => one !== undefined);
}
