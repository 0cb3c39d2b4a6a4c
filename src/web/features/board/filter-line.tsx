import { memo, Suspense, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Clean } from '../../ui/clean.tsx';
import { FACETS, isNarrowed, NO_FILTER, type BoardFilter } from './filter.ts';
import { colourOf } from './marks/colours.ts';
import { useFacets, type Facets } from './use-facets.ts';
import { useFilter } from './use-filter.ts';
import { lazyPart } from '../../ui/lazy-part.ts';

const SaveView = lazyPart(async () => (await import('./saved-views.tsx')).SaveView);

/** What the board is narrowed to, each with the way back, and the way to keep it. Nothing while all is shown. */
export const FilterLine = memo(function FilterLine(): ReactNode {
  const facets = useFacets();
  const { filter, setFilter } = useFilter();
  const narrowed = isNarrowed(filter);
  if (!narrowed && filter.by === 'need') return null;
  const chips = chipsOf(filter, facets);
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5 px-4 pt-1 desk:min-h-9 desk:pt-0 desk:pr-72">
      {chips.map(({ label, clear }) => (
        <button
          key={label}
          type="button"
          className="chip"
          aria-label={t('board.chipClear', { what: label })}
          onClick={() => setFilter(clear)}
        >
          <span className="max-w-56 truncate">
            <Clean text={label} />
          </span>
          <svg viewBox="0 0 16 16" width="10" height="10" aria-hidden="true" fill="none" stroke="currentColor">
            <path d="M4 4l8 8M12 4l-8 8" strokeWidth="1.8" strokeLinecap="round" />
          </svg>
        </button>
      ))}
      {chips.length > 1 ? (
        <button type="button" className="chip-quiet" onClick={() => setFilter(NO_FILTER)}>
          {t('board.filterClear')}
        </button>
      ) : null}
      <Suspense fallback={null}>
        <SaveView />
      </Suspense>
    </div>
  );
});

function chipsOf(filter: BoardFilter, facets: Facets): { label: string; clear: Partial<BoardFilter> }[] {
  const chips = FACETS.flatMap((name) => {
    const value = filter[name];
    if (value === '') return [];
    const colour = name === 'colour' ? colourOf(value) : undefined;
    const known = facets[name].find((facet) => facet.value === value)?.label ?? value;
    return [{ label: colour === undefined ? known : t(`colour.${colour}`), clear: { [name]: '' } }];
  });
  return filter.query === '' ? chips : [...chips, { label: t('board.chipWords', filter), clear: { query: '' } }];
}
