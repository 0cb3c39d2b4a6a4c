import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import { isLive, useApp } from '../../state/store.ts';
import { toast } from '../../state/toasts.ts';
import { classes } from '../../ui/classes.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { MenuSlot } from '../board/marks/menu-slot.tsx';
import { NotReached } from '../board/not-reached.tsx';
import { PageTitle } from '../shell/page-title.tsx';
import '../../styles/inbox.css';
import { CalmInbox } from './calm-inbox.tsx';
import { Decided } from './decided.tsx';
import { QueueFoot } from './queue-foot.tsx';
import { AlikeButton, Parts, RuleSelect } from './queue-head.tsx';
import { QueueList } from './queue-list.tsx';
import type { Queues } from './queue.ts';
import { RequestPane } from './request-pane.tsx';
import { readSurroundings } from './surroundings-feed.ts';
import { tInbox } from './texts.ts';
import { useCurrent, type Current } from './use-current.ts';
import { useCameBack, useSaid, useTooLate } from './use-news.ts';
import { useQueues } from './use-queues.ts';

/** Everything that waits for somebody: the queue, and one request after the other with all it takes to decide. */
export function InboxScreen(): ReactNode {
  const loaded = useApp((state) => state.board.loaded);
  const [params] = useSearchParams();
  const decided = params.get('show') === 'decided';
  if (!loaded) return <NotReached />;
  return (
    <div className="inbox">
      <PageTitle title={tInbox('inbox.title')} />
      <h1 className="sr-only">{tInbox('inbox.title')}</h1>
      {decided ? <DecidedPart /> : <WaitingPart />}
      <MenuSlot />
    </div>
  );
}

function DecidedPart(): ReactNode {
  const { queue } = useQueues();
  return (
    <div className="flex min-h-0 w-full flex-1 flex-col">
      <div className="px-3 py-2">
        <Parts decided n={queue.length} />
      </div>
      <Decided />
    </div>
  );
}

function WaitingPart(): ReactNode {
  const live = useApp(isLive);
  const queues = useQueues();
  const current = useCurrent(queues);
  const { queue } = queues;
  const { shown, index, over, choose } = current;
  const id = shown?.request.id ?? '';
  const [listed, setListed] = useState(false);
  useCameBack(queue, id, choose);
  useTooLate(queue);
  const said = useSaid(queues.leaving, queue.length);
  useGoneLink(queues);
  useFocusOnNext(id);
  const next = queue[index + 1] ?? queue[0];
  useEffect(() => {
    if (next !== undefined) readSurroundings(next.session, next.request);
  }, [next]);
  const goOn = (): void => {
    const following = queue[0];
    if (following !== undefined) choose(following.request.id);
  };
  return (
    <div className="inbox-grid" data-listed={listed ? '' : undefined}>
      <p className="sr-only" role="status">
        {said}
      </p>
      <aside className={classes('inbox-side', !live && 'is-stale')}>
        <div className="flex items-center gap-2 px-3 py-2">
          <Parts decided={false} n={queue.length} />
          <span className="ml-auto max-tablet:hidden">{queue.length > 1 ? <RuleSelect /> : null}</span>
          {shown === null ? null : (
            <Walk current={current} queues={queues} listed={listed} toggle={() => setListed(!listed)} />
          )}
        </div>
        <div className="inbox-list">
          <AlikeButton queue={queue} />
          <QueueList
            queue={queue}
            current={over === null ? id : ''}
            choose={(chosen) => {
              choose(chosen);
              setListed(false);
            }}
          />
          <QueueFoot {...queues} />
        </div>
      </aside>
      {shown === null ? <CalmInbox /> : <RequestPane key={id} waiting={shown} over={over} goOn={goOn} />}
    </div>
  );
}

interface WalkProps {
  current: Current;
  queues: Queues;
  listed: boolean;
  toggle: () => void;
}

/** On a phone one request at a time: where it stands, the one before and after, and all of them. */
function Walk({ current: { index, choose }, queues: { queue }, listed, toggle }: WalkProps): ReactNode {
  const to = (step: 1 | -1): void => {
    const next = queue[index + step];
    if (next !== undefined) choose(next.request.id);
  };
  return (
    <span className="ml-auto flex items-center tablet:hidden">
      {index === -1 ? null : (
        <span className="px-1 text-12 whitespace-nowrap text-ink-3 max-[359.98px]:sr-only">
          {tInbox('inbox.place', { n: index + 1, of: queue.length })}
        </span>
      )}
      <IconButton label={tInbox('inbox.previous')} disabled={index < 1} onClick={() => to(-1)}>
        <path d="M10 3.5 5.5 8l4.5 4.5" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
      </IconButton>
      <IconButton label={tInbox('inbox.next')} disabled={index >= queue.length - 1} onClick={() => to(1)}>
        <path d="M6 3.5 10.5 8 6 12.5" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
      </IconButton>
      <IconButton label={tInbox('inbox.list')} aria-expanded={listed} onClick={toggle}>
        <path d="M2.5 4h11M2.5 8h11M2.5 12h11" strokeWidth="1.6" strokeLinecap="round" />
      </IconButton>
    </span>
  );
}

/** When what had the focus made room for the next, the focus goes with it: the keys go on where the eyes are. */
function useFocusOnNext(id: string): void {
  const before = useRef(id);
  useLayoutEffect(() => {
    const first = before.current === '' || before.current === id;
    before.current = id;
    const { activeElement } = document;
    if (first || activeElement?.matches('body, #main') === false) return;
    const link = document.querySelector<HTMLElement>('.queue-link[aria-current]');
    const target = link?.checkVisibility() === true ? link : document.querySelector<HTMLElement>('#inbox-request');
    // Nothing is left: the screen that says so.
    (target ?? document.querySelector<HTMLElement>('#main'))?.focus({ preventScroll: true });
  }, [id]);
}

/** A link to a request that is gone says so, once. */
function useGoneLink({ queue, leaving, snoozed }: Queues): void {
  const [params] = useSearchParams();
  const looked = useRef(false);
  useEffect(() => {
    if (looked.current) return;
    looked.current = true;
    const at = params.get('at');
    const known = [
      ...queue,
      ...leaving,
      ...snoozed.flatMap(({ requests }) => requests.map((request) => ({ request }))),
    ];
    if (at !== null && !known.some(({ request }) => request.id === at)) toast(tInbox('over.unknown'));
  }, [params, queue, leaving, snoozed]);
}
