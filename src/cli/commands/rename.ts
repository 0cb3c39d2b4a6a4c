import type { Command } from 'commander';
import { addWaiting, controlCommand, SESSION_ARGUMENT, type WaitingOptions } from '../control/options.ts';
import { ask } from '../control/simple.ts';

export function renameCommand(): Command {
  const command = controlCommand('rename', 'gives a session another title')
    .argument('<session>', SESSION_ARGUMENT)
    .argument('<title...>', 'the new title');
  return addWaiting(command).action((session: string, words: string[], options: WaitingOptions) =>
    ask(session, { type: 'rename', title: words.join(' ') }, options),
  );
}
