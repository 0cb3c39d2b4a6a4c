import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Clean } from '../../ui/clean.tsx';
import { useStored, writeStored } from '../../state/persisted.ts';
import { classes } from '../../ui/classes.ts';
import { Shape } from '../../ui/shape.tsx';
import type { Grouped, Project } from './groups.ts';
import { useFilter } from './use-shown.ts';

interface ProjectNavProps {
  projects: readonly Project[];
  all: Grouped;
  live: boolean;
}

/** Which project to look at: a list beside the board, a line of buttons above it on a phone. */
export function ProjectNav({ projects, all, live }: ProjectNavProps): ReactNode {
  const { project, setFilter } = useFilter();
  const total = projects.reduce((sum, { total: own }) => sum + own, 0);
  return (
    <aside className="desk:w-56 desk:shrink-0">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2 pt-2 desk:sticky desk:top-12 desk:max-h-[calc(100dvh-48px)] desk:gap-4 desk:overflow-y-auto desk:px-3 desk:py-5">
        <Filter />
        <nav aria-label={t('board.projects')} className={classes(!live && 'is-stale')}>
          <h2 className="px-2 pb-1 text-12 text-ink-3 max-desk:sr-only">{t('board.projects')}</h2>
          <ul className="flex gap-2 overflow-x-auto px-4 py-1 [scrollbar-width:none] desk:grid desk:gap-0 desk:px-0">
            <FilterButton />
            <ProjectButton
              on={project === ''}
              label={t('board.all')}
              total={total}
              needs={all.needs.length}
              choose={() => setFilter({ project: '' })}
            />
            {projects.map(({ dir, label, total: own, needs }) => (
              <ProjectButton
                key={dir}
                on={project === dir}
                label={label}
                title={dir}
                total={own}
                needs={needs}
                choose={() => setFilter({ project: dir })}
              />
            ))}
          </ul>
        </nav>
      </div>
    </aside>
  );
}

/** Behind a button on a phone, where what needs somebody comes first. */
function Filter(): ReactNode {
  const { query, setFilter } = useFilter();
  const asked = useStored('filter') === 'open';
  return (
    <input
      type="search"
      data-filter
      className={classes(
        'mx-4 min-h-8 rounded-m border border-line bg-float px-3 text-13 focus:border-ink-3 pointer-coarse:min-h-11 pointer-coarse:text-[16px] desk:mx-0',
        query === '' && !asked && 'max-desk:hidden',
      )}
      aria-label={t('board.filterLabel')}
      aria-keyshortcuts="f"
      placeholder={t('board.filter')}
      value={query}
      onChange={(event) => setFilter({ query: event.target.value })}
    />
  );
}

function FilterButton(): ReactNode {
  const { setFilter } = useFilter();
  const asked = useStored('filter') === 'open';
  const press = (): void => {
    writeStored('filter', asked ? '' : 'open');
    if (asked) setFilter({ query: '' });
  };
  return (
    <li className="shrink-0 desk:hidden">
      <button
        type="button"
        aria-label={t('board.filter')}
        aria-expanded={asked}
        onClick={press}
        className="grid size-8 place-items-center rounded-m border border-line text-ink-2 pointer-coarse:size-11"
      >
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor">
          <path d="M10.5 10.5 14 14M12 7A5 5 0 1 1 2 7a5 5 0 0 1 10 0z" strokeWidth="1.6" strokeLinecap="round" />
        </svg>
      </button>
    </li>
  );
}

interface ProjectButtonProps {
  on: boolean;
  label: string;
  title?: string;
  total: number;
  needs: number;
  choose: () => void;
}

function ProjectButton({ on, label, title, total, needs, choose }: ProjectButtonProps): ReactNode {
  return (
    <li className="shrink-0">
      <button
        type="button"
        aria-current={on ? 'true' : undefined}
        title={title}
        onClick={choose}
        className={classes(
          'flex min-h-8 w-full items-center gap-2 rounded-m border px-2 text-left pointer-coarse:min-h-11 max-desk:px-3 desk:border-transparent',
          on ? 'border-line-2 bg-paper-3 font-medium' : 'border-line text-ink-2 hover:bg-paper-2 hover:text-ink',
        )}
      >
        <span className="min-w-0 truncate max-desk:max-w-40">
          <Clean text={label} />
        </span>
        <span
          className="ml-auto flex items-center gap-1.5 text-12 text-ink-3"
          aria-label={t('board.projectCount', { n: total, needs })}
        >
          {needs > 0 ? (
            <span className="flex items-center gap-1 font-medium text-needs-text">
              <Shape name="diamond" tone="needs" size={8} />
              {needs}
            </span>
          ) : null}
          <span className="min-w-4 text-right">{total}</span>
        </span>
      </button>
    </li>
  );
}
