import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { t } from '../../i18n/t.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { asks, placeOf, shortModel, titleOf } from '../../lib/words.ts';
import { fromHere } from '../../state/came-from.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { EvidenceLine } from '../../ui/evidence.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Shape } from '../../ui/shape.tsx';
import { Stopwatch, TimeOfDay } from '../../ui/time.tsx';
import { FootProvider } from '../request/foot.tsx';
import { RequestCard } from '../request/request-card.tsx';
import { PaneTools } from './pane-tools.tsx';
import { Surroundings } from './surroundings.tsx';
import { tInbox } from './texts.ts';
import type { Waiting } from './queue.ts';
import type { Over } from './use-current.ts';

interface RequestPaneProps {
  waiting: Waiting;
  over: Over | null;
  /** On to what waits, when this does not any more. */
  goOn: () => void;
}

/** One request with everything needed to decide it: what, who, where, since when, what led to it; what decides at its foot. */
export function RequestPane({ waiting, over, goOn }: RequestPaneProps): ReactNode {
  const { session, request } = waiting;
  const live = useApp(isLive);
  const [foot, setFoot] = useState<HTMLElement | null>(null);
  return (
    <section aria-labelledby="inbox-request" data-session-shown={session.key} className="inbox-pane">
      <Head waiting={waiting} />
      <div className={classes('inbox-body', !live && 'is-stale')}>
        <div className="inbox-ask" data-inbox-ask="">
          {over === null ? (
            <FootProvider value={foot}>
              {foot === null ? null : <RequestCard session={session} request={request} place="inbox" />}
            </FootProvider>
          ) : (
            <>
              <NotAsked over={over} goOn={goOn} />
              <fieldset disabled inert className="inbox-over">
                <RequestCard session={session} request={request} place="inbox" />
              </fieldset>
            </>
          )}
        </div>
        <Surroundings session={session} request={request} />
      </div>
      <footer className={classes('inbox-foot', over !== null && 'hidden')}>
        <div ref={setFoot} className="inbox-decides" />
        <PaneTools session={session} />
      </footer>
    </section>
  );
}

function Head({ waiting: { session, request } }: { waiting: Waiting }): ReactNode {
  const { project, agent, model, pane } = session;
  const where = [
    project.name,
    project.branch,
    model === undefined ? agent : `${agent} ${shortModel(model)}`,
    pane === undefined ? undefined : (placeOf(session) ?? undefined),
  ];
  return (
    <header className="inbox-head">
      <div className="min-w-0 flex-1">
        <h2 id="inbox-request" tabIndex={-1} className="flex items-baseline gap-2.5 text-15 outline-none">
          <span className="translate-y-0.5">
            <Shape name="diamond" tone="needs" />
          </span>
          <span className="shrink-0 font-semibold text-needs-text">
            {t('request.label', { who: agent, what: asks(request) })}
          </span>
        </h2>
        <p className="truncate text-12 text-ink-3">
          <Link
            href={sessionPath(session.key)}
            state={fromHere()}
            className="font-medium text-ink hover:underline pointer-coarse:py-3.5"
          >
            <Clean text={titleOf(session)} />
          </Link>
          {' · '}
          <Clean text={where.filter(Boolean).join(' · ')} />
        </p>
      </div>
      <Hint
        hint={<EvidenceLine evidence={request.evidence} />}
        align="right"
        className="grid shrink-0 justify-items-end text-12"
      >
        <span className="text-15 font-semibold text-needs-text">
          <Stopwatch since={request.openedAt} />
        </span>
        <span className="text-ink-3 max-tablet:hidden">
          <Since at={request.openedAt} />
        </span>
      </Hint>
    </header>
  );
}

function Since({ at }: { at: number }): ReactNode {
  const [before, after = ''] = tInbox('inbox.since', { time: '\0' }).split('\0');
  return (
    <>
      {before}
      <TimeOfDay at={at} />
      {after}
    </>
  );
}

/** It went away while somebody looked at it. Nothing takes its place before they go on. */
function NotAsked({ over, goOn }: { over: Over; goOn: () => void }): ReactNode {
  return (
    <div
      className="mb-5 flex flex-wrap items-center gap-3 rounded-m border border-line-2 bg-float px-4 py-3"
      role="status"
    >
      <p className="min-w-0 flex-[1_1_240px] font-medium">{tInbox(`over.${over}`)}</p>
      <Button look="primary" data-key="Enter" keyHint="↵" onClick={goOn}>
        {tInbox('over.next')}
      </Button>
    </div>
  );
}
