import { Fragment, useLayoutEffect, useRef, type ReactNode } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { t } from '../../i18n/t.ts';
import { asks, titleOf } from '../../lib/words.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { Shape } from '../../ui/shape.tsx';
import { Stopwatch } from '../../ui/time.tsx';
import { gist } from '../board/groups.ts';
import { hasRisks, type Waiting } from './queue.ts';
import { tInbox } from './texts.ts';
import { useRule } from './use-queues.ts';

interface QueueListProps {
  queue: readonly Waiting[];
  current: string;
  choose: (id: string) => void;
}

/** Everything that waits, in order; the one that is shown is the one that has the focus when a key walks. */
export function QueueList({ queue, current, choose }: QueueListProps): ReactNode {
  const { rule } = useRule();
  const list = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    if (current !== '')
      list.current?.querySelector('[aria-current]')?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <ol ref={list} aria-label={tInbox('inbox.queue')} className="grid grid-cols-[minmax(0,1fr)]">
      {queue.map((waiting, index) => (
        <Fragment key={waiting.request.id}>
          {rule === 'project' && waiting.session.project.dir !== queue[index - 1]?.session.project.dir ? (
            <li className="px-4 pt-4 pb-1 text-12 font-semibold text-ink-2">
              <Clean text={waiting.session.project.name} />
            </li>
          ) : null}
          <QueueRow
            waiting={waiting}
            on={waiting.request.id === current}
            reachable={waiting.request.id === current || (current === '' && index === 0)}
            choose={choose}
          />
        </Fragment>
      ))}
    </ol>
  );
}

interface QueueRowProps {
  waiting: Waiting;
  on: boolean;
  /** Tab goes to the one that is shown, and from it to what decides it. */
  reachable: boolean;
  choose: (id: string) => void;
}

function QueueRow({ waiting, on, reachable, choose }: QueueRowProps): ReactNode {
  const { session, request, back } = waiting;
  const about = gist(request).split('\n')[0] ?? '';
  const mono = request.kind === 'permission' && (request.command !== undefined || (request.edits?.length ?? 0) > 0);
  return (
    <li data-row={request.id} data-session={session.key} className={classes('queue-row', on && 'is-shown')}>
      <a
        href={`/inbox?at=${encodeURIComponent(request.id)}`}
        data-row-link
        aria-current={on ? 'true' : undefined}
        tabIndex={reachable ? 0 : -1}
        className="queue-link"
        onFocus={() => choose(request.id)}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          if (!on) navigate(event.currentTarget.href, { replace: true, state: history.state });
        }}
      >
        <span className="flex items-baseline gap-2">
          <span className="-translate-y-px self-center">
            <Shape name="diamond" tone="needs" size={10} />
          </span>
          <span className="min-w-0 truncate font-semibold text-needs-text">
            <span className="sr-only">
              <Clean text={session.agent} />{' '}
            </span>
            {asks(request)}
          </span>
          {hasRisks(waiting) ? (
            <span className="shrink-0 self-center" title={tInbox('inbox.risky')}>
              <Shape name="caution" tone="needs" size={12} />
              <span className="sr-only">{tInbox('inbox.risky')}</span>
            </span>
          ) : null}
          <span className="ml-auto shrink-0 text-12 text-ink-3" aria-live="off">
            <Stopwatch since={request.openedAt} />
          </span>
        </span>
        {about === '' ? null : (
          <span className={classes('block truncate', mono && 'font-mono text-12')}>
            <Clean text={about} />
          </span>
        )}
        <span className="block truncate text-12 text-ink-3">
          <Clean text={[session.project.name, titleOf(session)].join(' · ')} />
        </span>
        {back === null ? null : (
          <span
            className={classes(
              'mt-0.5 flex items-baseline gap-1.5 text-12',
              back.how === 'unknown' ? 'text-unsure-text' : 'text-bad-text',
            )}
          >
            <Shape
              name={back.how === 'unknown' ? 'question' : 'cross'}
              tone={back.how === 'unknown' ? 'unsure' : 'bad'}
              size={10}
            />
            {tInbox(`inbox.back.${back.how}`)}
          </span>
        )}
      </a>
    </li>
  );
}

/** Who asks what, as a sentence. */
export function asksLine({ session, request }: Pick<Waiting, 'session' | 'request'>): string {
  return t('request.label', { who: session.agent, what: asks(request) });
}
