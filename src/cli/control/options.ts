import { Command } from 'commander';
import { secondsAsMs } from '../arguments.ts';
import { EXIT } from './exit.ts';

/** Of every command that waits for a receipt. */
export interface WaitingOptions {
  wait: boolean;
  /** ms. */
  timeout?: number;
  json?: boolean;
}

/** Of those that may go to several. */
export interface BulkOptions {
  yes?: boolean;
}

export const SESSION_ARGUMENT = 'its key, pane, the beginning of its id, or words of its title or project';

const EXITS = `
Exit code: 0 confirmed by the agent's own record; 1 refused or failed, with the reason; 2 not understood, nothing was
sent; 3 sent but not proven; 130 stopped waiting (Ctrl-C), the command goes on. See docs/cli.md.`;

/** A command that asks AMC to do something: what cannot be understood ends with a code of its own. */
export function controlCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .showHelpAfterError(`Run \`amc ${name} --help\` to see how it is used.`)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT.usage));
}

/** The same with the options of waiting for the receipt. Called last: its help ends with the exit codes. */
export function addWaiting(command: Command): Command {
  return command
    .option('--no-wait', 'do not wait for the receipt; 0 then means that AMC has taken it')
    .option('--timeout <seconds>', 'wait no longer than this; the command goes on', secondsAsMs)
    .option('--json', 'the commands as JSON, one a line')
    .addHelpText('after', EXITS);
}
