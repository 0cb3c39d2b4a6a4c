import { useLayoutEffect, useMemo, type ReactNode } from 'react';
import { useSearch } from 'wouter';
import type { HistoryDetail } from '../../../contract/history.ts';
import type { Session, SessionKey } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { placeOfSearch, type Place } from '../../lib/session-path.ts';
import { titleOf } from '../../lib/words.ts';
import { requestOf } from '../../state/outbox.ts';
import { isLive, useApp } from '../../state/store.ts';
import { classes } from '../../ui/classes.ts';
import { Conversation } from '../conversation/conversation.tsx';
import { HereProvider, startedBy } from '../conversation/here.ts';
import { useConversation } from '../conversation/use-conversation.ts';
import { useDocumentScroll } from '../conversation/use-scroll.ts';
import { PageTitle } from '../shell/page-title.tsx';
import { Composer } from './composer.tsx';
import { ComposerClosed } from './composer-closed.tsx';
import { Facts } from './facts.tsx';
import { JumpToEnd } from './jump-to-end.tsx';
import { OpenRequests } from './open-requests.tsx';
import { SessionFailed, SessionMissing } from './session-absent.tsx';
import { SessionHeader } from './session-header.tsx';
import { Silent } from './silent.tsx';
import { UnsentActions } from './unsent-actions.tsx';
import { useHistoryDetail } from './use-history-detail.ts';
import { useAllBranchesWhereNeeded } from './use-all-branches.ts';
import { useSession } from './use-session.ts';
import { isKept } from './waiting-prompts.tsx';
import { WithdrawnRequests } from './withdrawn-requests.tsx';

/** One session as a document: what was said, what it waits for, and the way to answer. */
export function SessionScreen({ sessionKey }: { sessionKey: SessionKey | null }): ReactNode {
  const found = useSession(sessionKey);
  const place = placeOfSearch(useSearch());
  switch (found.phase) {
    case 'loading':
      return null;
    case 'missing':
      return (
        <>
          <PageTitle />
          <SessionMissing />
        </>
      );
    case 'failed':
      return <SessionFailed error={found.error} retry={found.retry} />;
    case 'found':
      return <Found key={found.session.key} session={found.session} onBoard={found.onBoard} place={place} />;
  }
}

interface OpenProps {
  session: Session;
  /** What is not on the board is over: it is read, and nothing can be sent to it. */
  onBoard: boolean;
  place: Place;
}

function Found({ session, onBoard, place }: OpenProps): ReactNode {
  const detail = useHistoryDetail(session);
  const { agentId, at, branches } = place;
  return (
    <>
      <PageTitle title={titleOf(session)} />
      <SessionHeader session={session} detail={detail} onBoard={onBoard} agentId={agentId} />
      <Document
        key={`${agentId} ${at} ${branches}`}
        session={session}
        onBoard={onBoard}
        place={place}
        detail={detail}
      />
    </>
  );
}

function Document({ session, onBoard, place, detail }: OpenProps & { detail: HistoryDetail | null }): ReactNode {
  const live = useApp(isLive);
  const { feed, state } = useConversation(session, place);
  const commands = useInlineCommands(session, place);
  const outbox = useApp((app) => app.outbox);
  const ready = state.phase === 'ready' ? state : null;
  useAllBranchesWhereNeeded(session, place, ready);
  const growth = [
    ready?.stretch.items.at(-1)?.id,
    state.phase,
    ...session.requests.map(({ id }) => id),
    ...commands.map(({ id, delivery }) => id + delivery.state),
    outbox.length,
  ].join(' ');
  const newest = ready?.stretch.newest ?? true;
  const { atEnd, toEnd, hold, farEnd } = useDocumentScroll({ growth, newest, startsAtEnd: place.at === null });
  useLayoutEffect(() => feed.keepNear(farEnd), [feed, farEnd]);
  const toNewest = (): void => {
    toEnd();
    void feed.toNewest();
  };
  const here = useHere(session.key, place, detail);
  const own = onBoard && place.agentId === null;
  return (
    <div className="mx-auto grid w-full max-w-[1120px] flex-1 gap-x-12 px-4 tablet:px-6 wide:grid-cols-[minmax(0,1fr)_248px] wide:pl-28">
      <div className="flex min-w-0 flex-col">
        <div className={classes('flex-1 pb-6', !live && 'is-stale')}>
          <HereProvider value={here}>
            <Conversation session={session} place={place} feed={feed} state={state} commands={commands} hold={hold} />
          </HereProvider>
          {own && newest ? (
            <>
              <WithdrawnRequests session={session} />
              <OpenRequests session={session} />
              <UnsentActions session={session} />
              <ComposerClosed session={session} />
            </>
          ) : null}
        </div>
        <div className="sticky bottom-0 z-10 bg-paper pb-3 tablet:pb-5">
          <JumpToEnd
            arrived={ready?.arrived ?? 0}
            atEnd={atEnd && newest}
            waits={own && session.requests.length > 0}
            toEnd={toNewest}
          />
          {own ? (
            <Composer session={session} sent={toNewest} />
          ) : (
            <Silent session={session} agentId={place.agentId} source={ready?.stretch.source ?? null} />
          )}
        </div>
      </div>
      <aside className="hidden wide:block" aria-label={t('session.facts')}>
        <div
          className={classes('sticky top-[104px] max-h-[calc(100dvh-104px)] overflow-y-auto py-4', !live && 'is-stale')}
        >
          <Facts session={session} detail={detail} onBoard={onBoard} />
        </div>
      </aside>
    </div>
  );
}

function useHere(key: SessionKey, { agentId, branches }: Place, detail: HistoryDetail | null) {
  return useMemo(() => {
    return { key, agentId, branches, startedBy: startedBy(key, detail) };
  }, [key, agentId, branches, detail]);
}

/** Commands to this session that are shown nowhere else. None of them goes to a subagent. */
function useInlineCommands(session: Session, { agentId }: Place) {
  const commands = useApp((state) => state.board.commands);
  return useMemo(() => {
    if (agentId !== null) return [];
    const open = new Set(session.requests.map(({ id }) => id));
    return [...commands.values()].filter(
      (command) => command.sessionKey === session.key && !open.has(requestOf(command.action) ?? '') && !isKept(command),
    );
  }, [commands, session.key, session.requests, agentId]);
}
