import type { Command } from 'commander';
import { renderError } from '../error.ts';
import { line } from '../format.ts';
import { actionText } from '../control/action-text.ts';
import { exitCodeOf } from '../control/exit.ts';
import { controlCommand } from '../control/options.ts';
import { print } from '../print.ts';
import { connect } from '../server-file.ts';

export function cancelCommand(): Command {
  return controlCommand('cancel', 'takes a command back of which nothing has been sent yet')
    .argument('<command...>', 'its id, as `amc send --no-wait` and `amc audit` show it')
    .option('--json', 'the commands as JSON, one a line')
    .addHelpText('after', '\nExit code: 0 taken back; 1 too late, or no such command; 2 not understood.')
    .action(cancel);
}

async function cancel(ids: string[], { json = false }: { json?: boolean }): Promise<void> {
  const { client } = connect();
  for (const id of ids) {
    try {
      const command = await client.call('cancelCommand', { params: { id }, body: {} });
      const text = `Taken back: ${actionText(command.action)} (command ${line(id, 60)})\n`;
      await print(json ? `${JSON.stringify(command)}\n` : text);
    } catch (error) {
      if (ids.length === 1) throw error;
      process.stderr.write(renderError(error));
      process.exitCode = exitCodeOf(error);
    }
  }
}
