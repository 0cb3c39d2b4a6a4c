import { execFile } from 'node:child_process';

const TIMEOUT_MS = 20_000;

/** Runs a program to its end and returns its stdout. Fails with its stderr. */
export function run(
  program: string,
  args: string[],
  { env, input = '', cwd }: { env: Record<string, string>; input?: string; cwd?: string },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env, cwd, timeout: TIMEOUT_MS, killSignal: 'SIGKILL', maxBuffer: 64 << 20 } as const;
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (error)
        reject(new Error(`${program} ${args.join(' ').slice(0, 300)} failed: ${stderr.trim() || error.message}`));
      else resolve(stdout);
    });
    child.stdin?.on('error', () => undefined); // It may end before it reads its input; its exit tells the story.
    child.stdin?.end(input);
  });
}
