import { useLayoutEffect, useMemo, useRef, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Request } from '../../../contract/request.ts';
import type { Session } from '../../../contract/session.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { fromHere } from '../../state/came-from.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { Shape } from '../../ui/shape.tsx';
import { Markdown } from '../conversation/markdown.tsx';
import { timeline, type Entry } from '../conversation/timeline.ts';
import { useSurroundings } from './surroundings-feed.ts';
import { tInbox } from './texts.ts';

/** The newest of the conversation, to be read and nothing else: its end is where the request stands. */
export function Surroundings({ session, request }: { session: Session; request: Request }): ReactNode {
  const { items, problem, retry } = useSurroundings(session, request);
  const box = useRef<HTMLDivElement>(null);
  const entries = useMemo(
    () => timeline({ items: items ?? [], whole: false, newest: true, commands: [] }).filter(isTold),
    [items],
  );
  useLayoutEffect(() => {
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight;
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- what was added is what makes it taller
  }, [entries]);
  const { subagent } = request;
  const title =
    subagent === undefined ? tInbox('around.title') : tInbox('around.of', { type: subagent.type ?? subagent.id });
  return (
    <section aria-label={title} className="inbox-around">
      <header className="flex items-baseline gap-3 px-5 pt-4 pb-2">
        <h3 className="min-w-0 truncate text-12 font-semibold text-ink-2">
          <Clean text={title} />
        </h3>
        <Link
          href={sessionPath(session.key, subagent === undefined ? {} : { agentId: subagent.id })}
          state={fromHere()}
          className="ml-auto shrink-0 text-12 text-ink-3 underline underline-offset-2 hover:text-ink pointer-coarse:py-3.5"
        >
          {tInbox('around.whole')}
        </Link>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and a keyboard has to get there */}
      <div ref={box} tabIndex={0} role="log" aria-label={title} aria-live="off" className="around-text">
        {problem === null ? null : (
          <div className="grid justify-items-start gap-2" role="alert">
            <p className="text-ink-2">{tInbox('around.failed', { why: problem })}</p>
            <Button onClick={retry}>{tInbox('around.again')}</Button>
          </div>
        )}
        {items === null && problem === null ? <p className="text-ink-3">{tInbox('around.reading')}</p> : null}
        {items !== null && entries.length === 0 ? <p className="text-ink-3">{tInbox('around.none')}</p> : null}
        {entries.map((entry) => (
          <Told key={`${entry.kind} ${entry.id}`} entry={entry} />
        ))}
      </div>
    </section>
  );
}

/** What says nothing about why it asks is left out. */
function isTold(entry: Entry): boolean {
  return entry.kind !== 'thinking' && entry.kind !== 'command' && !(entry.kind === 'tool' && entry.call === null);
}

function Told({ entry }: { entry: Entry }): ReactNode {
  switch (entry.kind) {
    case 'prompt':
      return (
        <div className="around-prompt">
          <span className="mb-0.5 block text-12 font-semibold text-ink-3">{tInbox('around.you')}</span>
          <Clean text={entry.item.text} />
        </div>
      );
    case 'reply':
      return (
        <div className="around-reply">
          <Markdown text={entry.item.text} />
        </div>
      );
    case 'tool':
      return <Tool entry={entry} />;
    case 'note':
      return (
        <p className="truncate text-12 text-ink-3">
          <Clean text={entry.item.text} />
        </p>
      );
    default:
      return null;
  }
}

function Tool({ entry: { call, result } }: { entry: Extract<Entry, { kind: 'tool' }> }): ReactNode {
  if (call === null) return null;
  const failed = result?.ok === false;
  return (
    <p className="flex min-w-0 items-center gap-2 text-12">
      <Shape name={result === null ? 'ring' : failed ? 'cross' : 'check'} tone={failed ? 'bad' : 'rests'} size={9} />
      <span className="shrink-0 text-ink-2">
        <Clean text={call.tool} />
      </span>
      <span className="min-w-0 truncate font-mono text-ink-3" title={call.summary}>
        <Clean text={call.summary} />
      </span>
      {failed ? <span className="shrink-0 text-bad-text">{tInbox('around.failedTool')}</span> : null}
    </p>
  );
}
