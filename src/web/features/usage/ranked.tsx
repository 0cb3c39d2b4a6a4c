import { useId, type ReactNode } from 'react';
import { Link } from 'wouter';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { amount } from './format.ts';
import type { Measure } from './period.ts';
import { valueOf, type Sum } from './sums.ts';
import { tUsage } from './texts.ts';

export interface RankedRow {
  id: string;
  label: string;
  /** Under the name. */
  note?: string;
  href?: string;
  colour?: string;
  sum: Sum;
}

/** Things compared by what they used: the bar tells the size, the text the amount. */
export function Ranked({
  title,
  rows,
  measure,
  more = 0,
  wide = false,
}: {
  title: string;
  rows: readonly RankedRow[];
  measure: Measure;
  more?: number;
  /** Names need room. */
  wide?: boolean;
}): ReactNode {
  const id = useId();
  const top = Math.max(0, ...rows.map(({ sum }) => valueOf(sum, measure)));
  return (
    <section aria-labelledby={id} className="grid content-start gap-2">
      <h2 id={id} className="text-15 font-semibold">
        {title}
      </h2>
      <ol className={classes('ranked', wide && 'is-wide')}>
        {rows.map(({ id: rowId, label, note, href, colour, sum }) => (
          <li key={rowId}>
            <span className="min-w-0">
              <Name label={label} href={href} />
              {note === undefined ? null : <span className="block truncate text-12 text-ink-3">{note}</span>}
            </span>
            <span className="track" aria-hidden="true">
              <span
                className="fill block"
                style={{
                  width: `${top === 0 ? 0 : (100 * valueOf(sum, measure)) / top}%`,
                  ...(colour === undefined ? {} : { background: colour }),
                }}
              />
            </span>
            <span className="text-right">{amount(sum, measure)}</span>
          </li>
        ))}
      </ol>
      {more === 0 ? null : <p className="text-12 text-ink-3">{tUsage('usage.othersOf', { n: more })}</p>}
    </section>
  );
}

function Name({ label, href }: { label: string; href: string | undefined }): ReactNode {
  if (href === undefined)
    return (
      <span className="block truncate" title={label}>
        <Clean text={label} />
      </span>
    );
  return (
    <Link href={href} title={label} className="block truncate py-1 hover:underline">
      <Clean text={label} />
    </Link>
  );
}
