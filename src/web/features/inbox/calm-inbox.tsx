import { useMemo, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Session } from '../../../contract/session.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { span, timeOfDay } from '../../lib/time.ts';
import { titleOf } from '../../lib/words.ts';
import { fromHere } from '../../state/came-from.ts';
import { useNow } from '../../state/clock.ts';
import { isLive, useApp } from '../../state/store.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { Said } from '../../ui/said.tsx';
import { Shape } from '../../ui/shape.tsx';
import { Stopwatch } from '../../ui/time.tsx';
import { group } from '../board/groups.ts';
import { useCalm } from './calm-since.ts';
import { tInbox } from './texts.ts';

/** So many of those at work are named. */
const SHOWN = 8;

/** Nothing waits: since when, and who is at work meanwhile. */
export function CalmInbox(): ReactNode {
  const live = useApp(isLive);
  const sessions = useApp((state) => state.board.sessions);
  const { working, idle } = useMemo(() => group(sessions.values()), [sessions]);
  return (
    <div className={classes('inbox-calm', !live && 'is-stale')}>
      <Shape name="check" tone="rests" size={28} />
      <div className="grid gap-1">
        <h2 className="text-24 font-semibold">{tInbox('calm.title')}</h2>
        <p className="text-15 text-ink-2">{live ? <Since /> : tInbox('calm.stale')}</p>
      </div>
      <section aria-label={tInbox('calm.works')} className="grid grid-cols-[minmax(0,1fr)] gap-1">
        <h3 className="text-12 font-semibold text-ink-2">{tInbox('calm.works')}</h3>
        {working.length === 0 ? <p className="text-ink-3">{tInbox('calm.noneWork')}</p> : null}
        <ul>
          {working.slice(0, SHOWN).map((session) => (
            <AtWork key={session.key} session={session} />
          ))}
        </ul>
        {idle.length === 0 ? null : <p className="pt-1 text-ink-3">{tInbox('calm.done', { n: idle.length })}</p>}
      </section>
      <Link href="/" className="w-fit underline underline-offset-2 pointer-coarse:py-3.5">
        {tInbox('calm.toBoard')}
      </Link>
    </div>
  );
}

function Since(): ReactNode {
  const { since, seen } = useCalm();
  const now = useNow('coarse');
  if (since === null) return null;
  const time = timeOfDay(since, now);
  return seen ? tInbox('calm.since', { time, span: span(now - since) }) : tInbox('calm.sinceOpened', { time });
}

function AtWork({ session }: { session: Session }): ReactNode {
  const { project, doing = '', status } = session;
  return (
    <li className="border-t border-line">
      <Link
        href={sessionPath(session.key)}
        state={fromHere()}
        className="flex min-h-9 items-baseline gap-2.5 py-2 hover:bg-paper-2 pointer-coarse:min-h-11"
      >
        <span className="translate-y-0.5">
          <Shape name="arc" tone="works" size={12} />
        </span>
        <span className="max-w-[40%] shrink-0 truncate font-medium">
          <Clean text={titleOf(session)} />
        </span>
        <span className="min-w-0 flex-1 truncate text-ink-2">
          <Said text={doing} />
        </span>
        <span className="shrink-0 text-12 text-ink-3 max-tablet:hidden">
          <Clean text={project.name} />
        </span>
        <span className="w-14 shrink-0 text-right text-12 text-ink-3">
          <Stopwatch since={status.since} />
        </span>
      </Link>
    </li>
  );
}
