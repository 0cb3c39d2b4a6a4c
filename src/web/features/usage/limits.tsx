import { useId, type ReactNode } from 'react';
import type { RateLimit } from '../../../contract/usage.ts';
import { span, timeOfDay } from '../../lib/time.ts';
import { useNow } from '../../state/clock.ts';
import { labelOf } from './series.ts';
import { tUsage } from './texts.ts';

const NEARLY_FULL = 90;

/** The limits of agents, as they recorded them last. What has been reset since says so. */
export function Limits({ limits }: { limits: readonly RateLimit[] }): ReactNode {
  const id = useId();
  const now = useNow('coarse');
  return (
    <section aria-labelledby={id} className="grid content-start gap-3">
      <h2 id={id} className="text-15 font-semibold">
        {tUsage('usage.limits')}
      </h2>
      {limits.length === 0 ? <p className="text-ink-2">{tUsage('usage.limitsNone')}</p> : null}
      <ul className="grid gap-4">
        {limits.map((limit) => (
          <Limit key={`${limit.agent} ${limit.name}`} limit={limit} now={now} />
        ))}
      </ul>
    </section>
  );
}

function Limit({
  limit: { agent, name, usedPercent, windowMinutes, resetsAt, at },
  now,
}: {
  limit: RateLimit;
  now: number;
}): ReactNode {
  const isOver = resetsAt !== null && resetsAt <= now;
  const percent = Math.round(usedPercent);
  const isFull = !isOver && percent >= NEARLY_FULL;
  return (
    <li className="grid gap-1">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="mr-auto">
          {labelOf(agent, 'agent')} <span className="text-ink-2">{windowName(windowMinutes, name)}</span>
        </span>
        <span className={isFull ? 'font-semibold text-needs-text' : 'text-ink-2'}>
          {isOver ? tUsage('usage.limit.over') : tUsage('usage.limit.used', { percent })}
          {isFull ? `, ${tUsage('usage.limit.full')}` : ''}
        </span>
      </p>
      <div className="h-2.5 overflow-hidden rounded-s bg-paper-3" aria-hidden="true">
        <div
          className="h-full"
          style={{
            width: `${isOver ? 0 : Math.min(100, percent)}%`,
            background: isFull ? 'var(--needs)' : 'var(--ink-3)',
          }}
        />
      </div>
      <p className="text-12 text-ink-3">
        {resetsAt === null || isOver
          ? ''
          : `${tUsage('usage.limit.resets', { time: `${timeOfDay(resetsAt, now)} (${span(resetsAt - now)})` })} · `}
        {tUsage('usage.limit.at', { time: timeOfDay(at, now) })}
      </p>
    </li>
  );
}

function windowName(minutes: number | null, name: string): string {
  if (minutes === null) return name.replaceAll('_', ' ');
  return minutes % 1_440 === 0
    ? tUsage('usage.window.days', { n: minutes / 1_440 })
    : tUsage('usage.window.hours', { n: Math.round(minutes / 60) });
}
