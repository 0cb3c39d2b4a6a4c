import { useMemo, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import type { SearchHit } from '../../../contract/search.ts';
import { t } from '../../i18n/t.ts';
import { tSearch } from './texts.ts';
import { percent } from '../../lib/amounts.ts';
import type { PagedList, PagedState } from '../../state/paged-list.ts';
import { useScreenScroll } from '../../state/screen-scroll.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ListEnd } from '../../ui/list-end.tsx';
import { PageTitle } from '../shell/page-title.tsx';
import { grouped } from './groups.ts';
import { HitGroupView } from './hit-group.tsx';
import { QueryError, queryFault } from './query-error.tsx';
import { SearchField } from './search-field.tsx';
import { SearchHelp } from './search-help.tsx';
import { useSearchHits, type Reach } from './use-search.ts';

type State = PagedState<SearchHit, Reach>;

/** One field over everything agents ever wrote. */
export function SearchScreen(): ReactNode {
  const [params, setParams] = useSearchParams();
  const query = (params.get('q') ?? '').trim();
  const { list, state } = useSearchHits(query);
  const live = useApp(isLive);
  useScreenScroll(`search ${query}`);
  const ask = (text: string): void => setParams(text.trim() === '' ? {} : { q: text }, { replace: true });
  const fault = query === '' ? null : queryFault(state.error);
  return (
    <div className="mx-auto w-full max-w-[840px] flex-1 px-4 pb-24 tablet:px-6">
      <PageTitle title={query === '' ? tSearch('search.title') : tSearch('search.titleOf', { query })} />
      <h1 className="sr-only">{tSearch('search.title')}</h1>
      <SearchField query={params.get('q') ?? ''} ask={ask} faulty={fault !== null} />
      {fault === null ? null : <QueryError query={query} fault={fault} />}
      <SearchHelp opened={query === ''} ask={ask} query={query} />
      {query === '' ? null : (
        <div className={classes((!live || (state.phase === 'loading' && state.items.length > 0)) && 'is-stale')}>
          <Results list={list} state={state} faulty={fault !== null} />
        </div>
      )}
    </div>
  );
}

function Results({
  list,
  state,
  faulty,
}: {
  list: PagedList<SearchHit, Reach>;
  state: State;
  faulty: boolean;
}): ReactNode {
  const { phase, items, next, extra, error, loadingMore } = state;
  const groups = useMemo(() => grouped(items), [items]);
  if (faulty) return null;
  return (
    <section aria-label={tSearch('search.results')} aria-busy={phase === 'loading' || loadingMore}>
      <Honesty reach={extra} />
      {groups.map((group) => (
        <HitGroupView key={group.id} group={group} />
      ))}
      {phase === 'loading' ? <p className="py-6 text-ink-3">{tSearch('search.looking')}</p> : null}
      {phase === 'failed' ? (
        <div className="flex flex-wrap items-center gap-3 py-6" role="alert">
          <p className="text-ink-2">{tSearch('search.failed', { why: error?.message ?? '' })}</p>
          <Button onClick={() => void (items.length > 0 ? list.more() : list.refresh())}>
            {t('conversation.retry')}
          </Button>
        </div>
      ) : null}
      {phase === 'ready' ? <Ending state={state} more={() => void list.more()} next={next} busy={loadingMore} /> : null}
    </section>
  );
}

/** What the answer does not know of yet. */
function Honesty({ reach }: { reach: Reach | null }): ReactNode {
  const index = useApp((state) => state.board.index);
  if (reach === null || reach.complete) return null;
  const done = index === null || index.state === 'listing' ? null : percent(index.bytes.read, index.bytes.known);
  return (
    <p className="border-l-2 border-line-2 py-1 pl-3 text-12 text-ink-2" data-incomplete>
      {done === null || done === 100 ? tSearch('search.incomplete') : tSearch('search.incompleteAt', { done })}
    </p>
  );
}

function Ending({
  state: { items, extra },
  next,
  busy,
  more,
}: {
  state: State;
  next: string | null;
  busy: boolean;
  more: () => void;
}): ReactNode {
  const unseen = extra !== null && !extra.exhausted;
  if (next !== null && unseen)
    return (
      <div className="flex flex-wrap items-center gap-3 py-4" data-unseen>
        <p className="text-ink-2">{tSearch(items.length === 0 ? 'search.noneYet' : 'search.older')}</p>
        <Button onClick={more} disabled={busy}>
          {tSearch('search.further')}
        </Button>
      </div>
    );
  if (next !== null) return <ListEnd cursor={next} busy={busy} more={more} label={tSearch('search.more')} />;
  if (items.length === 0) return <p className="py-10 text-15">{tSearch('search.none')}</p>;
  return <p className="py-4 text-12 text-ink-3">{tSearch('search.all')}</p>;
}
