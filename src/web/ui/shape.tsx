import type { ReactNode } from 'react';

export type ShapeName =
  | 'diamond'
  | 'arc'
  | 'ring'
  | 'dot'
  | 'dash'
  | 'question'
  | 'check'
  | 'cross'
  | 'square'
  | 'clock'
  | 'fold'
  | 'turn'
  | 'caution';

const TONE = {
  needs: 'var(--needs)',
  works: 'var(--works)',
  starts: 'var(--starts)',
  unsure: 'var(--unsure)',
  bad: 'var(--bad)',
  rests: 'var(--rests)',
} as const;
export type Tone = keyof typeof TONE;

const DRAWN: Record<ShapeName, ReactNode> = {
  diamond: <path d="M8 1.5 14.5 8 8 14.5 1.5 8z" fill="currentColor" />,
  arc: (
    <g fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round">
      <circle cx="8" cy="8" r="5.5" opacity="0.22" />
      <path d="M8 2.5A5.5 5.5 0 0 1 13.5 8" />
    </g>
  ),
  ring: <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="2" />,
  dot: <circle cx="8" cy="8" r="3.5" fill="currentColor" />,
  dash: <path d="M3.5 8h9" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
  question: (
    <g fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round">
      <circle cx="8" cy="8" r="6.5" />
      <path d="M6.2 6.2a1.9 1.9 0 1 1 2.6 1.9c-.5.2-.8.5-.8 1.1" />
      <path d="M8 11.4v.1" strokeWidth="1.9" />
    </g>
  ),
  check: (
    <path
      d="M2.5 8.5 6.5 12.5 13.5 4"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  cross: (
    <path
      d="M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
    />
  ),
  square: <rect x="3" y="3" width="10" height="10" rx="1.5" fill="currentColor" />,
  clock: (
    <g fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round">
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.8V8l2.2 1.6" />
    </g>
  ),
  fold: (
    <g fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round">
      <path d="M2.5 8h11M5 1.8 8 4.8l3-3M5 14.2l3-3 3 3" />
    </g>
  ),
  caution: (
    <g fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round">
      <path d="M8 2 14.8 13.8H1.2z" />
      <path d="M8 6.6v3.2M8 11.8v.1" />
    </g>
  ),
  turn: (
    <path
      d="M6 2.5 2.5 6 6 9.5M3 6h6.5a4 4 0 0 1 0 8H7"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
};

/** The whole drawing turns, not a part of it: that the browser does beside the page's own thread. */
const MOVES: Partial<Record<ShapeName, string>> = { arc: 'shape-turn', diamond: 'shape-pulse' };

/** A state's shape in its hue. Always beside its word: never the only bearer of a meaning. */
export function Shape({ name, tone, size = 14 }: { name: ShapeName; tone: Tone; size?: number }): ReactNode {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
      className={`shrink-0 overflow-visible ${MOVES[name] ?? ''}`}
      style={{ color: TONE[tone] }}
    >
      {DRAWN[name]}
    </svg>
  );
}
