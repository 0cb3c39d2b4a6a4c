import { useLayoutEffect, useMemo, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Command } from '../../../contract/command.ts';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { tDocument } from '../session/document-texts.ts';
import { sessionPath, type Place } from '../../lib/session-path.ts';
import { Button } from '../../ui/button.tsx';
import { useNear } from '../../ui/use-near.ts';
import { rewoundIn } from './branches.ts';
import { EntryView } from './entry.tsx';
import type { ConversationFeed, FeedState, Ready } from './conversation-feed.ts';
import { takeFocus } from './reveal.ts';
import { tConversation } from './texts.ts';
import { entryAt, isAt, itemOf, timeline, type Entry } from './timeline.ts';

interface ConversationProps {
  session: Session;
  place: Place;
  feed: ConversationFeed;
  state: FeedState;
  /** Those to be shown between the messages. */
  commands: readonly Command[];
  hold: (show: () => void) => void;
}

/** What was said and done, oldest first: as far up and down from where it was opened as somebody cares to read. */
export function Conversation({ session, place, feed, state, commands, hold }: ConversationProps): ReactNode {
  if (state.phase === 'loading') return <p className="py-10 text-ink-3">{tDocument('conversation.loading')}</p>;
  if (state.phase === 'failed') return <ReadFailure error={state.error} retry={() => feed.retry()} />;
  return (
    <div className="[overflow-anchor:none]">
      <Top state={state} place={place} session={session} readEarlier={() => void feed.readEarlier(hold)} />
      <Entries session={session} place={place} state={state} commands={commands} />
      {state.stretch.newest ? null : <Bottom state={state} readLater={() => void feed.readLater(hold)} />}
      {state.error === null ? null : <ReadFailure error={state.error} retry={() => feed.retry()} />}
    </div>
  );
}

function Entries({
  session,
  place,
  state: { stretch },
  commands,
}: {
  session: Session;
  place: Place;
  state: Ready;
  commands: readonly Command[];
}): ReactNode {
  const { items, before, newest, branches, source } = stretch;
  const entries = useMemo(
    () => timeline({ items, whole: before === null, newest, commands }),
    [items, before, newest, commands],
  );
  const isRewound = useMemo(() => rewoundIn(branches), [branches]);
  const currentTodo = entries.findLast((entry) => entry.kind === 'tool' && entry.call?.view?.type === 'todo');
  const nearest = place.at === null ? null : entryAt(entries, place.at);
  useArrival(place.at);
  if (entries.length === 0)
    return (
      <p className="py-10 text-ink-3">{tDocument(source === 'none' ? 'conversation.none' : 'conversation.empty')}</p>
    );
  return (
    <ol aria-label={tDocument('conversation.label')} className="pointer-coarse:pr-2" data-conversation="">
      {entries.map((entry, index) => (
        <EntryView
          key={`${entry.kind} ${entry.id}`}
          entry={entry}
          session={session}
          last={newest && index === entries.length - 1}
          marked={place.at !== null && (entry === nearest || isAt(entry, place.at))}
          rewound={!isRewindNote(entry) && isRewound(offsetOf(entry))}
          current={entry === currentTodo}
        />
      ))}
    </ol>
  );
}

/** Brings the place in the address into view, once. */
function useArrival(at: number | null): void {
  useLayoutEffect(() => {
    if (at === null) return;
    const marked = document.querySelector<HTMLElement>('[data-marked]');
    if (marked === null) return;
    marked.scrollIntoView({ block: 'start' });
    takeFocus(marked);
  }, [at]);
}

/** Reads on by itself when it comes near the screen; the button is for those without a pointer. */
function Top({
  state,
  place,
  session,
  readEarlier,
}: {
  state: Ready;
  place: Place;
  session: Session;
  readEarlier: () => void;
}): ReactNode {
  const { before, problems } = state.stretch;
  const mark = useNear(readEarlier, before);
  return (
    <div ref={mark} className="flex min-h-11 flex-wrap items-center gap-x-4 text-12 text-ink-3">
      {before === null ? <span>{tDocument('conversation.beginning')}</span> : null}
      {before === null ? null : <span className="print-only">{tConversation('print.earlier')}</span>}
      {before !== null && state.loading === 'earlier' ? <span>{tDocument('conversation.loadingEarlier')}</span> : null}
      {before !== null && state.loading !== 'earlier' ? (
        <Button look="quiet" className="-ml-3" onClick={readEarlier}>
          {tDocument('conversation.earlier')}
        </Button>
      ) : null}
      {problems.length > 0 ? (
        <span title={problems.join('\n')}>{tDocument('conversation.problems', { n: problems.length })}</span>
      ) : null}
      {place.branches === 'all' ? (
        <span className="flex items-center gap-2">
          {tDocument('conversation.allBranches')}
          <Link
            href={sessionPath(session.key, { ...place, branches: 'live', at: null })}
            className="flex items-center underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
          >
            {tDocument('conversation.liveBranch')}
          </Link>
        </span>
      ) : null}
    </div>
  );
}

function Bottom({ state, readLater }: { state: Ready; readLater: () => void }): ReactNode {
  const mark = useNear(readLater, state.stretch.after);
  return (
    <div ref={mark} className="flex min-h-11 items-center text-12 text-ink-3">
      <span className="print-only">{tConversation('print.later')}</span>
      {state.loading === 'later' ? (
        <span>{tDocument('conversation.loadingLater')}</span>
      ) : (
        <Button look="quiet" className="-ml-3" onClick={readLater}>
          {tDocument('conversation.later')}
        </Button>
      )}
    </div>
  );
}

/** It stands where the rewound records do, and is not one of them. */
function isRewindNote(entry: Entry): boolean {
  return entry.kind === 'note' && entry.item.note === 'rewound';
}

function offsetOf(entry: Entry): number {
  return itemOf(entry)?.offset ?? -1;
}

function ReadFailure({ error, retry }: { error: Error; retry: () => void }): ReactNode {
  return (
    <div className="flex flex-wrap items-center gap-3 py-4" role="alert">
      <p className="text-ink-2">{tDocument('conversation.failed', { why: error.message })}</p>
      <Button onClick={retry}>{t('conversation.retry')}</Button>
    </div>
  );
}
