import { Suspense, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { ConversationItem } from '../../../contract/conversation.ts';
import type { HistoryDetail } from '../../../contract/history.ts';
import type { Session, SessionKey } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { placeOfSearch, sessionPath, type Place } from '../../lib/session-path.ts';
import { titleOf } from '../../lib/words.ts';
import { requestOf } from '../../state/outbox.ts';
import { isLive, useApp } from '../../state/store.ts';
import { classes } from '../../ui/classes.ts';
import { Conversation } from '../conversation/conversation.tsx';
import { LiveReply } from '../conversation/live-reply.tsx';
import { LiveWork } from '../conversation/live-work.tsx';
import { HereProvider, startedBy } from '../conversation/here.ts';
import type { Reader, Reading, Spot } from '../conversation/reader.ts';
import { ReadingProvider } from '../conversation/reader.ts';
import { revealOffset } from '../conversation/reveal.ts';
import { toTurn } from '../conversation/to-turn.ts';
import { useConversation } from '../conversation/use-conversation.ts';
import { useDocumentScroll } from '../conversation/use-scroll.ts';
import { giveKeysTo } from '../keyboard/type-ahead.ts';
import { SessionPanels } from '../panels/session-panels.tsx';
import { panelOfSearch, withPanel } from '../panels/use-panel.ts';
import { PageTitle } from '../shell/page-title.tsx';
import { Composer } from './composer.tsx';
import { ComposerClosed } from './composer-closed.tsx';
import { Facts } from './facts.tsx';
import { HeaderTools } from './header-tools.tsx';
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
import { lazyPart } from '../../ui/lazy-part.ts';

const NO_ITEMS: readonly ConversationItem[] = [];
const FindBar = lazyPart(async () => (await import('../conversation/find/find-bar.tsx')).FindBar);

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
  const { reading, visit } = useReadingOf(session.key, place);
  const [finding, setFinding] = useState(false);
  const find = (): void => {
    setFinding(true);
    const field = document.querySelector<HTMLInputElement>('[data-find]');
    if (field === null) giveKeysTo('[data-find]');
    else field.select();
  };
  return (
    <ReadingProvider value={reading}>
      <PageTitle title={titleOf(session)} />
      <SessionHeader
        session={session}
        detail={detail}
        onBoard={onBoard}
        agentId={agentId}
        tools={<HeaderTools session={session} onBoard={onBoard} find={find} finding={finding} />}
        over={
          <>
            <SessionPanels session={session} detail={detail} onBoard={onBoard} />
            {finding ? (
              <Suspense fallback={null}>
                <FindBar sessionKey={session.key} close={() => setFinding(false)} />
              </Suspense>
            ) : null}
          </>
        }
      />
      <Document
        key={`${agentId} ${at} ${branches} ${visit}`}
        session={session}
        onBoard={onBoard}
        place={place}
        detail={detail}
        reader={reading.reader}
      />
    </ReadingProvider>
  );
}

/** Ways through the conversation for what stands around it. `visit` changes when the place in the address is opened again. */
function useReadingOf(key: SessionKey, place: Place): { reading: Reading; visit: number } {
  const reader = useRef<Reader | null>(null);
  const [visit, setVisit] = useState(0);
  const [, navigate] = useLocation();
  const { agentId, at } = place;
  const reading = useMemo((): Reading => {
    const goTo = (spot: Spot): void => {
      if (spot.agentId === agentId && revealOffset(spot.offset)) return;
      if (spot.agentId === agentId && spot.offset === at) return setVisit((before) => before + 1);
      navigate(withPanel(sessionPath(key, { agentId: spot.agentId, at: spot.offset }), panelOfSearch(location.search)));
    };
    return { reader, goTo };
  }, [key, agentId, at, navigate]);
  return { reading, visit };
}

interface DocumentProps extends OpenProps {
  detail: HistoryDetail | null;
  /** Where it tells how to move through it. */
  reader: Reading['reader'];
}

function Document({ session, onBoard, place, detail, reader }: DocumentProps): ReactNode {
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
  // Opened at a place, what is on the screen while it is read is no end to stay at.
  const newest = ready?.stretch.newest ?? place.at === null;
  const { atEnd, toEnd, hold, farEnd } = useDocumentScroll({ growth, newest, startsAtEnd: place.at === null });
  useLayoutEffect(() => feed.keepNear(farEnd), [feed, farEnd]);
  useImperativeHandle(reader, () => ({ feed, agentId: place.agentId, turn: (step) => toTurn(step, feed, hold) }), [
    feed,
    hold,
    place.agentId,
  ]);
  const toNewest = (): void => {
    toEnd();
    void feed.toNewest();
  };
  const here = useHere(session.key, place, detail);
  const own = onBoard && place.agentId === null;
  return (
    <div className="mx-auto grid w-full max-w-[1120px] flex-1 gap-x-12 px-4 tablet:px-6 wide:grid-cols-[minmax(0,1fr)_248px] wide:pl-28">
      <div className="flex min-w-0 flex-col">
        <div className={classes('flex-1 pb-6', !live && 'is-stale')} data-conversation-place="">
          <HereProvider value={here}>
            <Conversation session={session} place={place} feed={feed} state={state} commands={commands} hold={hold} />
            {own && ready !== null && newest ? <LiveWork session={session} /> : null}
            {own && ready !== null && newest ? <LiveReply session={session} items={ready.stretch.items} /> : null}
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
        {/* As wide as what stands beside the text: times and menus do not show through next to it. */}
        <div className="sticky bottom-0 z-10 -mx-4 bg-paper px-4 pb-3 tablet:-mx-6 tablet:px-6 tablet:pb-5 wide:-mr-10 wide:-ml-28 wide:pr-10 wide:pl-28">
          <JumpToEnd
            arrived={ready?.arrived ?? 0}
            atEnd={atEnd && newest}
            waits={own && session.requests.length > 0}
            toEnd={toNewest}
          />
          {own ? (
            <Composer
              session={session}
              sent={toNewest}
              items={newest ? (ready?.stretch.items ?? NO_ITEMS) : NO_ITEMS}
            />
          ) : (
            <Silent session={session} agentId={place.agentId} source={ready?.stretch.source ?? null} />
          )}
        </div>
      </div>
      <aside className="hidden wide:block" aria-label={t('session.facts')} data-facts="">
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
