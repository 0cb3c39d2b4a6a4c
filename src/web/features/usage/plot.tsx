import { scaleBand, scaleLinear } from 'd3-scale';
import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useWidth } from './use-width.ts';

export interface PlotScales {
  width: number;
  height: number;
  /** Left edge of a column. */
  x: (index: number) => number;
  band: number;
  y: (value: number) => number;
  active: number | null;
}

export interface PlotProps {
  /** What it shows, for those who do not see it. */
  label: string;
  count: number;
  top: number;
  height: number;
  /** Under the axis; only as many as there is room for are written. */
  tickOf: (index: number) => string;
  valueTick: (value: number) => string;
  /** A column in words. */
  describe: (index: number) => string;
  /** What lies above the chart at the column that is looked at. */
  tip: (index: number) => ReactNode;
  /** Narrows the screen to a column. */
  choose?: (index: number) => void;
  children: (scales: PlotScales) => ReactNode;
}

const LEFT = 48;
const BOTTOM = 24;
const TOP = 14;
const TICK_ROOM = 72;

/**
 * The frame of a chart over time: axes, and a cursor that hand and arrow keys move from column to column. To a screen
 * reader it is a slider that tells the column in words.
 */
export function Plot(props: PlotProps): ReactNode {
  const { label, count, top, height, describe, tip, choose, children } = props;
  const { ref, width } = useWidth<HTMLDivElement>();
  const [active, setActive] = useState<number | null>(null);
  const inner = Math.max(0, width - LEFT);
  const bands = scaleBand<number>().domain(range(count)).range([LEFT, width]).paddingInner(0.22).paddingOuter(0.1);
  const y = scaleLinear()
    .domain([0, top === 0 ? 1 : top])
    .nice(3)
    .range([height - BOTTOM, TOP]);
  const x = (index: number): number => bands(index) ?? 0;
  const at = active === null ? null : Math.min(active, count - 1);
  const point = (event: PointerEvent<HTMLDivElement>): void => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT;
    setActive(clamp(Math.floor((left / Math.max(1, inner)) * count), count));
  };
  const press = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const from = at ?? count;
    const to = keyTarget(event.key, from, count);
    if (to !== null) {
      event.preventDefault();
      setActive(to);
    } else if (event.key === 'Enter' && at !== null) choose?.(at);
    else if (event.key === 'Escape' && at !== null) {
      event.stopPropagation();
      setActive(null);
    }
  };
  return (
    <div
      ref={ref}
      className="chart"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, count - 1)}
      aria-valuenow={at ?? Math.max(0, count - 1)}
      aria-valuetext={describe(at ?? Math.max(0, count - 1))}
      style={{ height }}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setActive(null)}
      onBlur={() => setActive(null)}
      onKeyDown={press}
      onClick={(event) => event.detail === 2 && at !== null && choose?.(at)}
    >
      {width === 0 ? null : (
        <svg height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {y.ticks(3).map((value) => (
            <g key={value}>
              <line className={value === 0 ? 'base' : 'grid'} x1={LEFT} x2={width} y1={y(value)} y2={y(value)} />
              <text x={LEFT - 8} y={y(value)} dy="0.32em" textAnchor="end">
                {props.valueTick(value)}
              </text>
            </g>
          ))}
          {at === null ? null : (
            <rect
              className="cursor"
              x={x(at) - bands.step() * 0.11}
              width={bands.step()}
              y={TOP}
              height={height - BOTTOM - TOP}
            />
          )}
          {children({ width, height: height - BOTTOM, x, band: bands.bandwidth(), y, active: at })}
          <Ticks {...props} width={width} centre={(index) => x(index) + bands.bandwidth() / 2} />
        </svg>
      )}
      {at === null || width === 0 ? null : (
        <div
          className="chart-tip grid gap-1 rounded-m border border-line bg-float p-3 shadow-float"
          style={
            x(at) + bands.bandwidth() / 2 > width / 2
              ? { right: width - x(at) + 8 }
              : { left: x(at) + bands.bandwidth() + 8 }
          }
        >
          {tip(at)}
        </div>
      )}
    </div>
  );
}

function Ticks({
  count,
  tickOf,
  height,
  width,
  centre,
}: PlotProps & { width: number; centre: (index: number) => number }): ReactNode {
  const every = Math.max(1, Math.ceil(count / Math.max(1, Math.floor((width - LEFT) / TICK_ROOM))));
  return range(count)
    .filter((index) => (count - 1 - index) % every === 0)
    .map((index) => (
      <text key={index} x={Math.min(centre(index), width - 20)} y={height - 6} textAnchor="middle">
        {tickOf(index)}
      </text>
    ));
}

function keyTarget(key: string, from: number, count: number): number | null {
  switch (key) {
    case 'ArrowLeft':
      return clamp(from - 1, count);
    case 'ArrowRight':
      return clamp(from + 1, count);
    case 'PageUp':
      return clamp(from - 7, count);
    case 'PageDown':
      return clamp(from + 7, count);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

function clamp(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
