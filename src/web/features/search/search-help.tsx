import { useState, type ReactNode } from 'react';
import { tSearch } from './texts.ts';
import { classes } from '../../ui/classes.ts';

/** What the query language knows; docs/search.md tells all of it. */
const FILTERS = [
  ['project:ledger', 'search.help.project'],
  ['agent:codex', 'search.help.agent'],
  ['model:opus', 'search.help.model'],
  ['role:prompt', 'search.help.role'],
  ['tool:bash', 'search.help.tool'],
  ['file:worker.ts', 'search.help.file'],
  ['branch:main', 'search.help.branch'],
  ['after:2026-01-01', 'search.help.after'],
  ['before:2026-02-01', 'search.help.before'],
  ['on:2026-01', 'search.help.on'],
  ['has:error', 'search.help.error'],
  ['in:deleted', 'search.help.deleted'],
  ['session:7f3c', 'search.help.session'],
  ['"lease expired"', 'search.help.phrase'],
  ['=renewLease', 'search.help.exact'],
  ['/lease(d|s)?/', 'search.help.regex'],
  ['-test', 'search.help.without'],
  ['lease OR lock', 'search.help.or'],
] as const;

interface HelpProps {
  /** Open from the start: there is nothing else to see. */
  opened: boolean;
  query: string;
  ask: (text: string) => void;
}

/** Every filter with an example; a press adds it to the query. */
export function SearchHelp({ opened, query, ask }: HelpProps): ReactNode {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? opened;
  const add = (example: string): void => {
    ask(query === '' ? example : `${query} ${example}`);
    document.querySelector<HTMLElement>('[data-search]')?.focus();
  };
  return (
    <details
      open={open}
      className="mb-2"
      onToggle={(event) => {
        if (event.currentTarget.open !== open) setChosen(event.currentTarget.open);
      }}
    >
      <summary
        className={classes(
          'w-fit cursor-pointer text-12 text-ink-3 select-none hover:text-ink pointer-coarse:py-3.5',
          opened && 'sr-only',
        )}
      >
        {tSearch('search.help')}
      </summary>
      {open ? (
        <div className="mt-2">
          <p className="mb-3 text-ink-2">{tSearch('search.lead')}</p>
          <dl className="grid gap-x-10 tablet:grid-cols-2">
            {FILTERS.map(([example, key]) => (
              <div key={example} className="flex items-baseline gap-3 border-t border-line py-1.5">
                <dt className="w-36 shrink-0">
                  <button
                    type="button"
                    className="font-mono text-12 hover:underline pointer-coarse:min-h-11"
                    onClick={() => add(example)}
                  >
                    {example}
                  </button>
                </dt>
                <dd className="min-w-0 text-12 text-ink-2">{tSearch(key)}</dd>
              </div>
            ))}
          </dl>
        </div>
      ) : null}
    </details>
  );
}
