import { memo, Suspense, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { useStored, writeStored } from '../../state/persisted.ts';
import { classes } from '../../ui/classes.ts';
import { FacetList } from './facet-list.tsx';
import { NO_FILTER, type FacetName } from './filter.ts';
import { colourOf } from './marks/colours.ts';
import { Swatch } from './marks/swatch.tsx';
import { useFacets } from './use-facets.ts';
import { useFilter } from './use-filter.ts';
import { ViewSwitches } from './view-switches.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';

const SavedViews = lazyPart(async () => (await import('./saved-views.tsx')).SavedViews);

/** A facet with one value tells nothing apart. */
const LEAST: Record<Exclude<FacetName, 'project'>, number> = { agent: 2, host: 2, place: 2, colour: 1 };

/** What to look at: lists beside the board; on a phone the projects as a line of buttons, the rest behind one of them. */
export const Sidebar = memo(function Sidebar({ live }: { live: boolean }): ReactNode {
  const facets = useFacets();
  const { filter, setFilter } = useFilter();
  const open = useStored('filter') === 'open';
  const folded = classes(!open && 'max-desk:hidden');
  return (
    <aside className="desk:w-56 desk:shrink-0">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2 pt-2 desk:sticky desk:top-12 desk:max-h-[calc(100dvh-48px)] desk:gap-4 desk:overflow-y-auto desk:px-3 desk:pt-3 desk:pb-5">
        <WordFilter open={open} />
        <div className={classes('contents', !live && 'is-stale')}>
          <FacetList
            title={t('board.projects')}
            facets={facets.project}
            chosen={filter.project}
            choose={(project) => setFilter({ project })}
            everything={facets.all}
            lead={<FilterButton open={open} />}
          />
          {(['agent', 'host', 'place', 'colour'] as const).map((name) =>
            facets[name].length >= LEAST[name] || filter[name] !== '' ? (
              <FacetList
                key={name}
                title={t(`board.facet.${name}`)}
                facets={facets[name].map((facet) => ({ ...facet, label: labelOf(name, facet.label) }))}
                chosen={filter[name]}
                choose={(value) => setFilter({ [name]: value })}
                className={folded}
                {...(name === 'colour' ? { sign: colourSign } : {})}
              />
            ) : null,
          )}
        </div>
        <Suspense fallback={null}>
          <SavedViews className={folded} />
        </Suspense>
        <div className={classes('flex flex-wrap items-center gap-2 px-4 desk:hidden', !open && 'hidden')}>
          <ViewSwitches />
        </div>
      </div>
    </aside>
  );
});

function labelOf(name: FacetName, label: string): string {
  const colour = name === 'colour' ? colourOf(label) : undefined;
  return colour === undefined ? label : t(`colour.${colour}`);
}

function colourSign(value: string): ReactNode {
  const colour = colourOf(value);
  return colour === undefined ? null : <Swatch colour={colour} named />;
}

/** Behind a button on a phone, where what needs somebody comes first. */
function WordFilter({ open }: { open: boolean }): ReactNode {
  const { filter, setFilter } = useFilter();
  return (
    <input
      type="search"
      data-filter
      className={classes(
        'mx-4 min-h-8 rounded-m border border-line bg-float px-3 text-13 focus:border-ink-3 pointer-coarse:min-h-11 pointer-coarse:text-[16px] desk:mx-0',
        filter.query === '' && !open && 'max-desk:hidden',
      )}
      aria-label={t('board.filterLabel')}
      aria-keyshortcuts="f"
      placeholder={t('board.filter')}
      value={filter.query}
      onChange={(event) => setFilter({ query: event.target.value })}
    />
  );
}

function FilterButton({ open }: { open: boolean }): ReactNode {
  const { filter, setFilter } = useFilter();
  const press = (): void => {
    writeStored('filter', open ? '' : 'open');
    if (open) setFilter({ ...NO_FILTER, project: filter.project });
  };
  return (
    <li className="shrink-0 desk:hidden">
      <button
        type="button"
        aria-label={t('board.filter')}
        aria-expanded={open}
        onClick={press}
        className="grid size-8 place-items-center rounded-m border border-line text-ink-2 pointer-coarse:size-11"
      >
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor">
          <path d="M2 4.5h12M4.5 8h7M6.5 11.5h3" strokeWidth="1.6" strokeLinecap="round" />
        </svg>
      </button>
    </li>
  );
}
