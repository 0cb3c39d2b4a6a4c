import { useMemo, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Session, SessionKey } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { requestOf } from '../../state/outbox.ts';
import { isLive, useApp } from '../../state/store.ts';
import { classes } from '../../ui/classes.ts';
import { Conversation } from '../conversation/conversation.tsx';
import { useConversation } from '../conversation/use-conversation.ts';
import { useDocumentScroll } from '../conversation/use-scroll.ts';
import { Composer } from './composer.tsx';
import { Facts } from './facts.tsx';
import { JumpToEnd } from './jump-to-end.tsx';
import { OpenRequests } from './open-requests.tsx';
import { SessionHeader } from './session-header.tsx';
import { UnsentPrompts } from './unsent-prompts.tsx';

/** One session as a document: what was said, what it waits for, and the way to answer. */
export function SessionScreen({ sessionKey }: { sessionKey: SessionKey | null }): ReactNode {
  const session = useApp((state) => (sessionKey === null ? undefined : state.board.sessions.get(sessionKey)));
  const loaded = useApp((state) => state.board.loaded);
  if (session !== undefined) return <KnownSession key={session.key} session={session} />;
  return loaded ? <Missing /> : null;
}

function KnownSession({ session }: { session: Session }): ReactNode {
  const live = useApp(isLive);
  const { feed, state } = useConversation(session);
  const commands = useInlineCommands(session);
  const outbox = useApp((app) => app.outbox);
  const items = state.phase === 'ready' ? state.stretch.items : [];
  const growth = [
    items.at(-1)?.id,
    state.phase,
    ...session.requests.map(({ id }) => id),
    ...commands.map(({ id, delivery }) => id + delivery.state),
    outbox.length,
  ].join(' ');
  const { atEnd, toEnd, hold } = useDocumentScroll(growth);
  return (
    <>
      <SessionHeader session={session} />
      <div className="mx-auto grid w-full max-w-[1120px] flex-1 gap-x-12 px-4 tablet:px-6 wide:grid-cols-[minmax(0,1fr)_248px] wide:pl-28">
        <div className="flex min-w-0 flex-col">
          <div className={classes('flex-1 pb-6', !live && 'is-stale')}>
            <Conversation session={session} feed={feed} state={state} commands={commands} hold={hold} />
            <OpenRequests session={session} />
            <UnsentPrompts session={session} />
          </div>
          <div className="sticky bottom-0 z-10 bg-paper pb-3 tablet:pb-5">
            <JumpToEnd count={items.length} atEnd={atEnd} waits={session.requests.length > 0} toEnd={toEnd} />
            <Composer session={session} sent={toEnd} />
          </div>
        </div>
        <aside className="hidden wide:block" aria-label={t('session.facts')}>
          <div className={classes('sticky top-[104px] py-4', !live && 'is-stale')}>
            <Facts session={session} />
          </div>
        </aside>
      </div>
    </>
  );
}

/** Commands to this session that no open request shows itself. */
function useInlineCommands(session: Session) {
  const commands = useApp((state) => state.board.commands);
  return useMemo(() => {
    const open = new Set(session.requests.map(({ id }) => id));
    return [...commands.values()].filter(
      ({ sessionKey, action }) => sessionKey === session.key && !open.has(requestOf(action) ?? ''),
    );
  }, [commands, session.key, session.requests]);
}

function Missing(): ReactNode {
  return (
    <div className="mx-auto grid w-full max-w-xl gap-3 px-6 py-24">
      <h1 className="text-18 font-semibold">{t('session.missing')}</h1>
      <p className="text-ink-2">{t('session.missingWhy')}</p>
      <Link href="/" className="w-fit underline underline-offset-2">
        {t('session.back')}
      </Link>
    </div>
  );
}
