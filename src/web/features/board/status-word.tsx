import type { ReactNode } from 'react';
import type { Request } from '../../../contract/request.ts';
import type { Session, StatusValue } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { asks } from '../../lib/words.ts';
import { Clean } from '../../ui/clean.tsx';
import { Said } from '../../ui/said.tsx';
import { STATUS_SHAPE } from '../../ui/status-shape.tsx';
import { needOf } from './groups.ts';
import { ofServer } from '../../i18n/language.ts';

/** The state as words: what it asks, what it does, that it is done. */
export function StatusWord({ session }: { session: Session }): ReactNode {
  const { status, requests, doing } = session;
  if (needOf(session) === 'needs') return <Asks requests={requests} />;
  switch (status.value) {
    case 'working':
      return doing === undefined || doing === '' ? (
        <span className={STATUS_SHAPE.working.text}>{t('status.working')}</span>
      ) : (
        <Said text={doing} />
      );
    case 'idle':
    case 'ended':
      return <span className="text-ink-3">{t(`status.${status.value}`)}</span>;
    case 'unknown':
      return (
        <span className={STATUS_SHAPE.unknown.text}>
          <Clean text={t('status.unknownFor', { why: ofServer(status.evidence.detail) })} />
        </span>
      );
    default:
      return <span className={STATUS_SHAPE[status.value].text}>{t(`status.${status.value}`)}</span>;
  }
}

/** For the board, where the time already says that it is done: then what it said last. */
export function LiveLine({ session }: { session: Session }): ReactNode {
  const { preview = '' } = session;
  const value = shownStatus(session);
  if (value !== 'idle' && value !== 'ended') return <StatusWord session={session} />;
  return preview === '' ? null : (
    <span className="text-ink-3">
      <Clean text={preview} />
    </span>
  );
}

function Asks({ requests: [first, ...others] }: { requests: readonly Request[] }): ReactNode {
  return (
    <span className={`font-semibold ${STATUS_SHAPE.needs_attention.text}`}>
      {first === undefined ? t('asks.nothing') : asks(first)}
      {others.length > 0 ? ` ${t('asks.more', { n: others.length })}` : null}
    </span>
  );
}

/** The state to draw: an open request outweighs what the session says it does. */
export function shownStatus(session: Session): StatusValue {
  return needOf(session) === 'needs' ? 'needs_attention' : session.status.value;
}
