import type { ReactNode } from 'react';

export type ShapeName = 'diamond' | 'arc' | 'ring' | 'dot' | 'dash' | 'question' | 'check' | 'cross';

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
      <path className="shape-turn" d="M8 2.5A5.5 5.5 0 0 1 13.5 8" />
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
};

/** A state's shape in its hue. Always beside its word: never the only bearer of a meaning. */
export function Shape({ name, tone, size = 14 }: { name: ShapeName; tone: Tone; size?: number }): ReactNode {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
      className={`shrink-0 overflow-visible ${name === 'diamond' ? 'shape-pulse' : ''}`}
      style={{ color: TONE[tone] }}
    >
      {DRAWN[name]}
    </svg>
  );
}
