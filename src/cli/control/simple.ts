import type { Action } from '../../contract/command.ts';
import { connect } from '../server-file.ts';
import { deliver } from './deliver.ts';
import type { WaitingOptions } from './options.ts';
import { pickSession } from './pick-session.ts';

/** Asks for one thing of one session. */
export async function ask(words: string, action: Action, options: WaitingOptions): Promise<void> {
  const { client } = connect();
  const { sessions } = await client.call('sessions', {});
  await deliver(client, [{ session: pickSession(sessions, words), action }], options);
}
