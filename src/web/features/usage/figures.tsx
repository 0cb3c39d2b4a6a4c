import type { ReactNode } from 'react';
import { short } from '../../lib/amounts.ts';
import { counted, money, percentOf, waitedFor } from './format.ts';
import { allTokens, cacheShare, costOf, type Sum } from './sums.ts';
import { tUsage } from './texts.ts';

interface FiguresProps {
  /** null: not known yet. */
  sum: Sum | null;
  days: number;
  waitedMs: number;
  waitedDays: number;
}

/** What it comes to, in four numbers. They have their place before they are known. */
export function Figures({ sum, days, waitedMs, waitedDays }: FiguresProps): ReactNode {
  const share = sum === null ? null : cacheShare(sum);
  return (
    <dl className="grid grid-cols-2 gap-x-8 gap-y-5 desk:grid-cols-4">
      <Figure name={tUsage('usage.figure.cost')} {...costFigure(sum, days)} />
      <Figure
        name={tUsage('usage.figure.tokens')}
        value={sum === null ? '' : short(allTokens(sum.tokens))}
        note={sum === null ? '' : tUsage('usage.figure.responses', { n: counted(sum.responses) })}
      />
      <Figure
        name={tUsage('usage.figure.cache')}
        value={share === null ? (sum === null ? '' : '–') : percentOf(share)}
        note={tUsage('usage.figure.cacheWhy')}
      />
      <Figure
        name={tUsage('usage.figure.waited')}
        value={sum === null ? '' : waitedMs === 0 ? '–' : waitedFor(waitedMs)}
        note={sum === null || waitedMs === 0 ? '' : tUsage('usage.figure.waitedWhy', { days: waitedDays })}
      />
    </dl>
  );
}

function costFigure(sum: Sum | null, days: number): { value: string; note: string } {
  if (sum === null) return { value: '', note: '' };
  const cost = costOf(sum);
  if (cost.known === 'none')
    return {
      value: tUsage('usage.unknown'),
      note: tUsage('usage.noCost', { models: [...sum.unpriced.keys()].join(', ') }),
    };
  const perDay = tUsage('usage.figure.perDay', { amount: money(cost.cost / Math.max(1, days)) });
  if (cost.known === 'all') return { value: money(cost.cost), note: perDay };
  return {
    value: tUsage('usage.atLeast', { amount: money(cost.cost) }),
    note: tUsage('usage.noCost', { models: [...sum.unpriced.keys()].join(', ') }),
  };
}

function Figure({ name, value, note }: { name: string; value: string; note: string }): ReactNode {
  return (
    <div className="grid content-start">
      <dt className="text-12 text-ink-2">{name}</dt>
      <dd className="min-h-[30px] text-24 font-semibold">{value}</dd>
      <dd className="min-h-4 text-12 text-ink-3">{note}</dd>
    </div>
  );
}
