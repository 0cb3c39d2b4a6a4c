import { useMemo, type ReactNode } from 'react';
import type { UsageRow } from '../../../contract/usage.ts';
import { SessionKey } from '../../../contract/session.ts';
import { addDays } from '../../../lib/calendar.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { Button } from '../../ui/button.tsx';
import { ChartControls } from './controls.tsx';
import { Figures } from './figures.tsx';
import { folderName } from './format.ts';
import { Limits } from './limits.tsx';
import { CacheChart, WaitedChart } from './line-charts.tsx';
import { daysOf, type Bucket, type Measure, type Stack, type View } from './period.ts';
import { Ranked, type RankedRow } from './ranked.tsx';
import { labelOf, stackedOf, type Series } from './series.ts';
import { StackedChart } from './stacked-chart.tsx';
import { byValue, groupsOf, sumOf, type Group } from './sums.ts';
import { tUsage } from './texts.ts';
import type { UsageFound } from './use-usage.ts';

const MOST_ROWS = 8;
const MOST_SESSIONS = 10;

interface ReportProps {
  /** null: not there yet; every chart keeps its place empty. */
  found: UsageFound | null;
  view: View;
  today: string;
  change: (change: Partial<View>) => void;
}

/** All charts of a period. */
export function Report({ found, view, today, change }: ReportProps): ReactNode {
  const { measure, stack, period } = view;
  const rows = found?.report.rows ?? NO_ROWS;
  const { first, last } = useMemo(() => shownDays(rows, daysOf(period, today)), [rows, period, today]);
  const stacked = useMemo(() => stackedOf(rows, { stack, measure, first, last }), [rows, stack, measure, first, last]);
  const sum = useMemo(() => (found === null ? null : sumOf(rows)), [found, rows]);
  if (sum?.responses === 0) return <Empty found={found} view={view} change={change} />;
  const waited = found?.report.waited ?? [];
  const narrow = (bucket: Bucket): void =>
    change({ period: { type: 'days', from: bucket.first, to: bucket.last < last ? bucket.last : last } });
  const days = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
  return (
    <div className="grid gap-y-12">
      <Figures
        sum={sum}
        days={days}
        waitedMs={waited.reduce((all, { ms }) => all + ms, 0)}
        waitedDays={waited.length}
      />
      <StackedChart
        stacked={stacked}
        measure={measure}
        tools={<ChartControls view={view} change={change} />}
        choose={narrow}
      />
      <div className="grid gap-x-12 gap-y-10 desk:grid-cols-2">
        <Best
          title={tUsage('usage.models')}
          rows={rows}
          of="model"
          measure={measure}
          colours={stack === 'model' ? stacked.series : []}
        />
        <Best
          title={tUsage('usage.projects')}
          rows={rows}
          of="project"
          measure={measure}
          colours={stack === 'project' ? stacked.series : []}
          hrefOf={(dir) => `/usage?project=${encodeURIComponent(dir)}`}
        />
      </div>
      <div className="grid gap-x-12 gap-y-10 desk:grid-cols-2">
        <CacheChart stacked={stacked} />
        <WaitedChart stacked={stacked} waited={found?.report.waited ?? null} />
      </div>
      <div className="grid gap-x-12 gap-y-10 desk:grid-cols-2">
        <Sessions rows={found?.sessions.rows ?? NO_ROWS} measure={measure} />
        <Limits limits={found?.report.limits ?? []} />
      </div>
      <Sources found={found} unpriced={[...(sum?.unpriced.keys() ?? [])]} />
    </div>
  );
}

const NO_ROWS: readonly UsageRow[] = [];

/** Everything: from the first day there is, at least a week, so that a bar is no wall. */
function shownDays(
  rows: readonly UsageRow[],
  { first, last }: { first: string | null; last: string },
): { first: string; last: string } {
  if (first !== null) return { first, last };
  const week = addDays(last, -6);
  const earliest = rows.reduce((least, { day }) => (day !== undefined && day < least ? day : least), week);
  return { first: earliest, last };
}

interface BestProps {
  title: string;
  rows: readonly UsageRow[];
  of: Exclude<Stack, 'agent'>;
  measure: Measure;
  /** The series it is stacked by, in whose colours they are drawn here too. */
  colours: readonly Series[];
  hrefOf?: (id: string) => string;
}

function Best({ title, rows, of, measure, colours, hrefOf }: BestProps): ReactNode {
  const groups = groupsOf(rows, (row) => row[of] ?? '').sort(byValue(measure));
  const colourOf = new Map(colours.map(({ id, colour }) => [id, colour]));
  const shown = groups.slice(0, MOST_ROWS).map(({ id, sum }): RankedRow => {
    const colour = colourOf.get(id);
    return {
      id,
      label: labelOf(id, of),
      sum,
      ...(colour === undefined ? {} : { colour }),
      ...(hrefOf === undefined ? {} : { href: hrefOf(id) }),
    };
  });
  return <Ranked title={title} rows={shown} measure={measure} more={groups.length - shown.length} />;
}

function Sessions({ rows, measure }: { rows: readonly UsageRow[]; measure: Measure }): ReactNode {
  const groups = groupsOf(rows, ({ session = '' }) => session).sort(byValue(measure));
  const shown = groups.slice(0, MOST_SESSIONS).map(sessionRow);
  return <Ranked title={tUsage('usage.sessions')} rows={shown} measure={measure} wide />;
}

function sessionRow({ id, rows, sum }: Group): RankedRow {
  const { title = '', project = '', agent = '' } = rows[0] ?? {};
  const key = SessionKey.safeParse(id);
  return {
    id,
    label: title === '' ? id : title,
    note: [labelOf(agent, 'agent'), folderName(project)].filter((part) => part !== '').join(' · '),
    sum,
    ...(key.success ? { href: sessionPath(key.data) } : {}),
  };
}

function Empty({ found, view: { period }, change }: Omit<ReportProps, 'today'>): ReactNode {
  const isAll = period.type === 'range' && period.range === 'all';
  return (
    <div className="grid gap-10">
      <div className="grid justify-items-start gap-3 py-12">
        <p className="text-15">{tUsage(isAll ? 'usage.noneEver' : 'usage.none')}</p>
        {isAll ? null : (
          <Button onClick={() => change({ period: { type: 'range', range: 'all' }, project: '' })}>
            {tUsage('usage.showAll')}
          </Button>
        )}
      </div>
      {(found?.report.limits.length ?? 0) === 0 ? null : <Limits limits={found?.report.limits ?? []} />}
    </div>
  );
}

/** Where the numbers come from, and what they do not hold. */
function Sources({ found, unpriced }: { found: UsageFound | null; unpriced: readonly string[] }): ReactNode {
  return (
    <footer className="grid min-h-9 gap-1 border-t border-line pt-4 text-12 text-ink-3">
      {unpriced.length === 0 ? null : <p>{tUsage('usage.unpriced', { models: unpriced.join(', ') })}</p>}
      <p>
        {found === null
          ? ''
          : `${tUsage('usage.prices', { of: found.report.pricesOf })} ${tUsage('usage.subscription')}`}
      </p>
    </footer>
  );
}
