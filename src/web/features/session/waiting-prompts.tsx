import { useMemo, useState, type ReactNode } from 'react';
import type { Command } from '../../../contract/command.ts';
import type { Session } from '../../../contract/session.ts';
import { useNow } from '../../state/clock.ts';
import { readStored } from '../../state/stored.ts';
import { takeBack } from '../../state/send.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { Shape } from '../../ui/shape.tsx';
import { draftName } from './draft.ts';
import { putBack } from './put-back.ts';
import { messageOf } from '../../../lib/message-of.ts';
import { tComposer } from './composer/texts.ts';

/** A prompt AMC keeps: for its undo window, or until the turn is over. Nothing of it has been sent. */
export function isKept({ action, sendAt, delivery }: Command): boolean {
  return (
    action.type === 'prompt' && delivery.state === 'queued' && (sendAt !== undefined || action.when === 'after_turn')
  );
}

/** What will be sent by itself, in order, each with the way to take it back. */
export function WaitingPrompts({ session }: { session: Session }): ReactNode {
  const commands = useApp((state) => state.board.commands);
  const kept = useMemo(
    () =>
      [...commands.values()]
        .filter((command) => command.sessionKey === session.key && isKept(command))
        .sort((a, b) => a.createdAt - b.createdAt),
    [commands, session.key],
  );
  if (kept.length === 0) return null;
  return (
    <ul
      aria-label={tComposer('composer.waiting')}
      className="mt-2 mb-2 grid grid-cols-[minmax(0,1fr)] rounded-m border border-line"
    >
      {kept.map((command) => (
        <Waiting key={command.id} command={command} />
      ))}
    </ul>
  );
}

function Waiting({ command }: { command: Command }): ReactNode {
  const live = useApp(isLive);
  const [why, setWhy] = useState('');
  const { action, sessionKey, id } = command;
  if (action.type !== 'prompt') return null;
  const undo = async (): Promise<void> => {
    try {
      await takeBack(id);
      // It goes back to where it was written, unless something new stands there.
      if (readStored(draftName(sessionKey)) === '') putBack(sessionKey, action);
    } catch (error) {
      setWhy(messageOf(error));
    }
  };
  return (
    <li
      data-kept={id}
      className="flex min-h-10 flex-wrap items-center gap-x-3 border-line py-1 pr-1 pl-4 not-first:border-t"
    >
      <Shape name="ring" tone="rests" size={10} />
      <span className="min-w-0 flex-[1_1_120px] truncate">
        <Clean text={action.text} />
      </span>
      <span className="text-12 whitespace-nowrap text-ink-3">
        {why === '' ? <Until command={command} /> : <Clean text={why} />}
      </span>
      <Button look="quiet" disabled={!live} onClick={() => void undo()}>
        {tComposer('composer.undo')}
      </Button>
    </li>
  );
}

function Until({ command: { sendAt, action } }: { command: Command }): ReactNode {
  const now = useNow('second');
  const left = sendAt === undefined ? 0 : Math.ceil((sendAt - now) / 1_000);
  if (left > 0) return tComposer('composer.sendsIn', { seconds: left });
  return action.type === 'prompt' && action.when === 'after_turn'
    ? tComposer('composer.afterTurn')
    : tComposer('composer.sendsNow');
}
