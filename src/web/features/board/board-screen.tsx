import { Suspense, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { useScreenScroll } from '../../state/screen-scroll.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { useFoot } from '../bulk/use-foot.ts';
import { EmptyBoard } from './empty-board.tsx';
import { FilterLine } from './filter-line.tsx';
import { isNarrowed, NO_FILTER } from './filter.ts';
import { MenuSlot } from './marks/menu-slot.tsx';
import { useRowKeys } from './marks/use-row-keys.ts';
import { NotReached } from './not-reached.tsx';
import { FoldedPart, SectionPart } from './section-list.tsx';
import type { Sections } from './sections.ts';
import { Sidebar } from './sidebar.tsx';
import { useFilter } from './use-filter.ts';
import { useShown } from './use-shown.ts';
import { Choose, ViewSwitches } from './view-switches.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';

const EvidenceBar = lazyPart(async () => (await import('./evidence-bar.tsx')).EvidenceBar);
const BulkFoot = lazyPart(async () => (await import('../bulk/bulk-foot.tsx')).BulkFoot);

/** Every session by what it needs, those that need somebody first and open. */
export function BoardScreen(): ReactNode {
  const loaded = useApp((state) => state.board.loaded);
  const nothing = useApp((state) => state.board.sessions.size === 0);
  useScreenScroll('board');
  useRowKeys();
  if (!loaded) return <NotReached />;
  return (
    <>
      {nothing ? <EmptyBoard /> : <FullBoard />}
      <MenuSlot />
    </>
  );
}

function FullBoard(): ReactNode {
  const live = useApp(isLive);
  const sections = useShown();
  const foot = useFoot();
  return (
    <div className="mx-auto flex w-full max-w-[1760px] flex-1 flex-col desk:flex-row">
      <Sidebar live={live} />
      <div className={classes('relative min-w-0 flex-1 pb-24 desk:px-2', !live && 'is-stale')}>
        <h1 className="sr-only">{t('board.title')}</h1>
        <div className="absolute top-0.5 right-3 z-2 flex items-center gap-2 max-desk:hidden">
          <ViewSwitches />
        </div>
        <FilterLine />
        <Parts sections={sections} />
      </div>
      <Suspense fallback={null}>
        <EvidenceBar />
      </Suspense>
      {foot ? (
        <Suspense fallback={null}>
          <BulkFoot />
        </Suspense>
      ) : null}
    </div>
  );
}

function Parts({ sections: { open, snoozed, ended } }: { sections: Sections }): ReactNode {
  if (open.length + snoozed.length + ended.length === 0) return <NothingShown />;
  return (
    <>
      {open.map((section, index) => (
        <SectionPart key={section.id} section={section}>
          {index === 0 ? <Choose className="-my-3 ml-auto desk:hidden" /> : null}
        </SectionPart>
      ))}
      <FoldedPart name="snoozed" sessions={snoozed} />
      <FoldedPart name="ended" sessions={ended} />
    </>
  );
}

function NothingShown(): ReactNode {
  const { filter, setFilter } = useFilter();
  const { query, project } = filter;
  const why =
    query !== ''
      ? t('board.filterNone', { query })
      : t(project !== '' && !isNarrowed({ ...filter, project: '' }) ? 'board.projectNone' : 'board.facetNone');
  return (
    <div className="grid justify-items-start gap-3 px-4 py-16">
      <p className="text-15">{why}</p>
      <Button onClick={() => setFilter(NO_FILTER)}>{t('board.filterClear')}</Button>
    </div>
  );
}
