import type { ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { requestOf } from '../../state/outbox.ts';
import { giveUp } from '../../state/send.ts';
import { useApp } from '../../state/store.ts';
import { Unsent } from '../delivery/delivery-line.tsx';
import { putBack } from './put-back.ts';

/** What the server has not taken and no open request shows itself: nothing that was typed is lost. */
export function UnsentActions({ session }: { session: Session }): ReactNode {
  const outbox = useApp((state) => state.outbox);
  const own = outbox.filter(
    ({ sessionKey, action }) =>
      sessionKey === session.key && !session.requests.some(({ id }) => id === requestOf(action)),
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
      putBack(session.key, action);
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
