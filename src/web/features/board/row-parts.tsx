import type { MouseEvent, ReactNode } from 'react';
import { Link } from 'wouter';
import { navigate } from 'wouter/use-browser-location';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { exactTime, timeOfDay } from '../../lib/time.ts';
import { titleOf } from '../../lib/words.ts';
import { fromHere } from '../../state/came-from.ts';
import { useNow } from '../../state/clock.ts';
import { Clean } from '../../ui/clean.tsx';
import { Said } from '../../ui/said.tsx';
import { Ago, Stopwatch } from '../../ui/time.tsx';
import { groupOf, waitsSince } from './groups.ts';
import { openMarks, useOpenMenu } from './marks/open-menu.ts';
import { Swatch } from './marks/swatch.tsx';

const ANY_OTHER_DAY = 0;

/** Its name, which opens it; the way back is the board as it is when it is pressed. */
export function TitleLink({ session, describedBy }: { session: Session; describedBy: string }): ReactNode {
  const path = sessionPath(session.key);
  const open = (event: MouseEvent): void => {
    event.preventDefault();
    navigate(path, { state: fromHere() });
  };
  return (
    <Link href={path} data-row-link aria-describedby={describedBy} className="row-link" onClick={open}>
      <Clean text={titleOf(session)} />
    </Link>
  );
}

/** What a person put on it that is to be seen: that it is pinned, its colour. */
export function MarkSigns({ session: { marks } }: { session: Session }): ReactNode {
  if (marks?.pinned === undefined && marks?.colour === undefined) return null;
  return (
    <span className="row-marks">
      {marks.pinned === true ? (
        <svg viewBox="0 0 16 16" width="12" height="12" role="img" aria-label={t('board.pinned')}>
          <title>{t('board.pinned')}</title>
          <path
            d="M5.5 1.5h5M6.5 1.5v5L4 9.5h8L9.5 6.5v-5M8 9.5v5"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.6"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
      ) : null}
      {marks.colour === undefined ? null : <Swatch colour={marks.colour} />}
    </span>
  );
}

/** For how long it has been so; of what is snoozed, until when. */
export function RowTime({ session }: { session: Session }): ReactNode {
  const { status, marks } = session;
  switch (groupOf(session)) {
    case 'needs':
      return <Stopwatch since={waitsSince(session)} />;
    case 'working':
      return <Stopwatch since={status.since} />;
    case 'unsure':
      return status.value === 'starting' ? <Stopwatch since={status.since} /> : <Ago at={status.since} />;
    case 'snoozed':
      return <Until at={marks?.snoozedUntil ?? 0} />;
    default:
      return (
        <>
          {t(`status.${status.value}`)} <Ago at={status.since} />
        </>
      );
  }
}

function Until({ at }: { at: number }): ReactNode {
  const now = useNow('coarse');
  return t('board.until', { time: timeOfDay(at, now) });
}

/** The way to everything that can be put on it. */
export function MoreButton({ session }: { session: Session }): ReactNode {
  const open = useOpenMenu((state) => state.open?.part === 'menu' && state.open.keys[0] === session.key);
  return (
    <button
      type="button"
      className="row-more"
      aria-haspopup="menu"
      aria-expanded={open}
      aria-label={t('board.more', { title: titleOf(session) })}
      onClick={({ currentTarget, detail }) =>
        openMarks({ keys: [session.key], anchor: currentTarget, part: 'menu', byKey: detail === 0 })
      }
    >
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="currentColor">
        <circle cx="3" cy="8" r="1.4" />
        <circle cx="8" cy="8" r="1.4" />
        <circle cx="13" cy="8" r="1.4" />
      </svg>
    </button>
  );
}

/** Why AMC says so, for who hears the page: always with the day, so that nothing is written anew while nothing happens. */
export function SpokenEvidence({ id, session: { status } }: { id: string; session: Session }): ReactNode {
  const { value, since, evidence } = status;
  return (
    <span id={id} hidden>
      {t('evidence.since', { status: t(`status.${value}`), time: exactTime(since, ANY_OTHER_DAY) })}
      {'. '}
      <Said text={evidence.detail} />
      {', '}
      {t(`source.${evidence.source}`)}
    </span>
  );
}
