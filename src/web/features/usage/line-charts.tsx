import { area, curveMonotoneX, line } from 'd3-shape';
import type { ReactNode } from 'react';
import type { UsageReport } from '../../../contract/usage.ts';
import { ChartFrame } from './chart-frame.tsx';
import { bucketName, bucketTick, percentOf, waitedFor } from './format.ts';
import { beginOf } from './period.ts';
import { Plot, type PlotScales } from './plot.tsx';
import type { Stacked } from './series.ts';
import { cacheShare } from './sums.ts';
import { tUsage } from './texts.ts';

const HEIGHT = 168;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Point {
  index: number;
  share: number;
}

/** Of what models read, how much came from the cache; a time without reading has no share. */
export function CacheChart({ stacked: { columns, step } }: { stacked: Stacked }): ReactNode {
  const shares = columns.map(({ sum }) => cacheShare(sum));
  const points = shares.flatMap((share, index) => (share === null ? [] : [{ index, share }]));
  const nameOf = (index: number): string => {
    const bucket = columns[index]?.bucket;
    return bucket === undefined ? '' : bucketName(bucket, step);
  };
  const said = (index: number): string => {
    const share = shares[index] ?? null;
    return share === null ? tUsage('usage.nothing') : percentOf(share);
  };
  const title = tUsage('usage.cachePerTime');
  return (
    <ChartFrame
      title={title}
      height={HEIGHT}
      table={{
        head: [tUsage(`usage.${step}`), tUsage('usage.share')],
        rows: columns.map((_, index) => [nameOf(index), said(index)]).toReversed(),
      }}
    >
      <Plot
        label={title}
        count={columns.length}
        top={1}
        height={HEIGHT}
        tickOf={(index) => tickOf(columns[index]?.bucket, step)}
        valueTick={percentOf}
        describe={(index) => `${nameOf(index)}: ${said(index)}`}
        tip={(index) => tipLine(nameOf(index), said(index))}
      >
        {(scales) => <Curve points={points} scales={scales} />}
      </Plot>
    </ChartFrame>
  );
}

function Curve({
  points,
  scales: { x, y, band, active },
}: {
  points: readonly Point[];
  scales: PlotScales;
}): ReactNode {
  const left = ({ index }: Point): number => x(index) + band / 2;
  const shape = area<Point>()
    .x(left)
    .y0(y(0))
    .y1(({ share }) => y(share))
    .curve(curveMonotoneX);
  const edge = line<Point>()
    .x(left)
    .y(({ share }) => y(share))
    .curve(curveMonotoneX);
  const at = points.find(({ index }) => index === active);
  return (
    <>
      <path d={shape(points) ?? ''} style={{ fill: 'var(--chart-1)', opacity: 0.16 }} />
      <path d={edge(points) ?? ''} style={{ fill: 'none', stroke: 'var(--chart-1)', strokeWidth: 2 }} />
      {at === undefined ? null : <circle cx={left(at)} cy={y(at.share)} r={4} style={{ fill: 'var(--chart-1)' }} />}
      {points.length === 1 && points[0] !== undefined ? (
        <circle cx={left(points[0])} cy={y(points[0].share)} r={4} style={{ fill: 'var(--chart-1)' }} />
      ) : null}
    </>
  );
}

/** How long agents waited for somebody. */
export function WaitedChart({
  stacked: { columns, step },
  waited,
}: {
  stacked: Stacked;
  /** null: not there yet. */
  waited: UsageReport['waited'] | null;
}): ReactNode {
  const byBucket = new Map<string, number>();
  for (const { day, ms } of waited ?? [])
    byBucket.set(beginOf(day, step), (byBucket.get(beginOf(day, step)) ?? 0) + ms);
  const values = columns.map(({ bucket }) => byBucket.get(bucket.first) ?? 0);
  const top = Math.max(0, ...values);
  const nameOf = (index: number): string => {
    const bucket = columns[index]?.bucket;
    return bucket === undefined ? '' : bucketName(bucket, step);
  };
  const said = (index: number): string =>
    values[index] === 0 ? tUsage('usage.nothing') : waitedFor(values[index] ?? 0);
  const unit = top < 3 * HOUR ? MINUTE : HOUR;
  const title = tUsage('usage.waitedPerTime');
  return (
    <ChartFrame
      title={title}
      height={HEIGHT}
      table={{
        head: [tUsage(`usage.${step}`), tUsage('usage.waited')],
        rows: columns.map((_, index) => [nameOf(index), said(index)]).toReversed(),
      }}
    >
      {top === 0 ? (
        <p className="text-ink-2" style={{ height: HEIGHT }}>
          {waited === null ? '' : tUsage('usage.waitedNone')}
        </p>
      ) : (
        <Plot
          label={title}
          count={columns.length}
          top={top / unit}
          height={HEIGHT}
          tickOf={(index) => tickOf(columns[index]?.bucket, step)}
          valueTick={(value) => `${value} ${unit === MINUTE ? 'min' : 'h'}`}
          describe={(index) => `${nameOf(index)}: ${said(index)}`}
          tip={(index) => tipLine(nameOf(index), said(index))}
        >
          {({ x, y, band }) =>
            values.map((ms, index) =>
              ms === 0 ? null : (
                <rect
                  key={columns[index]?.bucket.first}
                  x={x(index)}
                  width={band}
                  y={y(ms / unit)}
                  height={y(0) - y(ms / unit)}
                  style={{ fill: 'var(--needs)' }}
                />
              ),
            )
          }
        </Plot>
      )}
    </ChartFrame>
  );
}

function tipLine(name: string, value: string): ReactNode {
  return (
    <p className="flex justify-between gap-6">
      <span>{name}</span>
      <span className="font-semibold">{value}</span>
    </p>
  );
}

function tickOf(bucket: Stacked['columns'][number]['bucket'] | undefined, step: Stacked['step']): string {
  return bucket === undefined ? '' : bucketTick(bucket, step);
}
