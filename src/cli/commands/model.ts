import type { Command } from 'commander';
import { deliver } from '../control/deliver.ts';
import { offered, offerText } from '../control/offer.ts';
import { addWaiting, controlCommand, SESSION_ARGUMENT, type WaitingOptions } from '../control/options.ts';
import { pickSession } from '../control/pick-session.ts';
import { print } from '../print.ts';
import { connect } from '../server-file.ts';

interface ModelOptions extends WaitingOptions {
  effort?: string;
}

export function modelCommand(): Command {
  const command = controlCommand('model', 'switches a session’s model; without one, shows what there is')
    .argument('<session>', SESSION_ARGUMENT)
    .argument('[model]', 'one of those shown')
    .option('--effort <effort>', 'how hard it thinks, where the model has that');
  return addWaiting(command).action(model);
}

async function model(words: string, wanted: string | undefined, options: ModelOptions): Promise<void> {
  const { client } = connect();
  const { sessions } = await client.call('sessions', {});
  const session = pickSession(sessions, words);
  const { effort } = options;
  const name = wanted ?? (effort === undefined ? undefined : session.offers.find(isModel)?.current);
  if (name === undefined) return print(offerText(session, 'model', options));
  const more = effort === undefined ? {} : { effort };
  const action = { type: 'model', model: offered(session, 'model', name), ...more } as const;
  await deliver(client, [{ session, action }], options);
}

function isModel({ action }: { action: string }): boolean {
  return action === 'model';
}
