import { useMemo, type ReactNode } from 'react';
import { Link } from 'wouter';
import { messageOf } from '../../../../lib/message-of.ts';
import { auditPath } from '../../../lib/session-path.ts';
import { Button } from '../../../ui/button.tsx';
import { AuditRow } from '../../audit/audit-row.tsx';
import { groupsOf } from '../../audit/groups.ts';
import { useAudit } from '../../audit/use-audit.ts';
import { AskedView } from '../asked-view.tsx';
import type { PanelProps } from '../panels.ts';
import { tPanels } from '../texts.ts';
import type { Asked } from '../use-asked.ts';

/** Everything AMC was asked to do to this session, with its receipts. */
export function CommandsPanel({ session }: PanelProps): ReactNode {
  const { list, state } = useAudit(session.key);
  const groups = useMemo(() => groupsOf(state.items), [state.items]);
  const asked: Asked<null> =
    state.phase === 'loading'
      ? { phase: 'reading' }
      : state.phase === 'failed'
        ? { phase: 'failed', why: messageOf(state.error), retry: () => void list.refresh() }
        : { phase: 'read', value: null };
  return (
    <AskedView asked={asked}>
      {() => (
        <div className="panel-audit pb-4">
          {groups.length === 0 ? <p className="px-4 py-3 text-ink-2">{tPanels('commands.none')}</p> : null}
          <ul>
            {groups.map((group) => (
              <AuditRow key={group.commandId} group={group} />
            ))}
          </ul>
          <div className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-2">
            {state.next === null ? null : (
              <Button look="quiet" className="-ml-3" disabled={state.loadingMore} onClick={() => void list.more()}>
                {tPanels('commands.more')}
              </Button>
            )}
            <Link
              href={auditPath()}
              className="flex min-h-8 items-center text-12 text-ink-2 underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
            >
              {tPanels('commands.all')}
            </Link>
          </div>
        </div>
      )}
    </AskedView>
  );
}
