import type { DeliveryState } from '../../../contract/command.ts';
import { t } from '../../i18n/t.ts';
import type { ShapeName, Tone } from '../../ui/shape.tsx';

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
