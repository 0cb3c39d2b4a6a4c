import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ConversationItem, NoteKind } from '../../../contract/conversation.ts';
import { tDocument } from '../session/document-texts.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { Shape, type ShapeName, type Tone } from '../../ui/shape.tsx';
import { useHere } from './here.ts';

export type Note = Extract<ConversationItem, { kind: 'note' }>;

interface Look {
  name: ShapeName;
  tone: Tone;
  text: string;
}

/** What stands out of the quiet, each by its own shape. */
const LOOKS: Partial<Record<NoteKind, Look>> = {
  interrupted: { name: 'square', tone: 'rests', text: 'text-ink-2' },
  compacted: { name: 'fold', tone: 'rests', text: 'text-ink-2' },
  rewound: { name: 'turn', tone: 'rests', text: 'text-ink-2' },
  rate_limit: { name: 'clock', tone: 'bad', text: 'text-bad-text' },
  error: { name: 'cross', tone: 'bad', text: 'text-bad-text' },
  unreadable: { name: 'question', tone: 'unsure', text: 'text-unsure-text' },
};
const LONGEST = 400;
const MOST_LINES = 6;

/** What happened beside the talk, in one line; the rest of a long one in place. */
export function NoteEntry({ item }: { item: Note }): ReactNode {
  const look = LOOKS[item.note];
  const { head, rest } = split(item.text);
  return (
    <div data-note={item.note}>
      <p
        className={classes(
          'flex items-center gap-2.5 text-12 after:h-px after:min-w-6 after:flex-1 after:bg-line',
          look?.text ?? 'text-ink-3',
        )}
      >
        {look === undefined ? null : <Shape name={look.name} tone={look.tone} size={12} />}
        <span
          className={classes('min-w-0 break-words whitespace-pre-wrap', item.note === 'command_output' && 'font-mono')}
        >
          <Clean text={head} />
        </span>
        {item.note === 'rewound' ? <ShowRewound offset={item.offset} /> : null}
      </p>
      {rest ? (
        <details className="mt-1">
          <summary className="w-fit text-12 text-ink-3 select-none hover:text-ink pointer-coarse:py-3.5">
            {tDocument('note.whole')}
          </summary>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre
            tabIndex={0}
            className="mt-1 max-h-96 overflow-auto rounded-m bg-paper-2 p-3 font-mono text-12 leading-4.5 break-words whitespace-pre-wrap"
          >
            <Clean text={item.text} />
          </pre>
        </details>
      ) : null}
    </div>
  );
}

/** Opens the conversation here with what was gone back behind. */
function ShowRewound({ offset }: { offset: number }): ReactNode {
  const { key, agentId, branches } = useHere();
  if (branches === 'all') return null;
  return (
    <Link
      href={sessionPath(key, { agentId, at: offset, branches: 'all' })}
      className="flex items-center underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
    >
      {tDocument('note.showRewound')}
    </Link>
  );
}

/** A few lines are shown as they are; of more, the first. */
function split(text: string): { head: string; rest: boolean } {
  const trimmed = text.replace(/^\s*\n/, '').trimEnd();
  if (trimmed.length <= LONGEST && trimmed.split('\n').length <= MOST_LINES) return { head: trimmed, rest: false };
  const [line = ''] = trimmed.split('\n', 1);
  const head = line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  return { head, rest: head !== trimmed };
}
