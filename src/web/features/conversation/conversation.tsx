import { useEffect, useEffectEvent, useMemo, useRef, type ReactNode } from 'react';
import type { Command } from '../../../contract/command.ts';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { EntryView } from './entry.tsx';
import type { ConversationFeed, FeedState } from './conversation-feed.ts';
import { timeline } from './timeline.ts';

interface ConversationProps {
  session: Session;
  feed: ConversationFeed;
  state: FeedState;
  /** Those to be shown between the messages. */
  commands: readonly Command[];
  hold: (anchor: Element | null, show: () => void) => void;
}

/** What was said and done, oldest first, as far up as somebody cared to read. */
export function Conversation({ session, feed, state, commands, hold }: ConversationProps): ReactNode {
  const list = useRef<HTMLOListElement>(null);
  const stretch = state.phase === 'ready' ? state.stretch : null;
  const entries = useMemo(
    () => (stretch === null ? [] : timeline({ items: stretch.items, whole: stretch.before === null, commands })),
    [stretch, commands],
  );
  if (state.phase === 'loading') return <p className="py-10 text-ink-3">{t('conversation.loading')}</p>;
  if (state.phase === 'failed') return <ReadFailure error={state.error} retry={() => feed.retry()} />;
  const readEarlier = (): void => void feed.readEarlier((show) => hold(list.current?.firstElementChild ?? null, show));
  return (
    <div className="[overflow-anchor:none]">
      <Top state={state} readEarlier={readEarlier} />
      {entries.length === 0 ? <p className="py-10 text-ink-3">{t('conversation.empty')}</p> : null}
      <ol ref={list} aria-label={t('conversation.label')}>
        {entries.map((entry, index) => (
          <EntryView
            key={`${entry.kind} ${entry.id}`}
            entry={entry}
            session={session}
            last={index === entries.length - 1}
          />
        ))}
      </ol>
      {state.error === null ? null : <ReadFailure error={state.error} retry={() => feed.retry()} />}
    </div>
  );
}

/** Reads on by itself when it comes near the screen; the button is for those without a pointer. */
function Top({
  state,
  readEarlier,
}: {
  state: Extract<FeedState, { phase: 'ready' }>;
  readEarlier: () => void;
}): ReactNode {
  const mark = useRef<HTMLDivElement>(null);
  const seen = useEffectEvent((entries: readonly IntersectionObserverEntry[]) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) readEarlier();
  });
  const { before, problems } = state.stretch;
  useEffect(() => {
    if (mark.current === null || before === null) return;
    const observer = new IntersectionObserver((entries) => seen(entries), { rootMargin: '600px 0px 0px' });
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [before]);
  return (
    <div ref={mark} className="flex min-h-11 items-center gap-4 text-12 text-ink-3">
      {before === null ? <span>{t('conversation.beginning')}</span> : null}
      {before !== null && state.loadingEarlier ? <span>{t('conversation.loadingEarlier')}</span> : null}
      {before !== null && !state.loadingEarlier ? (
        <Button look="quiet" onClick={readEarlier}>
          {t('conversation.earlier')}
        </Button>
      ) : null}
      {problems.length > 0 ? (
        <span title={problems.join('\n')}>{t('conversation.problems', { n: problems.length })}</span>
      ) : null}
    </div>
  );
}

function ReadFailure({ error, retry }: { error: Error; retry: () => void }): ReactNode {
  return (
    <div className="flex flex-wrap items-center gap-3 py-4" role="alert">
      <p className="text-ink-2">{t('conversation.failed', { why: error.message })}</p>
      <Button onClick={retry}>{t('conversation.retry')}</Button>
    </div>
  );
}
