import { useState, type ReactNode } from 'react';
import type { ConversationItem } from '../../../../contract/conversation.ts';
import { t } from '../../../i18n/t.ts';
import { Clean } from '../../../ui/clean.tsx';
import { useHere } from '../here.ts';
import { readRecord } from '../read-record.ts';
import { messageOf } from '../../../../lib/message-of.ts';

export type Result = Extract<ConversationItem, { kind: 'tool_result' }>;

/** What a tool gave back; what was left out of it comes on demand. */
export function Output({ result, label, lead }: { result: Result; label?: string; lead?: ReactNode }): ReactNode {
  const [whole, setWhole] = useState<string | null>(null);
  const text = whole ?? result.output;
  return (
    <section className="grid min-w-0 gap-1">
      {label === undefined ? null : <p className="text-12 text-ink-3">{label}</p>}
      <TextBlock>
        {lead}
        {text === '' ? <span className="text-ink-3">{t('tool.noOutput')}</span> : <Clean text={text} />}
      </TextBlock>
      {result.cut === undefined || whole !== null ? null : <ShowAll result={result} cut={result.cut} show={setWhole} />}
    </section>
  );
}

/** Text as it is, in a box that scrolls. */
export function TextBlock({ children }: { children: ReactNode }): ReactNode {
  return (
    // Long output scrolls in place; a keyboard has to get there too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-m bg-paper-2 p-3 font-mono text-12 leading-4.5 break-words whitespace-pre-wrap"
    >
      {children}
    </pre>
  );
}

function ShowAll({ result, cut, show }: { result: Result; cut: number; show: (whole: string) => void }): ReactNode {
  const here = useHere();
  const [state, setState] = useState<'idle' | 'reading' | { why: string }>('idle');
  const read = async (): Promise<void> => {
    setState('reading');
    try {
      const { items } = await readRecord(here, result.offset);
      const same = items.find((item) => item.kind === 'tool_result' && item.callId === result.callId);
      if (same?.kind === 'tool_result') show(same.output);
      else setState({ why: t('tool.wholeGone') });
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
        {state === 'reading' ? t('tool.readingAll') : t('tool.showAll', { n: cut })}
      </button>
      {typeof state === 'object' ? <span role="alert">{t('tool.notWhole', { why: state.why })}</span> : null}
    </p>
  );
}
