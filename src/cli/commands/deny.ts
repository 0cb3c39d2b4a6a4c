import type { Command } from 'commander';
import { deliver } from '../control/deliver.ts';
import { addWaiting, controlCommand, SESSION_ARGUMENT, type WaitingOptions } from '../control/options.ts';
import { pickDenying, type ChoiceWish } from '../control/pick-choice.ts';
import { pickRequest } from '../control/pick-request.ts';
import { pickSession } from '../control/pick-session.ts';
import { requestLine } from '../control/request-text.ts';
import { connect } from '../server-file.ts';

type DenyOptions = WaitingOptions & Pick<ChoiceWish, 'choice' | 'stop' | 'message'>;

export function denyCommand(): Command {
  const command = controlCommand('deny', 'says no to what a session wants, or sends its plan back')
    .argument('<session>', SESSION_ARGUMENT)
    .argument('[request]', 'its number, as `amc requests` gives it; default: the only one')
    .option('-m, --message <words>', 'why, or what to do instead, where the agent takes it')
    .option('--stop', 'and stop the turn')
    .option('--choice <choice>', 'one of its choices, by id, number or label');
  return addWaiting(command).action(deny);
}

async function deny(words: string, named: string | undefined, options: DenyOptions): Promise<void> {
  const { client } = connect();
  const { sessions } = await client.call('sessions', {});
  const session = pickSession(sessions, words);
  const request = pickRequest({
    session,
    named,
    kinds: ['permission', 'plan', 'trust', 'elicitation', 'question'],
    verb: 'deny',
  });
  const { message } = options;
  const choice = 'choices' in request ? { choiceId: pickDenying(request.choices, options).id } : {};
  const action = {
    type: 'deny',
    requestId: request.id,
    ...choice,
    ...(message === undefined ? {} : { message }),
  } as const;
  await deliver(client, [{ session, action, about: requestLine(request, 60) }], options);
}
