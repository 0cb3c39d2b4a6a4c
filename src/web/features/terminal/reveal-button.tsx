import { useState, type ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { messageOf } from '../../../lib/message-of.ts';

/** Brings the session's pane to the front where its multiplexer is shown. Says what came of it; nothing without a pane. */
export function RevealButton({ session }: { session: Session }): ReactNode {
  const live = useApp(isLive);
  const [told, tell] = useState('');
  if (session.pane === undefined) return null;
  const press = (): void => {
    tell('');
    client.call('reveal', { params: { key: session.key }, body: {} }).then(
      ({ note }) => tell(note),
      (error: unknown) => {
        noteRefusal(error);
        tell(messageOf(error));
      },
    );
  };
  return (
    <>
      <Button disabled={!live} data-press="t" aria-keyshortcuts="t" keyHint="t" onClick={press}>
        {t('terminal.show')}
      </Button>
      <span role="status" className="text-ink-2 empty:hidden">
        {told === '' ? null : <Clean text={told} />}
      </span>
    </>
  );
}
