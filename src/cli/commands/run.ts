import { InvalidArgumentError, Option, type Command } from 'commander';
import { countNumber } from '../arguments.ts';

export interface RunOptions {
  port?: number;
  open: boolean;
}

export interface DemoOptions {
  demo?: true;
  demoSessions?: number;
  demoSeed?: string;
  demoAt?: number;
}

/** The options of a start, in the foreground or not. */
export function addRunOptions(command: Command): Command {
  return command
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one (default: 7400)', parsePort)
    .option('--no-open', 'do not open a browser');
}

/** The demo, and what tests and pictures of it need. */
export function addDemoOptions(command: Command): Command {
  return command
    .option(
      '--demo',
      'show AMC with simulated agents; nothing of this machine is read or changed (default port: any free one)',
    )
    .addOption(
      new Option('--demo-sessions <number>', 'so many agents, of which one needs you')
        .argParser(countNumber)
        .hideHelp(),
    )
    .addOption(new Option('--demo-seed <text>', 'the same seed, the same agents').hideHelp())
    .addOption(new Option('--demo-at <time>', 'a moment at which time stands still').argParser(parseTime).hideHelp());
}

/** `amc`: runs in the foreground until it is interrupted. */
export async function runInForeground(options: RunOptions & DemoOptions): Promise<void> {
  const { runUntilStopped, runDemoUntilStopped } = await import('../../app/run.ts');
  const { port, open, demo, demoSeed, demoSessions, demoAt } = options;
  const given = { open, ...(port === undefined ? {} : { port }) };
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  if (demo !== true) return runUntilStopped({ ...given, print });
  return runDemoUntilStopped({
    ...given,
    print,
    ...(demoSeed === undefined ? {} : { seed: demoSeed }),
    ...(demoSessions === undefined ? {} : { sessions: demoSessions }),
    ...(demoAt === undefined ? {} : { at: demoAt }),
  });
}

function parseTime(text: string): number {
  const at = Date.parse(text);
  if (Number.isFinite(at)) return at;
  throw new InvalidArgumentError(`Expected a time such as 2026-11-18T10:24:00Z, got ${text}.`);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError(`Expected a whole number from 0 to 65535, got ${text}.`);
}
