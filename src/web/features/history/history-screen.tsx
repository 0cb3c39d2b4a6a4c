import { useMemo, type ReactNode } from 'react';
import type { HistoryEntry } from '../../../contract/history.ts';
import { t } from '../../i18n/t.ts';
import { tHistory } from './texts.ts';
import { dayOf } from '../../lib/time.ts';
import { useNow } from '../../state/clock.ts';
import type { PagedList, PagedState } from '../../state/paged-list.ts';
import { useScreenScroll } from '../../state/screen-scroll.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ListEnd } from '../../ui/list-end.tsx';
import { NotReached } from '../board/not-reached.tsx';
import { PageTitle } from '../shell/page-title.tsx';
import { HistoryFilters } from './history-filters.tsx';
import { HistoryRow } from './history-row.tsx';
import { useHistory } from './use-history.ts';
import { isFiltered, useHistoryFilter, type HistoryFilter } from './use-history-filter.ts';

type List = PagedList<HistoryEntry, { total: number }>;
type State = PagedState<HistoryEntry, { total: number }>;

/** Every session that was ever written down, by day. */
export function HistoryScreen(): ReactNode {
  const { filter, setFilter } = useHistoryFilter();
  const { list, state } = useHistory(filter);
  const live = useApp(isLive);
  const loaded = useApp((app) => app.board.loaded);
  useScreenScroll('history');
  if (!loaded && state.items.length === 0) return <NotReached />;
  return (
    <div className="mx-auto w-full max-w-[1120px] flex-1 pb-24">
      <PageTitle title={tHistory('history.title')} />
      <HistoryFilters filter={filter} setFilter={setFilter} total={state.extra?.total ?? null} />
      <div className={classes(!live && 'is-stale')} aria-busy={state.phase === 'loading'}>
        {state.phase === 'ready' && state.items.length === 0 ? (
          <Nothing filter={filter} clear={() => setFilter({ text: '', agent: '', project: '', deleted: false })} />
        ) : (
          <Days entries={state.items} setFilter={setFilter} />
        )}
        <End list={list} state={state} />
      </div>
    </div>
  );
}

function Days({
  entries,
  setFilter,
}: {
  entries: readonly HistoryEntry[];
  setFilter: (change: Partial<HistoryFilter>) => void;
}): ReactNode {
  const today = new Date(useNow('coarse')).setHours(0, 0, 0, 0);
  const days = useMemo(() => byDay(entries, today), [entries, today]);
  return days.map(({ name, sessions }) => (
    <section key={name} aria-label={name} className="mb-5">
      <h2 className="px-4 pt-3 pb-2 text-12 font-semibold text-ink-2 tablet:px-6">{name}</h2>
      <ul>
        {sessions.map((entry) => (
          <HistoryRow key={entry.key} entry={entry} choose={(dir) => setFilter({ project: dir })} />
        ))}
      </ul>
    </section>
  ));
}

function byDay(entries: readonly HistoryEntry[], now: number): { name: string; sessions: HistoryEntry[] }[] {
  const days = new Map<string, HistoryEntry[]>();
  for (const entry of entries) {
    const day = dayOf(entry.lastAt, now);
    const name = typeof day === 'string' ? tHistory(`day.${day}`) : day.name;
    const sessions = days.get(name);
    if (sessions === undefined) days.set(name, [entry]);
    else sessions.push(entry);
  }
  return [...days].map(([name, sessions]) => ({ name, sessions }));
}

function End({ list, state }: { list: List; state: State }): ReactNode {
  const { phase, next, loadingMore, error } = state;
  if (phase === 'failed')
    return (
      <div className="flex flex-wrap items-center gap-3 px-4 py-6 tablet:px-6" role="alert">
        <p className="text-ink-2">{tHistory('history.failed', { why: error?.message ?? '' })}</p>
        <Button onClick={() => void (next === null ? list.refresh() : list.more())}>{t('conversation.retry')}</Button>
      </div>
    );
  if (phase === 'loading') return <p className="px-4 py-10 text-ink-3 tablet:px-6">{tHistory('history.loading')}</p>;
  if (next === null) return null;
  return <ListEnd cursor={next} busy={loadingMore} more={() => void list.more()} label={tHistory('history.more')} />;
}

function Nothing({ filter, clear }: { filter: HistoryFilter; clear: () => void }): ReactNode {
  const reading = useApp(({ board }) => board.index?.state === 'listing' || board.index?.state === 'indexing');
  return (
    <div className="grid justify-items-start gap-3 px-4 py-16 tablet:px-6">
      <p className="text-15">
        {tHistory(isFiltered(filter) ? 'history.noneFiltered' : reading ? 'history.noneYet' : 'history.none')}
      </p>
      {reading ? <p className="text-ink-2">{tHistory('history.stillReading')}</p> : null}
      {isFiltered(filter) ? <Button onClick={clear}>{t('board.filterClear')}</Button> : null}
    </div>
  );
}
