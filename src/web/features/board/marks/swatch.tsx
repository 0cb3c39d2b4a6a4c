import type { ReactNode } from 'react';
import type { MarkColour } from '../../../../contract/marks.ts';
import { t } from '../../../i18n/t.ts';

/** Each colour has a shape of its own, so that it can be told without seeing colours. None is the shape of a state. */
const DRAWN: Record<MarkColour, string> = {
  red: 'M8 2 15 14H1z',
  orange: 'M8 1l6.1 3.5v7L8 15l-6.1-3.5v-7z',
  yellow: 'm8 .8 2.2 4.7 5.1.6-3.8 3.5 1 5.1L8 12.1l-4.5 2.6 1-5.1L.7 6.1l5.1-.6z',
  green: 'M2.5 2.5h11v11h-11z',
  cyan: 'M8 14 1 2h14z',
  blue: 'm8 1.2 7 5.1-2.7 8.2H3.7L1 6.3z',
  purple: 'M5.5 1.5h5v4h4v5h-4v4h-5v-4h-4v-5h4z',
  magenta: 'M8 14.5C-2 7.5 2.5 1 6 2.3q1.4.5 2 2 .6-1.5 2-2C13.5 1 18 7.5 8 14.5z',
};

/** A session's colour as a small sign. `named`: its name stands beside it. */
export function Swatch({
  colour,
  size = 10,
  named = false,
}: {
  colour: MarkColour;
  size?: number;
  named?: boolean;
}): ReactNode {
  const name = t(`colour.${colour}`);
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className="inline-block shrink-0"
      style={{ color: `var(--mark-${colour})` }}
      {...(named ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name })}
    >
      {named ? null : <title>{name}</title>}
      <path d={DRAWN[colour]} fill="currentColor" />
    </svg>
  );
}
