import type { ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { writeStored } from '../../state/persisted.ts';
import { giveUp } from '../../state/send.ts';
import { useApp } from '../../state/store.ts';
import { Unsent } from '../delivery/delivery-line.tsx';
import { draftName } from './draft.ts';

/** Prompts and interruptions that the server has not taken: nothing that was typed is lost. */
export function UnsentPrompts({ session }: { session: Session }): ReactNode {
  const outbox = useApp((state) => state.outbox);
  const own = outbox.filter(
    ({ sessionKey, action }) => sessionKey === session.key && (action.type === 'prompt' || action.type === 'interrupt'),
  );
  return own.map((outgoing) => {
    const { action, key } = outgoing;
    if (action.type !== 'prompt')
      return (
        <div key={key} className="mt-5">
          <Unsent outgoing={outgoing} />
        </div>
      );
    const edit = (): void => {
      writeStored(draftName(session.key), action.text);
      giveUp(key);
    };
    return (
      <div key={key} className="mt-5 grid gap-2 rounded-m border border-line px-4 py-3">
        <p className="text-15 break-words whitespace-pre-wrap">{action.text}</p>
        <Unsent outgoing={outgoing} edit={edit} />
      </div>
    );
  });
}
