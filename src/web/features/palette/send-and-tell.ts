import type { Action, Command } from '../../../contract/command.ts';
import type { Session } from '../../../contract/session.ts';
import { isSettled } from '../../../core/delivery.ts';
import { sendOne } from '../../state/send.ts';
import { useApp } from '../../state/store.ts';
import { toast } from '../../state/toasts.ts';
import { deliveryWord } from '../delivery/delivery-shape.ts';
import { describeAction } from '../delivery/describe-action.ts';
import { tPalette } from './texts.ts';

const PATIENCE_MS = 30_000;

/** Asks a session for something where nothing of it is in view, and tells how it ended. */
export async function sendAndTell(session: Session, action: Action): Promise<void> {
  const what = describeAction(action);
  const { key, command } = await sendOne({ sessionKey: session.key, action });
  if (command === null) {
    const problem = useApp.getState().outbox.find((outgoing) => outgoing.key === key)?.problem;
    if (problem !== undefined)
      toast(tPalette('told.notTaken', { what, why: [problem.message, problem.next].filter(Boolean).join(' ') }), {
        tone: 'bad',
      });
    return;
  }
  const { delivery } = await settled(command);
  const good = delivery.state === 'confirmed' || delivery.state === 'accepted';
  const end = [deliveryWord(delivery.state, session.agent), delivery.reason?.message].filter(Boolean).join('. ');
  toast(tPalette('told.end', { what, end }), { tone: good ? 'good' : isSettled(delivery) ? 'bad' : 'plain' });
}

/** The command when it has ended, or as far as it is when nobody would wait for it any longer. */
function settled(command: Command): Promise<Command> {
  const now = (): Command => useApp.getState().board.commands.get(command.id) ?? command;
  return new Promise((resolve) => {
    const end = (): void => {
      stop();
      clearTimeout(timer);
      resolve(now());
    };
    const stop = useApp.subscribe(() => {
      if (isSettled(now().delivery)) end();
    });
    const timer = setTimeout(end, PATIENCE_MS);
    if (isSettled(now().delivery)) end();
  });
}
