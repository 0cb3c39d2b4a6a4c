#!/usr/bin/env node
import { Command } from 'commander';
import { doctorCommand } from './commands/doctor.ts';
import { exportCommand } from './commands/export.ts';
import { hooksCommand } from './commands/hooks.ts';
import { indexCommand } from './commands/index-command.ts';
import { lsCommand } from './commands/ls.ts';
import { openCommand } from './commands/open.ts';
import { addRunOptions, runInForeground } from './commands/run.ts';
import { searchCommand } from './commands/search.ts';
import { showCommand } from './commands/show.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { stopCommand } from './commands/stop.ts';
import { usageCommand } from './commands/usage.ts';
import { renderError } from './error.ts';
import { packageVersion } from '../platform/package-root.ts';

const program = new Command('amc')
  .description(
    'Agent Mission Control: what every coding agent on this machine is doing, what it needs, and a way to answer it.',
  )
  .version(packageVersion)
  .showHelpAfterError('Run `amc --help` to see what there is.');

addRunOptions(program).action(runInForeground);
const commands = [
  startCommand,
  stopCommand,
  statusCommand,
  openCommand,
  lsCommand,
  searchCommand,
  showCommand,
  exportCommand,
  usageCommand,
  indexCommand,
  doctorCommand,
  hooksCommand,
];
for (const command of commands) program.addCommand(command());

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(renderError(error));
  process.exitCode = 1;
}
