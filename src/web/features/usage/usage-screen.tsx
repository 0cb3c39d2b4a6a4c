import './usage.css';
import { useMemo, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import { useNow } from '../../state/clock.ts';
import { useScreenScroll } from '../../state/screen-scroll.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { NotReached } from '../board/not-reached.tsx';
import { PageTitle } from '../shell/page-title.tsx';
import { PeriodControl } from './controls.tsx';
import { csvOf } from './csv.ts';
import { folderName } from './format.ts';
import { daysOf, localDay, paramsOf, viewOf, type View } from './period.ts';
import { Report } from './report.tsx';
import { saveText } from './save-text.ts';
import { tUsage } from './texts.ts';
import { useUsage, type UsageState } from './use-usage.ts';

/** What agents used: over time, by model, project and session; limits; and how long they waited for somebody. */
export function UsageScreen(): ReactNode {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => viewOf(params), [params]);
  const today = localDay(useNow('coarse'));
  const { state, retry } = useUsage(view.period, view.project, today);
  const live = useApp(isLive);
  const loaded = useApp((app) => app.board.loaded);
  useScreenScroll('usage');
  if (!loaded && state.found === null) return <NotReached />;
  const change = (changed: Partial<View>): void =>
    setParams(paramsOf({ ...view, ...changed }), { replace: changed.period === undefined });
  return (
    <div className="mx-auto w-full max-w-[1120px] flex-1 px-4 pb-24 tablet:px-6">
      <PageTitle title={tUsage('usage.title')} />
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3 pt-5 pb-6">
        <div className="mr-auto max-w-[560px]">
          <h1 className="text-18 font-semibold">{tUsage('usage.title')}</h1>
          <p className="text-ink-2">{tUsage('usage.lead')}</p>
        </div>
        <PeriodControl view={view} change={change} today={today} />
        <Button disabled={(state.found?.report.rows.length ?? 0) === 0} onClick={() => exportCsv(state, view, today)}>
          {tUsage('usage.export')}
        </Button>
      </div>
      {view.project === '' ? null : (
        <p className="flex items-center gap-3 pb-4">
          {tUsage('usage.project.only', { project: folderName(view.project) })}
          <Button onClick={() => change({ project: '' })}>{tUsage('usage.project.off')}</Button>
        </p>
      )}
      <State state={state} retry={retry} />
      <div
        className={classes((!live || (state.phase === 'loading' && state.found !== null)) && 'is-stale')}
        aria-busy={state.phase === 'loading'}
      >
        <Report found={state.found} view={view} today={today} change={change} />
      </div>
    </div>
  );
}

/** What is to be said of the numbers before them; a line of its own that is always there. */
function State({ state, retry }: { state: UsageState; retry: () => void }): ReactNode {
  if (state.phase === 'failed')
    return (
      <div role="alert" className="mb-4 flex flex-wrap items-center gap-3 rounded-m border border-line p-3">
        <p className="mr-auto">{tUsage('usage.failed', { why: state.why })}</p>
        <Button onClick={retry}>{tUsage('usage.retry')}</Button>
      </div>
    );
  const isPartial = state.found?.report.complete === false;
  return (
    <p role="status" className="min-h-7 pb-3 text-12 text-ink-3">
      {state.found === null ? tUsage('usage.loading') : isPartial ? tUsage('usage.incomplete') : ''}
    </p>
  );
}

function exportCsv({ found }: UsageState, { period }: View, today: string): void {
  const { first, last } = daysOf(period, today);
  if (found !== null)
    saveText(`amc-usage-${first ?? 'all'}-${last}.csv`, 'text/csv;charset=utf-8', csvOf(found.report.rows));
}
