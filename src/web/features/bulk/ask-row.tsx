import { useId, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { titleOf } from '../../lib/words.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { Said } from '../../ui/said.tsx';
import { RiskList } from '../../ui/risk-list.tsx';
import { Stopwatch } from '../../ui/time.tsx';
import { DiffView } from '../request/diff-view.tsx';
import { allowOf, type Ask } from './alike.ts';

interface AskRowProps {
  ask: Ask;
  /** Not asked any more. */
  over: boolean;
  on: boolean;
  toggle: () => void;
}

/** One permission with all of it in sight: nothing is approved that was cut off. */
export function AskRow({ ask, over, on, toggle }: AskRowProps): ReactNode {
  const id = useId();
  const { session, request } = ask;
  const { command, edits = [], input, risks = [], cwd, reason, title } = request;
  const impossible = over || allowOf(ask) === null;
  const { answer } = request;
  return (
    <li
      className={classes('flex gap-3 border-line py-4 not-first:border-t', over && 'opacity-60')}
      data-ask={request.id}
    >
      <input
        id={id}
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-ink pointer-coarse:size-5"
        disabled={impossible}
        checked={on && !impossible}
        onChange={toggle}
      />
      <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-2">
        <label htmlFor={id} className="flex items-baseline gap-3">
          <span className="min-w-0 shrink-0 truncate font-medium max-tablet:shrink">
            <Clean text={titleOf(session)} />
          </span>
          <span className="min-w-0 truncate text-12 text-ink-3">
            <Clean text={cwd ?? session.project.dir} />
          </span>
          <span className="ml-auto text-12 whitespace-nowrap text-ink-3">
            <Stopwatch since={request.openedAt} />
          </span>
        </label>
        {command === undefined ? null : (
          <pre className="rounded-m bg-paper-2 px-3 py-1.5 font-mono text-13 leading-5 break-words whitespace-pre-wrap">
            <Clean text={command} />
          </pre>
        )}
        {edits.map((edit) => (
          <DiffView key={edit.path} edit={edit} compact />
        ))}
        {command === undefined && edits.length === 0 ? (
          <p>
            <Clean text={title} />
          </p>
        ) : null}
        {command === undefined && edits.length === 0 && input !== undefined ? (
          <pre className="rounded-m bg-paper-2 px-3 py-1.5 font-mono text-12 break-words whitespace-pre-wrap">
            <Clean text={input} />
          </pre>
        ) : null}
        {reason === undefined ? null : (
          <p className="text-ink-2">
            <Clean text={reason} />
          </p>
        )}
        <RiskList risks={risks} />
        {over ? <p className="text-ink-2">{t('alike.over')}</p> : null}
        {!over && answer.channel === 'none' ? (
          <p className="text-ink-2">
            {t('request.cannot')} <Said text={answer.reason} />
          </p>
        ) : null}
        {!over && answer.channel !== 'none' && impossible ? <p className="text-ink-2">{t('alike.noAllow')}</p> : null}
      </div>
    </li>
  );
}
