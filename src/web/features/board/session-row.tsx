import { memo, useId, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { placeOf, shortModel, titleOf } from '../../lib/words.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { StatusEvidence } from '../../ui/evidence.tsx';
import { StatusShape } from '../../ui/status-shape.tsx';
import { Ago, Stopwatch } from '../../ui/time.tsx';
import { SelectBox } from '../bulk/select-box.tsx';
import { RequestCard } from '../request/request-card.tsx';
import { groupOf, waitsSince } from './groups.ts';
import { LiveLine, shownStatus } from './status-word.tsx';

/**
 * One session. On a wide screen a line of columns that stand under each other across all groups; on a phone three short
 * lines. What waits for somebody opens below, ready to be decided.
 */
export const SessionRow = memo(function SessionRow({ session }: { session: Session }): ReactNode {
  const hint = useId();
  const { project, agent, model, requests } = session;
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
          <Link href={sessionPath(session.key)} data-row-link aria-describedby={hint} className="row-link">
            <Clean text={titleOf(session)} />
          </Link>
        </h3>
        <span className="row-state">
          <LiveLine session={session} />
        </span>
        <span className="row-project">
          <Clean text={project.name} />
          {project.branch === undefined ? null : (
            <span className="text-ink-3">
              {' '}
              <Clean text={project.branch} />
            </span>
          )}
        </span>
        <span className="row-agent">
          <Clean text={agent} />
          {model === undefined ? null : (
            <span className="text-ink-3">
              {' '}
              <Clean text={shortModel(model)} />
            </span>
          )}
        </span>
        <span className="row-place">
          <Clean text={placeOf(session) ?? t('board.noPane')} />
        </span>
        <span className="row-time">
          <RowTime session={session} />
        </span>
        <Dismiss session={session} />
      </div>
      <p id={hint} className="row-evidence">
        <StatusEvidence status={session.status} />
      </p>
      {waiting && requests.length > 0 ? (
        <div className="row-requests">
          {requests.map((request) => (
            <RequestCard key={request.id} session={session} request={request} place="board" />
          ))}
        </div>
      ) : null}
    </li>
  );
});

function RowTime({ session }: { session: Session }): ReactNode {
  const group = groupOf(session);
  if (group === 'needs') return <Stopwatch since={waitsSince(session)} />;
  if (group === 'working' || session.status.value === 'starting') return <Stopwatch since={session.status.since} />;
  if (group === 'unsure') return <Ago at={session.status.since} />;
  return (
    <>
      {t(`status.${session.status.value}`)} <Ago at={session.status.since} />
    </>
  );
}

/** Only where nothing is going on: what works or waits cannot be put out of sight. */
function Dismiss({ session }: { session: Session }): ReactNode {
  const group = groupOf(session);
  if (group === 'needs' || group === 'working') return null;
  const dismiss = (): void =>
    void client.call('dismiss', { params: { key: session.key }, body: {} }).catch(noteRefusal);
  return (
    <button
      type="button"
      className="row-dismiss"
      title={t('board.dismiss')}
      aria-label={`${t('board.dismiss')}: ${titleOf(session)}`}
      onClick={dismiss}
    >
      <span aria-hidden="true">×</span>
    </button>
  );
}
