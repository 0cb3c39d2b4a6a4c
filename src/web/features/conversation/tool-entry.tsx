import { Suspense, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { tDocument } from '../session/document-texts.ts';
import { Folded } from '../../ui/folded.tsx';
import { Clean } from '../../ui/clean.tsx';
import { Shape, type ShapeName, type Tone } from '../../ui/shape.tsx';
import { useHere, type Started } from './here.ts';
import { pathTo, startedByCall } from './started-by-call.ts';
import { tConversation } from './texts.ts';
import type { Result } from './tools/output.tsx';
import { ToolBody } from './tools/tool-body.tsx';
import { toolLine, type Call } from './tools/tool-line.ts';
import { lazyPart } from '../../ui/lazy-part.ts';

const SubagentThread = lazyPart(async () => (await import('./subagent-thread.tsx')).SubagentThread);

interface ToolEntryProps {
  call: Call | null;
  result: Result | null;
  /** What a call without a result does. */
  pending: 'running' | 'waiting' | 'none';
  /** Open until somebody closes it. */
  opened: boolean;
}

/** What the agent did, in one line; what went in and came out, when opened. */
export function ToolEntry({ call, result, pending, opened }: ToolEntryProps): ReactNode {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? opened;
  const started = startedByCall(useHere(), call, result);
  const { name, tone, word } = outcome(result, pending);
  return (
    <div className="flex items-start gap-3">
      <details
        open={open}
        className="min-w-0 flex-1"
        data-tool={call?.view?.type ?? 'other'}
        onToggle={(event) => {
          if (event.currentTarget.open !== open) setChosen(event.currentTarget.open);
        }}
      >
        <summary className="-mx-2 flex min-h-7 items-center gap-2 rounded-s px-2 hover:bg-paper-2 pointer-coarse:min-h-11">
          <Shape name={name} tone={tone} size={10} />
          <span className="sr-only">{word} </span>
          <Line call={call} />
        </summary>
        {open ? (
          <div className="mt-1 mb-3 grid grid-cols-[minmax(0,1fr)] gap-3 border-l-2 border-line pl-4">
            <ToolBody
              call={call}
              result={result}
              word={word}
              thread={started === null ? null : <Thread started={started} call={call} />}
            />
          </div>
        ) : null}
      </details>
      {started === null ? null : <OpenSubagent started={started} />}
    </div>
  );
}

function Line({ call }: { call: Call | null }): ReactNode {
  if (call === null) return <span className="shrink-0 text-ink-2">{tDocument('tool.orphan')}</span>;
  const { verb, code, text } = toolLine(call);
  return (
    <>
      <span
        className={verb === '$' ? 'shrink-0 font-mono text-12 text-ink-3' : 'max-w-1/2 shrink-0 truncate text-ink-2'}
      >
        <Clean text={verb} />
      </span>{' '}
      {text === undefined ? null : (
        <>
          <span className={`truncate text-ink-2 ${code === undefined ? 'min-w-0' : 'order-last min-w-0 shrink-[2]'}`}>
            <Clean text={text} />
          </span>{' '}
        </>
      )}
      {code === undefined ? null : (
        <span className={`min-w-0 truncate font-mono text-12 ${verb === '$' ? 'text-ink-2' : 'text-ink-3'}`}>
          <Clean text={code} />
        </span>
      )}
    </>
  );
}

/** The conversation of the subagent this call started, in place. Nothing of it is read before it is opened. */
function Thread({ started, call }: { started: Started; call: Call | null }): ReactNode {
  const view = call?.view?.type === 'subagent' ? call.view : null;
  const name = [view?.role, view?.description].filter(Boolean).join(' · ') || tConversation('thread.unnamed');
  return (
    <Folded summary={tConversation('thread.show')}>
      <Suspense fallback={null}>
        <SubagentThread started={started} name={name} />
      </Suspense>
    </Folded>
  );
}

/** The way into the conversation of a subagent this call started. */
function OpenSubagent({ started }: { started: Started }): ReactNode {
  return (
    <Link
      href={pathTo(started)}
      className="flex min-h-7 shrink-0 items-center text-12 text-ink-2 underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
    >
      {tDocument('tool.openSubagent')}
    </Link>
  );
}

const PENDING = {
  running: { name: 'arc', tone: 'works', word: tDocument('tool.running') },
  waiting: { name: 'diamond', tone: 'needs', word: tDocument('tool.waiting') },
  none: { name: 'ring', tone: 'rests', word: tDocument('tool.noResult') },
} as const;

function outcome(
  result: Result | null,
  pending: ToolEntryProps['pending'],
): { name: ShapeName; tone: Tone; word: string } {
  if (result === null) return PENDING[pending];
  return result.ok
    ? { name: 'dot', tone: 'rests', word: tDocument('tool.ok') }
    : { name: 'cross', tone: 'bad', word: tDocument('tool.failed') };
}
