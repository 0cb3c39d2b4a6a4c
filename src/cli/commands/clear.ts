import type { Command } from 'commander';
import { addWaiting, controlCommand, SESSION_ARGUMENT, type WaitingOptions } from '../control/options.ts';
import { ask } from '../control/simple.ts';

export function clearCommand(): Command {
  const command = controlCommand('clear', 'begins a new conversation in a session; the old one stays in the history');
  return addWaiting(command.argument('<session>', SESSION_ARGUMENT)).action(
    (session: string, options: WaitingOptions) => ask(session, { type: 'clear' }, options),
  );
}
