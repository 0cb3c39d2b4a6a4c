import type { Command } from 'commander';
import { follow } from '../control/follow.ts';
import { interruptible } from '../control/interrupted.ts';
import { addWaiting, controlCommand, type WaitingOptions } from '../control/options.ts';
import { connect } from '../server-file.ts';

export function waitCommand(): Command {
  const command = controlCommand('wait', 'waits for the receipt of a command that was not waited for').argument(
    '<command...>',
    'its id, as `amc send --no-wait` and `amc audit` show it',
  );
  return addWaiting(command).action(wait);
}

async function wait(ids: string[], options: WaitingOptions): Promise<void> {
  const { client } = connect();
  const commands = await Promise.all(ids.map((id) => client.call('command', { params: { id } })));
  const { sessions } = await client.call('sessions', {});
  const sent = commands.map((command) => ({
    command,
    title: sessions.find(({ key }) => key === command.sessionKey)?.title ?? command.sessionKey,
  }));
  await interruptible((signal) => follow(client, sent, { ...options, signal }));
}
