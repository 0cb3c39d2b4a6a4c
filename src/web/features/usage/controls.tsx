import type { ReactNode } from 'react';
import { FIELD } from '../../ui/field.ts';
import { segment, SEGMENTS } from '../../ui/segments.ts';
import { daysOf, RANGES, STACKS, type View } from './period.ts';
import { tUsage } from './texts.ts';

interface ControlProps {
  view: View;
  change: (change: Partial<View>) => void;
}

/** Which days: a usual range, or from one day to another. */
export function PeriodControl({ view: { period }, change, today }: ControlProps & { today: string }): ReactNode {
  const { first, last } = daysOf(period, today);
  const set = (from: string, to: string): void => {
    if (from !== '' && to !== '')
      change({ period: { type: 'days', from: from <= to ? from : to, to: from <= to ? to : from } });
  };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Segments
        label={tUsage('usage.range')}
        options={RANGES.map((range) => ({ id: range, label: tUsage(`usage.range.${range}`) }))}
        chosen={period.type === 'range' ? period.range : null}
        choose={(range) => change({ period: { type: 'range', range } })}
      />
      <span className="flex items-center gap-2">
        <input
          type="date"
          aria-label={tUsage('usage.from')}
          className={FIELD}
          value={first ?? ''}
          max={today}
          onChange={(event) => set(event.target.value, last)}
        />
        <span aria-hidden="true">–</span>
        <input
          type="date"
          aria-label={tUsage('usage.to')}
          className={FIELD}
          value={last}
          max={today}
          onChange={(event) => set(first ?? event.target.value, event.target.value)}
        />
      </span>
    </div>
  );
}

/** What the bars are of, and how they are stacked. */
export function ChartControls({ view: { measure, stack }, change }: ControlProps): ReactNode {
  return (
    <>
      <Segments
        label={tUsage('usage.measure')}
        options={(['cost', 'tokens'] as const).map((id) => ({ id, label: tUsage(`usage.${id}`) }))}
        chosen={measure}
        choose={(chosen) => change({ measure: chosen })}
      />
      <Segments
        label={tUsage('usage.by')}
        options={STACKS.map((id) => ({ id, label: tUsage(`usage.by.${id}`) }))}
        chosen={stack}
        choose={(chosen) => change({ stack: chosen })}
      />
    </>
  );
}

interface SegmentsProps<T extends string> {
  label: string;
  options: readonly { id: T; label: string }[];
  chosen: T | null;
  choose: (id: T) => void;
}

function Segments<T extends string>({ label, options, chosen, choose }: SegmentsProps<T>): ReactNode {
  return (
    <div role="group" aria-label={label} className={SEGMENTS}>
      {options.map(({ id, label: text }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === chosen}
          onClick={() => choose(id)}
          className={segment(id === chosen)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
