import { memo, useId, type ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { placeOf, shortModel } from '../../lib/words.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { StatusShape } from '../../ui/status-shape.tsx';
import { SelectBox } from '../bulk/select-box.tsx';
import { RequestCard } from '../request/request-card.tsx';
import { groupOf } from './groups.ts';
import { MarkSigns, MoreButton, RowTime, SpokenEvidence, TitleLink } from './row-parts.tsx';
import { LiveLine, shownStatus } from './status-word.tsx';
import { Company, ContextFill, Cost } from './vitals.tsx';

/**
 * One session. On a wide screen a line of columns that stand under each other across all groups; on a phone three short
 * lines. What waits for somebody opens below, ready to be decided.
 */
export const SessionRow = memo(function SessionRow({ session }: { session: Session }): ReactNode {
  const hint = useId();
  const { requests, vitals } = session;
  const waiting = groupOf(session) === 'needs';
  return (
    <li
      data-row={session.key}
      data-waiting={waiting ? '' : undefined}
      className={classes('session-row relative', waiting && requests.length > 0 && 'pb-4')}
    >
      <SelectBox session={session} />
      <div className="row-grid">
        <span className="row-shape">
          <StatusShape value={shownStatus(session)} />
        </span>
        <h3 className="row-title">
          <MarkSigns session={session} />
          <TitleLink session={session} describedBy={hint} />
        </h3>
        <span className="row-state">
          <span className="row-line">
            <LiveLine session={session} />
          </span>
          <Company session={session} />
        </span>
        <ProjectAndBranch session={session} />
        <AgentAndModel session={session} />
        <span className="row-place">
          <Clean text={placeOf(session) ?? t('board.noPane')} />
        </span>
        <span className="row-vitals">
          <ContextFill vitals={vitals} />
          <Cost vitals={vitals} />
        </span>
        <span className="row-time">
          <RowTime session={session} />
        </span>
      </div>
      <MoreButton session={session} />
      <SpokenEvidence id={hint} session={session} />
      {waiting && requests.length > 0 ? <OpenRequests session={session} /> : null}
    </li>
  );
});

export function OpenRequests({ session }: { session: Session }): ReactNode {
  return (
    <div className="row-requests">
      {session.requests.map((request) => (
        <RequestCard key={request.id} session={session} request={request} place="board" />
      ))}
    </div>
  );
}

export function ProjectAndBranch({ session: { project } }: { session: Session }): ReactNode {
  return (
    <span className="row-project">
      <Clean text={project.name} />
      {project.branch === undefined ? null : (
        <span className="text-ink-3">
          {' '}
          <Clean text={project.branch} />
        </span>
      )}
    </span>
  );
}

export function AgentAndModel({ session: { agent, model } }: { session: Session }): ReactNode {
  return (
    <span className="row-agent">
      <Clean text={agent} />
      {model === undefined ? null : (
        <span className="text-ink-3">
          {' '}
          <Clean text={shortModel(model)} />
        </span>
      )}
    </span>
  );
}
