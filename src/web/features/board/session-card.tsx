import '../../styles/cards.css';
import { memo, useId, type ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { placeOf } from '../../lib/words.ts';
import { Clean } from '../../ui/clean.tsx';
import { StatusShape } from '../../ui/status-shape.tsx';
import { SelectBox } from '../bulk/select-box.tsx';
import { groupOf } from './groups.ts';
import { MarkSigns, MoreButton, RowTime, SpokenEvidence, TitleLink } from './row-parts.tsx';
import { AgentAndModel, OpenRequests, ProjectAndBranch } from './session-row.tsx';
import { LiveLine, shownStatus } from './status-word.tsx';
import { Company, ContextFill, Cost } from './vitals.tsx';

/** One session with room to say more: what it does on two lines, where it runs, what it has used. */
export const SessionCard = memo(function SessionCard({ session }: { session: Session }): ReactNode {
  const hint = useId();
  const { requests, vitals } = session;
  const waiting = groupOf(session) === 'needs';
  return (
    <li
      data-row={session.key}
      data-waiting={waiting ? '' : undefined}
      data-asks={waiting && requests.length > 0 ? '' : undefined}
      className="session-card"
    >
      <SelectBox session={session} />
      <div className="card-head">
        <span className="row-shape">
          <StatusShape value={shownStatus(session)} />
        </span>
        <h3 className="row-title">
          <MarkSigns session={session} />
          <TitleLink session={session} describedBy={hint} />
        </h3>
        <span className="row-time">
          <RowTime session={session} />
        </span>
      </div>
      <MoreButton session={session} />
      <SpokenEvidence id={hint} session={session} />
      {waiting && requests.length > 0 ? (
        <>
          <p className="card-asks">
            <LiveLine session={session} />
          </p>
          <OpenRequests session={session} />
        </>
      ) : (
        <div className="card-say">
          <p className="card-line">
            <LiveLine session={session} />
          </p>
          <Company session={session} />
        </div>
      )}
      <div className="card-foot">
        <p className="card-where">
          <ProjectAndBranch session={session} />
          <span className="row-place">
            <Clean text={placeOf(session) ?? t('board.noPane')} />
          </span>
        </p>
        <p className="card-where">
          <AgentAndModel session={session} />
          <span className="row-vitals">
            <ContextFill vitals={vitals} />
            <Cost vitals={vitals} />
          </span>
        </p>
      </div>
    </li>
  );
});
