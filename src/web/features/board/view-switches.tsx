import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { setDensity, useDensity, type Density } from '../../state/density.ts';
import { setChoosing, useSelection } from '../../state/selection.ts';
import { classes } from '../../ui/classes.ts';
import { GROUPINGS } from './filter.ts';
import { useFacets } from './use-facets.ts';
import { useFilter } from './use-filter.ts';

/** By what the board is divided, and how much room a session takes. */
export function ViewSwitches(): ReactNode {
  return (
    <>
      <Choose className="max-desk:hidden" />
      <GroupBy />
      <DensitySwitch />
    </>
  );
}

function GroupBy(): ReactNode {
  const { filter, setFilter } = useFilter();
  const severalHosts = useFacets().host.length > 1;
  const offered = GROUPINGS.filter((by) => by !== 'host' || severalHosts || filter.by === 'host');
  return (
    <select
      aria-label={t('board.by')}
      value={filter.by}
      onChange={({ target }) => setFilter({ by: GROUPINGS.find((by) => by === target.value) ?? 'need' })}
      className="view-select"
    >
      {offered.map((by) => (
        <option key={by} value={by}>
          {t(`board.by.${by}`)}
        </option>
      ))}
    </select>
  );
}

const DRAWN: Record<Density, ReactNode> = {
  rows: <path d="M2 3.5h12M2 8h12M2 12.5h12" strokeWidth="1.6" strokeLinecap="round" />,
  cards: (
    <path
      d="M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM9 9h4.5v4.5H9z"
      strokeWidth="1.5"
      strokeLinejoin="round"
    />
  ),
};

function DensitySwitch(): ReactNode {
  const density = useDensity();
  return (
    <div role="group" aria-label={t('board.density')} aria-keyshortcuts="v" className="flex rounded-m">
      {(['rows', 'cards'] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={density === one}
          aria-label={t(`board.density.${one}`)}
          title={t(`board.density.${one}`)}
          onClick={() => setDensity(one)}
          className={classes(
            'grid size-8 place-items-center rounded-m pointer-coarse:size-11',
            density === one ? 'bg-paper-3 text-ink' : 'text-ink-3 hover:bg-paper-2 hover:text-ink',
          )}
        >
          <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor">
            {DRAWN[one]}
          </svg>
        </button>
      ))}
    </div>
  );
}

/** For a finger, which does not hover over a row to find its box. */
export function Choose({ className }: { className: string }): ReactNode {
  const choosing = useSelection((state) => state.choosing || state.keys.size > 0);
  return (
    <button
      type="button"
      aria-pressed={choosing}
      onClick={() => setChoosing(!choosing)}
      className={classes(
        'hidden min-h-11 items-center px-2 text-12 text-ink-3 underline underline-offset-2 pointer-coarse:flex',
        className,
      )}
    >
      {t(choosing ? 'bulk.chooseNone' : 'bulk.chooseSome')}
    </button>
  );
}
