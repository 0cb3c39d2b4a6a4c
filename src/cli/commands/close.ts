import type { Command } from 'commander';
import { addWaiting, controlCommand, SESSION_ARGUMENT, type WaitingOptions } from '../control/options.ts';
import { ask } from '../control/simple.ts';

export function closeCommand(): Command {
  const command = controlCommand('close', 'ends a session’s agent; its conversation can be resumed');
  return addWaiting(command.argument('<session>', SESSION_ARGUMENT)).action(
    (session: string, options: WaitingOptions) => ask(session, { type: 'close' }, options),
  );
}
