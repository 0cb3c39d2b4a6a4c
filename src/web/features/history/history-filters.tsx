import type { ReactNode } from 'react';
import { AgentName } from '../../../contract/agent.ts';
import { tHistory } from './texts.ts';
import { classes } from '../../ui/classes.ts';
import { FIELD } from '../../ui/field.ts';
import { Clean } from '../../ui/clean.tsx';
import { useTyped } from '../../ui/use-typed.ts';
import type { HistoryFilter } from './use-history-filter.ts';

interface FiltersProps {
  filter: HistoryFilter;
  setFilter: (change: Partial<HistoryFilter>) => void;
  /** null: not known yet. */
  total: number | null;
}

const TYPING_MS = 200;

/** How many there are, and which of them are shown. */
export function HistoryFilters({ filter, setFilter, total }: FiltersProps): ReactNode {
  return (
    <div className="top-12 z-10 border-b border-line bg-paper px-4 desk:sticky pt-4 pb-3 tablet:px-6">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-18 font-semibold">{tHistory('history.title')}</h1>
        <p className="text-12 text-ink-3" role="status">
          {total === null ? '' : tHistory('history.total', { n: total })}
        </p>
        <div className="flex min-w-0 items-center gap-2 max-desk:w-full max-desk:flex-wrap desk:ml-auto desk:w-[560px]">
          <Words text={filter.text} change={(text) => setFilter({ text })} />
          {AgentName.options.map((agent) => (
            <Toggle
              key={agent}
              on={filter.agent === agent}
              press={() => setFilter({ agent: filter.agent === agent ? '' : agent })}
            >
              {agent}
            </Toggle>
          ))}
          <Toggle on={filter.deleted} press={() => setFilter({ deleted: !filter.deleted })}>
            {tHistory('history.gone')}
          </Toggle>
        </div>
      </div>
      {filter.project === '' ? null : (
        <p className="mt-2 flex items-center gap-2 text-12 text-ink-2">
          <span className="min-w-0 truncate font-mono">
            <Clean text={filter.project} />
          </span>
          <button
            type="button"
            className="shrink-0 underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
            onClick={() => setFilter({ project: '' })}
          >
            {tHistory('history.allProjects')}
          </button>
        </p>
      )}
    </div>
  );
}

/** Asks when the typing pauses. */
function Words({ text, change }: { text: string; change: (text: string) => void }): ReactNode {
  const [typed, setTyped] = useTyped(text, change, TYPING_MS);
  return (
    <input
      type="search"
      data-filter
      aria-keyshortcuts="f"
      className={`${FIELD} flex-1 basis-52 max-desk:basis-full`}
      aria-label={tHistory('history.words')}
      placeholder={tHistory('history.wordsHint')}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

function Toggle({ on, press, children }: { on: boolean; press: () => void; children: ReactNode }): ReactNode {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={press}
      className={classes(
        'min-h-8 shrink-0 rounded-m border px-3 pointer-coarse:min-h-11',
        on ? 'border-line-2 bg-paper-3 font-medium' : 'border-line text-ink-2 hover:bg-paper-2 hover:text-ink',
      )}
    >
      {children}
    </button>
  );
}
