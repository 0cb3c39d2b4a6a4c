import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { ConversationItem } from '../../../contract/conversation.ts';
import type { Session } from '../../../contract/session.ts';
import { useLiveReply } from '../../state/live-replies.ts';
import { tComposer } from '../session/composer/texts.ts';
import { Markdown } from './markdown.tsx';

interface LiveReplyProps {
  session: Session;
  /** The conversation as it is shown: what is on record is not shown twice. */
  items: readonly ConversationItem[];
}

/** What the agent says while it says it, where its record will stand. It gives way to the record in the same moment. */
export function LiveReply({ session: { key, agent, status }, items }: LiveReplyProps): ReactNode {
  const reply = useLiveReply(key);
  const ended = reply?.over !== true && status.value !== 'working' && status.value !== 'needs_attention';
  if (reply === null || ended || (reply.over && isRecorded(reply.text, items))) return null;
  return <Growing key={reply.itemId} text={reply.text} agent={agent} going={!reply.over} />;
}

function Growing({ text, agent, going }: { text: string; agent: string; going: boolean }): ReactNode {
  const shown = useCalmly(text, !going);
  // Who reads at the page's end stays there (see `use-scroll.ts`).
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the text is what makes it grow
  useLayoutEffect(() => void dispatchEvent(new Event('resize')), [shown]);
  return (
    <div
      role="group"
      className="entry live-reply relative mt-5"
      data-live-reply=""
      data-going={going ? '' : undefined}
      aria-busy={going}
      aria-label={tComposer('saying.label', { agent })}
    >
      <Markdown text={shown} />
    </div>
  );
}

/** This turn has a reply of these words: its record may name it otherwise. */
function isRecorded(text: string, items: readonly ConversationItem[]): boolean {
  const said = text.trim();
  const asked = items.findLastIndex(({ kind }) => kind === 'prompt');
  return items.some((item, at) => at > asked && item.kind === 'reply' && item.text.trim() === said);
}

const APART_MS = 100;
/** Long texts take longer to be drawn, so they are drawn more rarely: 100 kB once in a second. */
const CHARACTERS_A_MS = 100;

/** The text at a rate that costs little however long it grows; at its end at once. */
function useCalmly(text: string, now: boolean): string {
  const [shown, setShown] = useState(text);
  const last = useRef(0);
  useEffect(() => {
    const wait = now ? 0 : last.current + APART_MS + text.length / CHARACTERS_A_MS - performance.now();
    const timer = setTimeout(
      () => {
        last.current = performance.now();
        setShown(text);
      },
      Math.max(0, wait),
    );
    return () => clearTimeout(timer);
  }, [text, now]);
  return now ? text : shown;
}
