import type { SpanKind } from '../../../../contract/usage.ts';

/** From what needs somebody down to what needs nobody: each has a lane, so that colour alone says nothing. */
export const KINDS = ['waiting_for_you', 'model', 'tool', 'idle'] as const satisfies readonly SpanKind[];

export const LOOKS: Readonly<Record<SpanKind, { lane: number; colour: string }>> = {
  waiting_for_you: { lane: 0, colour: 'var(--needs)' },
  model: { lane: 1, colour: 'var(--works)' },
  tool: { lane: 2, colour: 'var(--starts)' },
  idle: { lane: 3, colour: 'var(--ink-4)' },
};
