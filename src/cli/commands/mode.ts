import type { Command } from 'commander';
import { deliver } from '../control/deliver.ts';
import { offered, offerText } from '../control/offer.ts';
import { addWaiting, controlCommand, SESSION_ARGUMENT, type WaitingOptions } from '../control/options.ts';
import { pickSession } from '../control/pick-session.ts';
import { print } from '../print.ts';
import { connect } from '../server-file.ts';

export function modeCommand(): Command {
  const command = controlCommand('mode', 'switches a session’s permission mode; without one, shows what there is')
    .argument('<session>', SESSION_ARGUMENT)
    .argument('[mode]', 'one of those shown, for example plan');
  return addWaiting(command).action(mode);
}

async function mode(words: string, wanted: string | undefined, options: WaitingOptions): Promise<void> {
  const { client } = connect();
  const { sessions } = await client.call('sessions', {});
  const session = pickSession(sessions, words);
  if (wanted === undefined) return print(offerText(session, 'mode', options));
  const action = { type: 'mode', mode: offered(session, 'mode', wanted) } as const;
  await deliver(client, [{ session, action }], options);
}
