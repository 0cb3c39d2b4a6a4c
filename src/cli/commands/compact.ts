import type { Command } from 'commander';
import { addWaiting, controlCommand, SESSION_ARGUMENT, type WaitingOptions } from '../control/options.ts';
import { ask } from '../control/simple.ts';

export function compactCommand(): Command {
  const command = controlCommand('compact', 'has a session sum up its conversation and go on with the summary')
    .argument('<session>', SESSION_ARGUMENT)
    .argument('[instructions...]', 'what the summary should keep');
  return addWaiting(command).action(compact);
}

async function compact(session: string, words: string[], options: WaitingOptions): Promise<void> {
  const instructions = words.join(' ').trim();
  await ask(session, { type: 'compact', ...(instructions === '' ? {} : { instructions }) }, options);
}
