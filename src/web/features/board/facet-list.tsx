import { useId, useState, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { Shape } from '../../ui/shape.tsx';
import type { Facet } from './facets.ts';

/** So many stand there before the rest is folded away; what needs somebody and what is chosen always stands there. */
const SHOWN = 12;

interface FacetListProps {
  title: string;
  facets: readonly Facet[];
  chosen: string;
  choose: (value: string) => void;
  /** A choice that lets everything through. */
  everything?: { total: number; needs: number } | undefined;
  /** A sign before the label. */
  sign?: (value: string) => ReactNode;
  /** Stands before the choices where they are a line of buttons. */
  lead?: ReactNode;
  className?: string;
}

/** What the board can be narrowed to: a list beside it, a line of buttons above it on a phone. Pressed again, it is let go. */
export function FacetList({
  title,
  facets,
  chosen,
  choose,
  everything,
  sign,
  lead,
  className,
}: FacetListProps): ReactNode {
  const id = useId();
  const [all, setAll] = useState(false);
  const shown =
    all || facets.length <= SHOWN + 1
      ? facets
      : facets.filter(({ value, needs }, index) => index < SHOWN || needs > 0 || value === chosen);
  return (
    <nav aria-labelledby={id} className={className}>
      <h2 id={id} className="px-2 pb-1 text-12 text-ink-3 max-desk:sr-only">
        {title}
      </h2>
      <ul className="flex gap-2 overflow-x-auto px-4 py-1 [scrollbar-width:none] desk:grid desk:gap-0 desk:px-0">
        {lead}
        {everything === undefined ? null : (
          <FacetButton on={chosen === ''} label={t('board.all')} {...everything} choose={() => choose('')} />
        )}
        {shown.map(({ value, label, total, needs }) => (
          <FacetButton
            key={value}
            on={chosen === value}
            label={label}
            title={value}
            total={total}
            needs={needs}
            sign={sign?.(value)}
            choose={() => choose(chosen === value && everything === undefined ? '' : value)}
          />
        ))}
        {shown.length < facets.length ? (
          <li className="shrink-0">
            <button
              type="button"
              className="min-h-8 w-full rounded-m px-2 text-left text-12 text-ink-3 hover:bg-paper-2 hover:text-ink pointer-coarse:min-h-11"
              onClick={() => setAll(true)}
            >
              {t('board.moreOf', { n: facets.length - shown.length })}
            </button>
          </li>
        ) : null}
      </ul>
    </nav>
  );
}

interface FacetButtonProps {
  on: boolean;
  label: string;
  title?: string;
  total: number;
  needs: number;
  sign?: ReactNode;
  choose: () => void;
}

function FacetButton({ on, label, title, total, needs, sign, choose }: FacetButtonProps): ReactNode {
  return (
    <li className="shrink-0">
      <button
        type="button"
        aria-current={on ? 'true' : undefined}
        title={title}
        onClick={choose}
        className={classes(
          'flex min-h-8 w-full items-center gap-2 rounded-m border px-2 text-left pointer-coarse:min-h-11 max-desk:px-3 desk:border-transparent',
          on ? 'border-line-2 bg-paper-3 font-medium' : 'border-line text-ink-2 hover:bg-paper-2 hover:text-ink',
        )}
      >
        {sign}
        <span className="min-w-0 truncate max-desk:max-w-40">
          <Clean text={label} />
        </span>
        <span
          className="ml-auto flex items-center gap-1.5 text-12 text-ink-3"
          aria-label={t('board.projectCount', { n: total, needs })}
        >
          {needs > 0 ? (
            <span className="flex items-center gap-1 font-medium text-needs-text">
              <Shape name="diamond" tone="needs" size={8} />
              {needs}
            </span>
          ) : null}
          <span className="min-w-4 text-right">{total}</span>
        </span>
      </button>
    </li>
  );
}
