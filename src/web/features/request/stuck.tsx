import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { stopwatch, timeOfDay } from '../../lib/time.ts';
import { useNow } from '../../state/clock.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Clean } from '../../ui/clean.tsx';
import { Said } from '../../ui/said.tsx';
import { AnswerBox } from './answer-box.tsx';
import { Remedy } from './remedy.tsx';
import type { AskProps } from './request-card.tsx';

/** Why it cannot go on, until when, and what can be done. */
export function Stuck({ session, request, place }: AskProps<'error'>): ReactNode {
  const { cause, resetsAt, text } = request;
  return (
    <div className="grid gap-2">
      {cause === undefined || cause === 'other' ? null : (
        <p className="text-15 font-medium">{t(`request.error.cause.${cause}`)}</p>
      )}
      {resetsAt === undefined ? null : <Reset at={resetsAt} />}
      <p
        className={`max-w-[78ch] font-mono text-12 break-words whitespace-pre-wrap text-ink-2 ${place === 'board' ? 'line-clamp-3' : ''}`}
      >
        <Clean text={text} />
      </p>
      <p className="max-w-[78ch] text-ink-2">{t(`request.error.next.${cause ?? 'other'}`)}</p>
      {place === 'inbox' ? <GoOn session={session} since={request.openedAt} /> : null}
    </div>
  );
}

/** An error is not asked about: a prompt makes it go on, where one can be sent. */
function GoOn({ session, since }: Pick<AskProps<'error'>, 'session'> & { since: number }): ReactNode {
  const live = useApp(isLive);
  const none = session.prompt.channel === 'none';
  return (
    <>
      <AnswerBox session={session} since={since} place="inbox" off={!live} none={none} />
      {session.prompt.channel === 'none' ? (
        <p className="max-w-[78ch] text-ink-2">
          <Said text={session.prompt.reason} />
        </p>
      ) : null}
      <Remedy path={session.prompt} />
    </>
  );
}

function Reset({ at }: { at: number }): ReactNode {
  const now = useNow('second');
  const over = at <= now;
  return (
    <p className="text-ink-2" data-reset>
      {over
        ? t('request.error.resetOver', { time: timeOfDay(at, now) })
        : t('request.error.resets', { time: timeOfDay(at, now), left: stopwatch(at - now) })}
    </p>
  );
}
