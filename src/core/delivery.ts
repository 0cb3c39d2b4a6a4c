import type { Delivery, DeliveryReason, DeliveryState } from '../contract/command.ts';
import type { Evidence } from '../contract/evidence.ts';

/** What may follow what. An `unknown` delivery can still be proven later, by the agent's own record only. */
const NEXT: Record<DeliveryState, readonly DeliveryState[]> = {
  queued: ['delivering', 'refused', 'failed'],
  delivering: ['accepted', 'confirmed', 'refused', 'failed', 'unknown'],
  accepted: ['confirmed', 'failed', 'unknown'],
  unknown: ['confirmed'],
  confirmed: [],
  refused: [],
  failed: [],
};

export interface DeliveryStep {
  state: DeliveryState;
  at: number;
  note?: string;
  via?: string;
  reason?: DeliveryReason;
  evidence?: Evidence;
}

export function newDelivery(at: number): Delivery {
  return { state: 'queued', steps: [{ state: 'queued', at }] };
}

/** The delivery after a step, or null when that step may not follow. `confirmed` demands evidence. */
export function advance(delivery: Delivery, step: DeliveryStep): Delivery | null {
  // The agent's record can be quicker than the channel's own reply: that reply then only adds which channel it was.
  if (
    delivery.state === 'confirmed' &&
    step.state === 'accepted' &&
    delivery.via === undefined &&
    step.via !== undefined
  ) {
    return { ...delivery, via: step.via };
  }
  if (!NEXT[delivery.state].includes(step.state)) return null;
  if (step.state === 'confirmed' && step.evidence === undefined) return null;
  const { reason: _superseded, ...kept } = delivery;
  return {
    ...kept,
    state: step.state,
    ...(step.via === undefined ? {} : { via: step.via }),
    ...(step.reason === undefined ? {} : { reason: step.reason }),
    ...(step.evidence === undefined ? {} : { evidence: step.evidence }),
    steps: [
      ...delivery.steps,
      { state: step.state, at: step.at, ...(step.note === undefined ? {} : { note: step.note }) },
    ],
  };
}

/** Nothing more is awaited. (`unknown` may still be proven, but nobody should wait for it.) */
export function isSettled(delivery: Delivery): boolean {
  return ['confirmed', 'refused', 'failed', 'unknown'].includes(delivery.state);
}
