import { useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { tDocument } from '../session/document-texts.ts';
import { client } from '../../state/connection.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ConversationFeed, type Ready } from './conversation-feed.ts';
import { EntryView, type EntrySession } from './entry.tsx';
import { HereProvider, useHere, type Started } from './here.ts';
import { tConversation } from './texts.ts';
import { timeline } from './timeline.ts';

interface ThreadProps {
  started: Started;
  /** Whose conversation it is, to be read aloud. */
  name: string;
}

/** What a subagent said and did, under the call that started it. Read when it is opened, and on while it grows. */
export function SubagentThread({ started, name }: ThreadProps): ReactNode {
  const { key, agentId } = started;
  const outer = useHere();
  const session = useApp((state) => state.board.sessions.get(key) ?? state.board.sessions.get(outer.key));
  const [feed] = useState(() => new ConversationFeed({ client, key, agentId }));
  const live = useApp(isLive);
  const rev = session?.conversationRev ?? 0;
  useEffect(() => feed.activate(), [feed]);
  useEffect(() => {
    if (live) void feed.catchUp(rev);
  }, [feed, live, rev]);
  const state = useSyncExternalStore(feed.subscribe, feed.state);
  const here = useMemo(
    () => ({ key, agentId, branches: 'live' as const, startedBy: outer.startedBy, thread: agentId ?? key }),
    [key, agentId, outer.startedBy],
  );
  return (
    <section aria-label={tConversation('thread.label', { name })} className="thread">
      {state.phase === 'loading' ? (
        <p className="py-2 text-12 text-ink-3">{tDocument('conversation.loading')}</p>
      ) : null}
      {state.phase === 'failed' || (state.phase === 'ready' && state.error !== null) ? (
        <p role="alert" className="flex flex-wrap items-center gap-3 py-2 text-ink-2">
          {tDocument('conversation.failed', { why: state.error?.message ?? '' })}
          <Button onClick={() => feed.retry()}>{t('conversation.retry')}</Button>
        </p>
      ) : null}
      {state.phase === 'ready' ? (
        <HereProvider value={here}>
          <Thread
            state={state}
            session={session ?? overOf(key)}
            earlier={() => void feed.readEarlier((show) => show())}
          />
        </HereProvider>
      ) : null}
    </section>
  );
}

function Thread({ state, session, earlier }: { state: Ready; session: EntrySession; earlier: () => void }): ReactNode {
  const { items, before } = state.stretch;
  const entries = useMemo(
    () => timeline({ items, whole: before === null, newest: true, commands: [] }),
    [items, before],
  );
  if (entries.length === 0)
    return (
      <p className="py-2 text-12 text-ink-3">
        {tDocument(state.stretch.source === 'none' ? 'conversation.none' : 'conversation.empty')}
      </p>
    );
  return (
    <>
      {before === null ? null : (
        <Button look="quiet" className="-ml-3" disabled={state.loading !== null} onClick={earlier}>
          {state.loading === 'earlier' ? tDocument('conversation.loadingEarlier') : tConversation('thread.earlier')}
        </Button>
      )}
      <ol>
        {entries.map((entry, index) => (
          <EntryView
            key={`${entry.kind} ${entry.id}`}
            entry={entry}
            session={session}
            last={index === entries.length - 1}
            marked={false}
            rewound={false}
            current={false}
          />
        ))}
      </ol>
    </>
  );
}

/** A session that is not on the board: nothing of it goes on. */
function overOf(key: string): EntrySession {
  return { agent: key.split(':')[0] ?? '', status: { value: 'ended' }, requests: [] };
}
