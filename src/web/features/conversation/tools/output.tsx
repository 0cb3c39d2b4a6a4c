import { useState, type ReactNode } from 'react';
import type { ConversationItem } from '../../../../contract/conversation.ts';
import { tDocument } from '../../session/document-texts.ts';
import { Clean } from '../../../ui/clean.tsx';
import { CopyCorner, type Copyable } from '../../../ui/copy-corner.tsx';
import { useHere, type Here } from '../here.ts';
import { isOnlyPictures, Pictures, picturesTold } from '../pictures.tsx';
import { readRecord } from '../read-record.ts';
import { tConversation } from '../texts.ts';
import { messageOf } from '../../../../lib/message-of.ts';

export type Result = Extract<ConversationItem, { kind: 'tool_result' }>;

const NONE: readonly Copyable[] = [];

interface OutputProps {
  result: Result;
  label?: string;
  /** What stands above it in the same block. */
  lead?: ReactNode;
  /** What else can be copied from there. */
  copies?: readonly Copyable[];
}

/** What a tool gave back; what was left out of it comes on demand. */
export function Output({ result, label, lead, copies = NONE }: OutputProps): ReactNode {
  const [whole, setWhole] = useState<string | null>(null);
  const here = useHere();
  const text = whole ?? result.output;
  const pictures = picturesTold(result.output);
  const wholeText = (): Promise<string> =>
    whole !== null || result.cut === undefined ? Promise.resolve(text) : readWhole(here, result);
  const own = text === '' ? [] : [{ text: wholeText, label: tConversation('code.copyOutput') }];
  return (
    <section className="grid min-w-0 gap-1">
      {label === undefined ? null : <p className="text-12 text-ink-3">{label}</p>}
      {lead === undefined && isOnlyPictures(text) ? null : (
        <TextBlock copies={[...copies, ...own]}>
          {lead}
          {text === '' ? <span className="text-ink-3">{tDocument('tool.noOutput')}</span> : <Clean text={text} />}
        </TextBlock>
      )}
      {pictures === 0 ? null : <Pictures offset={result.offset} count={pictures} />}
      {result.cut === undefined || whole !== null ? null : <ShowAll result={result} cut={result.cut} show={setWhole} />}
    </section>
  );
}

/** Text as it is, in a box that scrolls. */
export function TextBlock({
  children,
  copies = NONE,
}: {
  children: ReactNode;
  copies?: readonly Copyable[];
}): ReactNode {
  return (
    <div className="copied-block">
      {/* Long output scrolls in place; a keyboard has to get there too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-m bg-paper-2 p-3 font-mono text-12 leading-4.5 break-words whitespace-pre-wrap"
      >
        {children}
      </pre>
      {copies.length === 0 ? null : <CopyCorner of={copies} />}
    </div>
  );
}

/** All that the record holds. Throws when it does not hold it any more. */
async function readWhole(here: Here, { callId, offset }: Result): Promise<string> {
  const { items } = await readRecord(here, offset);
  const same = items.find((item) => item.kind === 'tool_result' && item.callId === callId);
  if (same?.kind !== 'tool_result') throw new Error(tDocument('tool.wholeGone'));
  return same.output;
}

function ShowAll({ result, cut, show }: { result: Result; cut: number; show: (whole: string) => void }): ReactNode {
  const here = useHere();
  const [state, setState] = useState<'idle' | 'reading' | { why: string }>('idle');
  const read = async (): Promise<void> => {
    setState('reading');
    try {
      show(await readWhole(here, result));
    } catch (error) {
      setState({ why: messageOf(error) });
    }
  };
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-12 text-ink-3">
      <button
        type="button"
        disabled={state === 'reading'}
        className="underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
        onClick={() => void read()}
      >
        {state === 'reading' ? tDocument('tool.readingAll') : tDocument('tool.showAll', { n: cut })}
      </button>
      {typeof state === 'object' ? <span role="alert">{tDocument('tool.notWhole', { why: state.why })}</span> : null}
    </p>
  );
}
