#!/usr/bin/env node
import { Command } from 'commander';
import { answerCommand } from './commands/answer.ts';
import { approveCommand } from './commands/approve.ts';
import { auditCommand } from './commands/audit.ts';
import { cancelCommand } from './commands/cancel.ts';
import { clearCommand } from './commands/clear.ts';
import { closeCommand } from './commands/close.ts';
import { compactCommand } from './commands/compact.ts';
import { denyCommand } from './commands/deny.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exportCommand } from './commands/export.ts';
import { hooksCommand } from './commands/hooks.ts';
import { indexCommand } from './commands/index-command.ts';
import { interruptCommand } from './commands/interrupt.ts';
import { lsCommand } from './commands/ls.ts';
import { modeCommand } from './commands/mode.ts';
import { modelCommand } from './commands/model.ts';
import { openCommand } from './commands/open.ts';
import { renameCommand } from './commands/rename.ts';
import { requestsCommand } from './commands/requests.ts';
import { revealCommand } from './commands/reveal.ts';
import { addDemoOptions, addRunOptions, runInForeground } from './commands/run.ts';
import { searchCommand } from './commands/search.ts';
import { sendCommand } from './commands/send.ts';
import { showCommand } from './commands/show.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { stopCommand } from './commands/stop.ts';
import { usageCommand } from './commands/usage.ts';
import { waitCommand } from './commands/wait.ts';
import { exitCodeOf } from './control/exit.ts';
import { renderError } from './error.ts';
import { packageVersion } from '../platform/package-root.ts';

const program = new Command('amc')
  .description(
    'Agent Mission Control: what every coding agent on this machine is doing, what it needs, and a way to answer it.',
  )
  .version(packageVersion)
  .showHelpAfterError('Run `amc --help` to see what there is.');

addDemoOptions(addRunOptions(program)).action(runInForeground);
const commands = {
  'Run:': [startCommand, stopCommand, statusCommand, openCommand, doctorCommand, hooksCommand],
  'Look:': [
    lsCommand,
    requestsCommand,
    showCommand,
    searchCommand,
    exportCommand,
    usageCommand,
    auditCommand,
    indexCommand,
  ],
  'Control:': [
    sendCommand,
    answerCommand,
    approveCommand,
    denyCommand,
    interruptCommand,
    modeCommand,
    modelCommand,
    compactCommand,
    clearCommand,
    renameCommand,
    closeCommand,
    revealCommand,
    cancelCommand,
    waitCommand,
  ],
};
for (const [heading, group] of Object.entries(commands)) {
  for (const make of group) program.addCommand(make().helpGroup(heading));
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(renderError(error));
  process.exitCode = exitCodeOf(error);
}
