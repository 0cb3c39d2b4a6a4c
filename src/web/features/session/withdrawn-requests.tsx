import { useMemo, type ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { asks } from '../../lib/words.ts';
import { useNow } from '../../state/clock.ts';
import { requestOf } from '../../state/outbox.ts';
import type { Withdrawn } from '../../state/reducer.ts';
import { useApp } from '../../state/store.ts';
import { Clean } from '../../ui/clean.tsx';
import { StatusEvidence } from '../../ui/evidence.tsx';
import { Shape } from '../../ui/shape.tsx';
import { gist } from '../board/groups.ts';

const SHOWN_MS = 5 * 60_000;
const MOST = 3;

/** Where somebody was about to decide and it is not asked any more: that it is over, and what was seen then. */
export function WithdrawnRequests({ session }: { session: Session }): ReactNode {
  const withdrawn = useApp((state) => state.board.withdrawn);
  const commands = useApp((state) => state.board.commands);
  const now = useNow('coarse');
  const own = useMemo(() => {
    // What was decided from here tells its own end.
    const decided = new Set([...commands.values()].map(({ action }) => requestOf(action)));
    return withdrawn.filter(({ sessionKey, request }) => sessionKey === session.key && !decided.has(request.id));
  }, [withdrawn, commands, session.key]);
  return own
    .filter(({ at }) => now - at < SHOWN_MS)
    .slice(-MOST)
    .map((one) => <Line key={`${one.request.id} ${one.at}`} withdrawn={one} agent={session.agent} />);
}

function Line({ withdrawn: { request, status }, agent }: { withdrawn: Withdrawn; agent: string }): ReactNode {
  return (
    <div className="mt-4 flex gap-2.5 text-12 text-ink-2" data-withdrawn={request.id}>
      <span className="translate-y-0.5">
        <Shape name="dash" tone="rests" size={12} />
      </span>
      <div className="min-w-0">
        <p className="text-13">
          {t('request.withdrawn', { who: agent, what: asks(request) })}{' '}
          <span className="font-mono text-12 break-words text-ink-3">
            <Clean text={gist(request).split('\n')[0] ?? ''} />
          </span>
        </p>
        <p>{t('request.withdrawnWhy')}</p>
        {/* While it still waits for something else, that says nothing about this one. */}
        {status.value === 'needs_attention' ? null : <StatusEvidence status={status} />}
      </div>
    </div>
  );
}
