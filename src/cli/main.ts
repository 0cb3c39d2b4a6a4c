#!/usr/bin/env node
import { Command } from 'commander';
import { hooksCommand } from './commands/hooks.ts';
import { lsCommand } from './commands/ls.ts';
import { openCommand } from './commands/open.ts';
import { addRunOptions, runInForeground } from './commands/run.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { stopCommand } from './commands/stop.ts';
import { renderError } from './error.ts';
import { packageVersion } from '../platform/package-root.ts';

const program = new Command('amc')
  .description(
    'Agent Mission Control: what every coding agent on this machine is doing, what it needs, and a way to answer it.',
  )
  .version(packageVersion)
  .showHelpAfterError('Run `amc --help` to see what there is.');

addRunOptions(program).action(runInForeground);
for (const command of [startCommand, stopCommand, statusCommand, openCommand, lsCommand, hooksCommand]) {
  program.addCommand(command());
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(renderError(error));
  process.exitCode = 1;
}
