import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';

export interface RunOptions {
  port?: number;
  open: boolean;
}

/** The options of a start, in the foreground or not. */
export function addRunOptions(command: Command): Command {
  return command
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one (default: 7400)', parsePort)
    .option('--no-open', 'do not open a browser');
}

/** `amc`: runs in the foreground until it is interrupted. */
export async function runInForeground(options: RunOptions): Promise<void> {
  const { runUntilStopped } = await import('../../app/run.ts');
  await runUntilStopped({ ...options, print: (line) => void process.stdout.write(`${line}\n`) });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError(`Expected a whole number from 0 to 65535, got ${text}.`);
}
