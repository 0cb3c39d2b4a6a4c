import type { Command } from 'commander';
import { deliver } from '../control/deliver.ts';
import { EXIT, UsageError } from '../control/exit.ts';
import {
  addWaiting,
  controlCommand,
  SESSION_ARGUMENT,
  type BulkOptions,
  type WaitingOptions,
} from '../control/options.ts';
import { pickSessions } from '../control/pick-session.ts';
import { isWanted, sessionLine } from '../control/several.ts';
import { connect } from '../server-file.ts';

interface InterruptOptions extends WaitingOptions, BulkOptions {
  all?: boolean;
}

export function interruptCommand(): Command {
  const command = controlCommand('interrupt', 'stops the running turn')
    .argument('[session...]', SESSION_ARGUMENT)
    .option('--all', 'of every session that works')
    .option('-y, --yes', 'do not ask before several are interrupted');
  return addWaiting(command).action(interrupt);
}

async function interrupt(names: string[], options: InterruptOptions): Promise<void> {
  const { all = false } = options;
  if (all === names.length > 0) {
    throw new UsageError({
      code: 'interrupt_unclear',
      message: all ? '--all goes without names of sessions.' : 'Which session is missing.',
      next: 'Nothing was sent. amc interrupt <session...>',
    });
  }
  const { client } = connect();
  const { sessions: board } = await client.call('sessions', {});
  const sessions = all ? board.filter(({ status }) => status.value === 'working') : pickSessions(board, names);
  if (sessions.length === 0) {
    process.stderr.write('Nothing works.\n');
    process.exitCode = EXIT.refused;
    return;
  }
  const isSeveral = all || sessions.length > 1;
  if (isSeveral && !(await isWanted(sessions.map(sessionLine), 'Interrupt these?', options))) return;
  await deliver(
    client,
    sessions.map((session) => ({ session, action: { type: 'interrupt' } })),
    options,
  );
}
