import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { t } from '../../i18n/t.ts';
import { sessionPath } from '../../lib/session-path.ts';
import type { BatchRow } from '../../state/batch.ts';
import { useApp } from '../../state/store.ts';
import { Clean } from '../../ui/clean.tsx';
import { CommandDelivery, Unsent } from '../delivery/delivery-line.tsx';

/** What became of each part of a batch. */
export function ReceiptList({ rows }: { rows: readonly BatchRow[] }): ReactNode {
  return (
    <ul aria-label={t('bulk.receipts')} className="grid grid-cols-[minmax(0,1fr)]">
      {rows.map((row) => (
        <li key={row.id} data-receipt={row.sessionKey} className="grid gap-1 border-line py-2.5 not-first:border-t">
          <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
            <Link href={sessionPath(row.sessionKey)} className="min-w-0 truncate font-medium hover:underline">
              <Clean text={row.title} />
            </Link>
            {row.about === '' ? null : (
              <span className="min-w-0 flex-1 truncate font-mono text-12 text-ink-3">
                <Clean text={row.about} />
              </span>
            )}
          </div>
          <Receipt row={row} />
        </li>
      ))}
    </ul>
  );
}

function Receipt({ row: { commandId, outgoing, agent } }: { row: BatchRow }): ReactNode {
  const command = useApp((state) => (commandId === null ? undefined : state.board.commands.get(commandId)));
  const unsent = useApp((state) => state.outbox.find(({ key }) => key === outgoing));
  if (command !== undefined) return <CommandDelivery command={command} agent={agent} />;
  if (unsent !== undefined) return <Unsent outgoing={unsent} />;
  return <p className="text-12 text-ink-3">{t(outgoing === null ? 'delivery.sending' : 'bulk.dropped')}</p>;
}
