import { useState, type ReactNode } from 'react';
import { short } from '../../lib/amounts.ts';
import { ChartFrame } from './chart-frame.tsx';
import { amount, bucketName, bucketTick, shortMoney } from './format.ts';
import type { Bucket, Measure } from './period.ts';
import { Plot, type PlotScales } from './plot.tsx';
import type { Column, Series, Stacked } from './series.ts';
import { valueOf, type Sum } from './sums.ts';
import { tUsage } from './texts.ts';

const HEIGHT = 280;

interface StackedChartProps {
  stacked: Stacked;
  measure: Measure;
  tools: ReactNode;
  choose: (bucket: Bucket) => void;
}

/** What was used over time, stacked; its series are named beside it in the order in which they lie. */
export function StackedChart({ stacked, measure, tools, choose }: StackedChartProps): ReactNode {
  const { step, series, columns } = stacked;
  const [looked, setLooked] = useState<string | null>(null);
  const title = tUsage(`usage.${step === 'day' ? 'perDay' : step === 'week' ? 'perWeek' : 'perMonth'}.${measure}`);
  const top = Math.max(0, ...columns.map(({ sum }) => valueOf(sum, measure)));
  const hasUnknown = measure === 'cost' && columns.some(({ sum }) => sum.unpriced.size > 0);
  return (
    <ChartFrame title={title} height={HEIGHT} tools={tools} table={tableOf(stacked, measure)}>
      <div className="grid gap-x-8 gap-y-3 desk:grid-cols-[minmax(0,1fr)_220px]">
        <Plot
          label={`${title}. ${tUsage('usage.keys')}`}
          count={columns.length}
          top={top}
          height={HEIGHT}
          tickOf={(index) => columnOf(columns, index, (column) => bucketTick(column.bucket, step))}
          valueTick={measure === 'cost' ? shortMoney : short}
          describe={(index) => columnOf(columns, index, (column) => described(column, stacked, measure))}
          tip={(index) =>
            columnOf<ReactNode>(columns, index, (column) => <Tip column={column} stacked={stacked} measure={measure} />)
          }
          choose={(index) => columnOf(columns, index, ({ bucket }) => choose(bucket))}
        >
          {(scales) =>
            columns.map((column, index) => (
              <Bar key={column.bucket.first} {...{ column, index, scales, series, measure, looked }} />
            ))
          }
        </Plot>
        <Key series={series} measure={measure} look={setLooked} />
      </div>
      <p className="min-h-4 text-12 text-ink-3">{hasUnknown ? tUsage('usage.marked') : ''}</p>
    </ChartFrame>
  );
}

function columnOf<T>(columns: readonly Column[], index: number, make: (column: Column) => T): T | '' {
  const column = columns[index];
  return column === undefined ? '' : make(column);
}

interface BarProps {
  column: Column;
  index: number;
  scales: PlotScales;
  series: readonly Series[];
  measure: Measure;
  looked: string | null;
}

/** The first series lies at the bottom; a hair of paper between two. */
function Bar({ column, index, scales: { x, y, band }, series, measure, looked }: BarProps): ReactNode {
  const isUnknown = measure === 'cost' && column.sum.unpriced.size > 0;
  return (
    <>
      {heightsOf(column, measure).map(({ from, to }, at) => {
        const one = series[at];
        if (one === undefined || to === from) return null;
        const height = y(from) - y(to);
        return (
          <rect
            key={one.id}
            className={looked === null || looked === one.id ? undefined : 'is-quiet'}
            x={x(index)}
            width={band}
            y={y(to)}
            height={Math.max(0.5, height > 3 ? height - 1 : height)}
            style={{ fill: one.colour }}
          />
        );
      })}
      {isUnknown ? (
        <text x={x(index) + band / 2} y={y(valueOf(column.sum, measure)) - 4} textAnchor="middle">
          ?
        </text>
      ) : null}
    </>
  );
}

/** Where each part begins and ends. */
function heightsOf({ parts }: Column, measure: Measure): { from: number; to: number }[] {
  return parts.reduce<{ from: number; to: number }[]>((below, part) => {
    const from = below.at(-1)?.to ?? 0;
    below.push({ from, to: from + valueOf(part, measure) });
    return below;
  }, []);
}

/** The series by name, the topmost first, as they lie in the bars. */
function Key({
  series,
  measure,
  look,
}: {
  series: readonly Series[];
  measure: Measure;
  look: (id: string | null) => void;
}): ReactNode {
  return (
    <ul
      className="grid content-start gap-x-6 gap-y-1.5 max-desk:grid-cols-[repeat(auto-fill,minmax(200px,1fr))]"
      onPointerLeave={() => look(null)}
    >
      {series.toReversed().map(({ id, label, colour, sum }) => (
        <li key={id} className="flex items-baseline gap-2" onPointerEnter={() => look(id)}>
          <span className="swatch translate-y-px" style={{ background: colour }} />
          <span className="min-w-0 flex-1 truncate" title={label}>
            {label}
          </span>
          <span className="text-right text-ink-2">{amount(sum, measure)}</span>
        </li>
      ))}
    </ul>
  );
}

function Tip({
  column: { bucket, sum, parts },
  stacked: { series, step },
  measure,
}: {
  column: Column;
  stacked: Stacked;
  measure: Measure;
}): ReactNode {
  const shown = series.flatMap((one, index) => {
    const part = parts[index];
    return part === undefined || part.responses === 0 ? [] : [{ ...one, part }];
  });
  return (
    <>
      <p className="flex justify-between gap-6 font-semibold">
        <span>{bucketName(bucket, step)}</span>
        <span>{sum.responses === 0 ? tUsage('usage.nothing') : amount(sum, measure)}</span>
      </p>
      {shown.toReversed().map(({ id, label, colour, part }) => (
        <p key={id} className="flex items-baseline gap-2 text-12">
          <span className="swatch translate-y-px" style={{ background: colour }} />
          <span className="min-w-0 flex-1 truncate">{label}</span>
          <span className="pl-4 text-ink-2">{amount(part, measure)}</span>
        </p>
      ))}
    </>
  );
}

function described({ bucket, sum, parts }: Column, { series, step }: Stacked, measure: Measure): string {
  const name = bucketName(bucket, step);
  if (sum.responses === 0) return `${name}: ${tUsage('usage.nothing')}`;
  const own = series.flatMap(({ label }, index) => {
    const part = parts[index];
    return part === undefined || part.responses === 0 ? [] : [`${label} ${amount(part, measure)}`];
  });
  return `${name}: ${amount(sum, measure)}. ${own.join(', ')}`;
}

function tableOf({ step, series, columns }: Stacked, measure: Measure): { head: string[]; rows: string[][] } {
  const cell = (sum: Sum): string => (sum.responses === 0 ? '–' : amount(sum, measure));
  return {
    head: [tUsage(`usage.${step}`), tUsage('usage.total'), ...series.map(({ label }) => label)],
    rows: columns
      .toReversed()
      .map(({ bucket, sum, parts }) => [bucketName(bucket, step), cell(sum), ...parts.map(cell)]),
  };
}
