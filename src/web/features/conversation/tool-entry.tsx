import { useState, type ReactNode } from 'react';
import type { ConversationItem } from '../../../contract/conversation.ts';
import { t } from '../../i18n/t.ts';
import { Clean } from '../../ui/clean.tsx';
import { Shape, type ShapeName, type Tone } from '../../ui/shape.tsx';

interface ToolEntryProps {
  call: Extract<ConversationItem, { kind: 'tool_call' }> | null;
  result: Extract<ConversationItem, { kind: 'tool_result' }> | null;
  /** What a call without a result does. */
  pending: 'running' | 'waiting' | 'none';
}

/** What the agent did, in one line; what went in and came out, when opened. */
export function ToolEntry({ call, result, pending }: ToolEntryProps): ReactNode {
  const [open, setOpen] = useState(false);
  const { name, tone, word } = outcome(result, pending);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="-mx-2 flex min-h-7 items-center gap-2 rounded-s px-2 hover:bg-paper-2 pointer-coarse:min-h-11">
        <Shape name={name} tone={tone} size={10} />
        <span className="sr-only">{word}</span>
        <span className="shrink-0 text-ink-2">{call === null ? t('tool.orphan') : <Clean text={call.tool} />}</span>
        <span className="min-w-0 truncate font-mono text-12 text-ink-3">
          {call === null ? null : <Clean text={call.summary} />}
        </span>
      </summary>
      {open ? (
        <div className="mt-1 mb-3 grid gap-3 border-l-2 border-line pl-4">
          {call === null || call.input === '' ? null : <Block label={t('tool.input')} text={call.input} />}
          {result === null ? (
            <p className="text-12 text-ink-3">{word}</p>
          ) : (
            <Block
              label={result.ok ? t('tool.output') : t('tool.failed')}
              text={result.output === '' ? t('tool.noOutput') : result.output}
            />
          )}
        </div>
      ) : null}
    </details>
  );
}

const PENDING = {
  running: { name: 'arc', tone: 'works', word: t('tool.running') },
  waiting: { name: 'diamond', tone: 'needs', word: t('tool.waiting') },
  none: { name: 'ring', tone: 'rests', word: t('tool.noResult') },
} as const;

function outcome(
  result: ToolEntryProps['result'],
  pending: ToolEntryProps['pending'],
): { name: ShapeName; tone: Tone; word: string } {
  if (result === null) return PENDING[pending];
  return result.ok
    ? { name: 'dot', tone: 'rests', word: t('tool.ok') }
    : { name: 'cross', tone: 'bad', word: t('tool.failed') };
}

function Block({ label, text }: { label: string; text: string }): ReactNode {
  return (
    <section className="grid min-w-0 gap-1">
      <p className="text-12 text-ink-3">{label}</p>
      {/* Long output scroll in place; a keyboard has to get there too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-m bg-paper-2 p-3 font-mono text-12 leading-4.5 break-words whitespace-pre-wrap"
      >
        <Clean text={text} />
      </pre>
    </section>
  );
}
