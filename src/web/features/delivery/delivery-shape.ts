import type { Delivery, DeliveryState } from '../../../contract/command.ts';
import { t } from '../../i18n/t.ts';
import type { ShapeName, Tone } from '../../ui/shape.tsx';
import { isTakenBack } from './taken-back.ts';

/** The check is drawn for `confirmed` only: the agent's own record says so. */
export const DELIVERY_SHAPE: Record<DeliveryState, { name: ShapeName; tone: Tone; text: string }> = {
  queued: { name: 'ring', tone: 'rests', text: 'text-ink-2' },
  delivering: { name: 'arc', tone: 'rests', text: 'text-ink-2' },
  accepted: { name: 'dot', tone: 'rests', text: 'text-ink-2' },
  confirmed: { name: 'check', tone: 'works', text: 'text-works-text' },
  refused: { name: 'cross', tone: 'bad', text: 'text-bad-text' },
  failed: { name: 'cross', tone: 'bad', text: 'text-bad-text' },
  unknown: { name: 'question', tone: 'unsure', text: 'text-unsure-text' },
};

export function deliveryWord(state: DeliveryState, agent: string): string {
  return state === 'accepted' || state === 'confirmed' ? t(`delivery.${state}`, { agent }) : t(`delivery.${state}`);
}

interface DeliveryLook {
  name: ShapeName;
  tone: Tone;
  text: string;
  word: string;
}

const RESTS = { tone: 'rests', text: 'text-ink-2' } as const;

/** A whole delivery, by its state; two ends have better words than that. */
export function deliveryLook(delivery: Delivery, agent: string): DeliveryLook {
  if (isTakenBack(delivery)) return { ...RESTS, name: 'turn', word: t('delivery.takenBack') };
  if (delivery.reason?.code === 'shown_only') return { ...RESTS, name: 'dot', word: t('delivery.shownOnly') };
  return { ...DELIVERY_SHAPE[delivery.state], word: deliveryWord(delivery.state, agent) };
}
