import { useMemo, type ReactNode } from 'react';
import { requestOf } from '../../state/outbox.ts';
import { noteSeen } from '../../state/send.ts';
import { useApp } from '../../state/store.ts';
import { putBatchAway, useBatch } from '../../state/batch.ts';
import type { Command } from '../../../contract/command.ts';
import { t } from '../../i18n/t.ts';
import { titleOf } from '../../lib/words.ts';
import { Clean } from '../../ui/clean.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { CommandDelivery, Unsent } from '../delivery/delivery-line.tsx';
import { ReceiptList } from './receipt-list.tsx';

const LOST = new Set(['refused', 'failed', 'unknown']);

/** Over the board's foot: what became of a batch, and of decisions whose request is gone. Nothing while there is nothing. */
export function Tray(): ReactNode {
  const { rows } = useBatch();
  const lost = useLost();
  const unsent = useUnsent();
  if (rows === null && lost.length === 0 && unsent.length === 0) return null;
  const close = (): void => {
    putBatchAway();
    for (const { id } of lost) noteSeen(id);
  };
  return (
    <section
      aria-label={t('bulk.results')}
      data-tray
      className="fixed right-4 bottom-4 z-30 grid grid-cols-[minmax(0,1fr)] max-h-[60dvh] w-[min(480px,calc(100vw-32px))] overflow-y-auto rounded-m border border-line bg-float px-4 py-2 shadow-float"
    >
      <div className="flex items-center justify-between">
        <h2 className="text-12 font-semibold text-ink-2">{t('bulk.results')}</h2>
        <IconButton label={t('bulk.putAway')} className="-mr-2" onClick={close}>
          <path d="M4 4l8 8M12 4l-8 8" strokeWidth="1.6" strokeLinecap="round" />
        </IconButton>
      </div>
      {rows === null ? null : <ReceiptList rows={rows} />}
      {lost.map((command) => (
        <Lost key={command.id} command={command} />
      ))}
      {unsent.map((outgoing) => (
        <div key={outgoing.key} className="border-line py-2.5 not-first:border-t">
          <Unsent outgoing={outgoing} />
        </div>
      ))}
    </section>
  );
}

function Lost({ command }: { command: Command }): ReactNode {
  const session = useApp((state) => state.board.sessions.get(command.sessionKey));
  return (
    <div className="grid gap-1 border-line py-2.5 not-first:border-t">
      {session === undefined ? null : (
        <p className="truncate font-medium">
          <Clean text={titleOf(session)} />
        </p>
      )}
      <CommandDelivery command={command} agent={session?.agent ?? ''} />
    </div>
  );
}

/** Decisions made on this page that did not arrive, when their request is no longer there to say so itself. */
function useLost(): Command[] {
  const commands = useApp((state) => state.board.commands);
  const sessions = useApp((state) => state.board.sessions);
  const sent = useApp((state) => state.sent);
  const { rows } = useBatch();
  return useMemo(() => {
    const batch = new Set(rows?.map(({ commandId }) => commandId));
    return [...sent].flatMap((id) => {
      const command = commands.get(id);
      if (command === undefined || batch.has(id) || !LOST.has(command.delivery.state)) return [];
      const request = requestOf(command.action);
      if (request === null) return [];
      const open = sessions.get(command.sessionKey)?.requests.some((one) => one.id === request) === true;
      return open ? [] : [command];
    });
  }, [commands, sessions, sent, rows]);
}

/** The same for what the server did not even take. */
function useUnsent() {
  const outbox = useApp((state) => state.outbox);
  const sessions = useApp((state) => state.board.sessions);
  const { rows } = useBatch();
  return useMemo(() => {
    const batch = new Set(rows?.map(({ outgoing }) => outgoing));
    return outbox.filter(({ key, sessionKey, action, problem }) => {
      const request = requestOf(action);
      if (problem === undefined || request === null || batch.has(key)) return false;
      return sessions.get(sessionKey)?.requests.some((one) => one.id === request) !== true;
    });
  }, [outbox, sessions, rows]);
}
