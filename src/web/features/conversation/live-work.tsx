import { useLayoutEffect, type ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { useLiveWork } from '../../state/live-replies.ts';
import type { LiveReply } from '../../state/saying.ts';
import { Clean } from '../../ui/clean.tsx';
import { Folded } from '../../ui/folded.tsx';
import { tComposer } from '../session/composer/texts.ts';
import { Markdown } from './markdown.tsx';

/** What the agent thinks and what its commands print, as it comes: a line each, all that was told behind it. */
export function LiveWork({ session: { key, status } }: { session: Session }): ReactNode {
  const work = useLiveWork(key);
  const over = status.value !== 'working' && status.value !== 'needs_attention';
  if (work.length === 0 || over) return null;
  return work.map((one) => <Work key={`${one.of} ${one.itemId}`} work={one} />);
}

function Work({ work: { of, title = '', text } }: { work: LiveReply }): ReactNode {
  const last = lastLine(text);
  // Who reads at the page's end stays there (see `use-scroll.ts`).
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the text is what makes it grow
  useLayoutEffect(() => void dispatchEvent(new Event('resize')), [text]);
  const name = of === 'thinking' ? tComposer('saying.thinking') : tComposer('saying.output', { command: title });
  return (
    <div role="group" aria-label={name} aria-busy className="entry mt-2 min-w-0" data-live-work={of}>
      <Folded
        className="min-w-0"
        summary={
          <span className="inline-flex max-w-full min-w-0 items-baseline gap-2 align-bottom">
            <span className="max-w-[60%] shrink-0 truncate">
              <Clean text={name} />
            </span>
            <span className="min-w-0 truncate font-mono text-ink-3">
              <Clean text={last} />
            </span>
          </span>
        }
      >
        {of === 'thinking' ? (
          <Markdown text={text} />
        ) : (
          <pre className="max-h-96 overflow-auto rounded-m bg-paper-2 p-3 font-mono text-12 leading-4.5 break-words whitespace-pre-wrap">
            <Clean text={asPrinted(text)} />
          </pre>
        )}
      </Folded>
    </div>
  );
}

/** A line that was written over and over shows what it was last. */
function asPrinted(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(/[^\n]*\r(?=[^\n])/g, '');
}

function lastLine(text: string): string {
  return asPrinted(text).trimEnd().split('\n').at(-1)?.trim() ?? '';
}
