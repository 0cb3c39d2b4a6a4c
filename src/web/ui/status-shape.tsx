import type { ReactNode } from 'react';
import type { StatusValue } from '../../contract/session.ts';
import { Shape, type ShapeName, type Tone } from './shape.tsx';

export const STATUS_SHAPE: Record<StatusValue, { name: ShapeName; tone: Tone; text: string }> = {
  needs_attention: { name: 'diamond', tone: 'needs', text: 'text-needs-text' },
  working: { name: 'arc', tone: 'works', text: 'text-works-text' },
  starting: { name: 'ring', tone: 'starts', text: 'text-starts-text' },
  idle: { name: 'dot', tone: 'rests', text: 'text-ink-3' },
  ended: { name: 'dash', tone: 'rests', text: 'text-ink-3' },
  unknown: { name: 'question', tone: 'unsure', text: 'text-unsure-text' },
};

export function StatusShape({ value, size }: { value: StatusValue; size?: number }): ReactNode {
  const { name, tone } = STATUS_SHAPE[value];
  return <Shape name={name} tone={tone} {...(size === undefined ? {} : { size })} />;
}
