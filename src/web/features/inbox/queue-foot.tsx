import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { timeOfDay } from '../../lib/time.ts';
import { titleOf } from '../../lib/words.ts';
import { fromHere } from '../../state/came-from.ts';
import { useNow } from '../../state/clock.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { Shape } from '../../ui/shape.tsx';
import { wake } from '../board/marks/actions.ts';
import { gist } from '../board/groups.ts';
import { DeliveryMark } from '../delivery/delivery-mark.tsx';
import { describeAction } from '../delivery/describe-action.ts';
import { asksLine } from './queue-list.tsx';
import type { Leaving, Queues } from './queue.ts';
import { tInbox } from './texts.ts';

/** Below what waits: what was decided just now and how far it got, what waits for something unknown, what was put off. */
export function QueueFoot({ leaving, silent, snoozed }: Queues): ReactNode {
  return (
    <>
      {silent.length === 0 ? null : <Silent sessions={silent} />}
      {leaving.length === 0 ? null : <OnTheirWay leaving={leaving} />}
      {snoozed.length === 0 ? null : <Snoozed sessions={snoozed} />}
    </>
  );
}

function OnTheirWay({ leaving }: { leaving: readonly Leaving[] }): ReactNode {
  return (
    <section aria-label={tInbox('inbox.leaving')} className="border-t border-line px-4 py-3">
      <h3 className="pb-1 text-12 font-semibold text-ink-2">{tInbox('inbox.leaving')}</h3>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {leaving.map(({ session, request, action, command }) => (
          <li key={request.id} className="grid gap-px text-12" data-leaving={request.id}>
            <span className="truncate">
              <span className="font-medium">
                <Clean text={describeAction(action, request).split('\n')[0] ?? ''} />
              </span>{' '}
              <span className="text-ink-3">
                <Clean text={gist(request).split('\n')[0] || asksLine({ session, request })} />
              </span>
            </span>
            {command === null ? (
              <span className="text-ink-3">{t('delivery.sending')}</span>
            ) : (
              <DeliveryMark command={command} agent={session.agent} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Silent({ sessions }: { sessions: readonly Session[] }): ReactNode {
  return (
    <section className="border-t border-line px-4 py-3">
      <h3 className="pb-1 text-12 text-ink-2">{tInbox('inbox.silent', { n: sessions.length })}</h3>
      <ul className="grid grid-cols-[minmax(0,1fr)]">
        {sessions.map((session) => (
          <li key={session.key}>
            <Link
              href={sessionPath(session.key)}
              state={fromHere()}
              className="flex min-h-7 items-center gap-2 hover:underline pointer-coarse:min-h-11"
            >
              <Shape name="diamond" tone="needs" size={9} />
              <span className="min-w-0 truncate">
                <Clean text={`${session.project.name} · ${titleOf(session)}`} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Folded: who put it off does not want to see it. */
function Snoozed({ sessions }: { sessions: readonly Session[] }): ReactNode {
  const [open, setOpen] = useState(false);
  const now = useNow('coarse');
  const first = sessions[0]?.marks?.snoozedUntil ?? now;
  return (
    <section className="border-t border-line px-4 py-2">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-8 w-full items-center gap-2 text-left text-12 text-ink-3 hover:text-ink pointer-coarse:min-h-11"
      >
        <Shape name="clock" tone="rests" size={12} />
        {tInbox('inbox.snoozed', { n: sessions.length })}
        <span>{tInbox('inbox.snoozedUntil', { time: timeOfDay(first, now) })}</span>
      </button>
      {open ? (
        <ul className="grid grid-cols-[minmax(0,1fr)] pb-1">
          {sessions.map((session) => (
            <li key={session.key} className="flex items-center gap-2">
              <Link
                href={sessionPath(session.key)}
                state={fromHere()}
                className="min-w-0 flex-1 truncate hover:underline pointer-coarse:py-3.5"
              >
                <Clean text={titleOf(session)} />
              </Link>
              <span className="shrink-0 text-12 text-ink-3">{timeOfDay(session.marks?.snoozedUntil ?? now, now)}</span>
              <Button
                look="quiet"
                className="px-2"
                aria-label={tInbox('inbox.wakeOf', { title: titleOf(session) })}
                onClick={() => void wake([session])}
              >
                {tInbox('inbox.wake')}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
