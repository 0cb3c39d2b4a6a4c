import type { Command, DeliveryReason, DeliveryState } from '../../contract/command.ts';
import { line } from '../format.ts';
import { actionText } from './action-text.ts';

export interface ReceiptNames {
  /** Of its session. */
  title: string;
  /** What it is about, where the action alone does not say that. */
  about?: string | undefined;
}

const MARKS = {
  queued: '·',
  delivering: '·',
  accepted: '·',
  confirmed: '✓',
  refused: '✗',
  failed: '✗',
  unknown: '?',
} as const satisfies Record<DeliveryState, string>;

/** What became of a command, in a line; below it why, where it is not confirmed. */
export function receiptText({ id, action, delivery }: Command, { title, about }: ReceiptNames): string {
  const { state, via, reason, evidence } = delivery;
  const took = tookOf(delivery.steps);
  const how = [
    ...(took === null ? [] : [`after ${spanText(took)}`]),
    ...(via === undefined ? [] : [`through ${line(via, 40)}`]),
  ].join(' ');
  const what = about === undefined ? actionText(action) : `${action.type} (${about})`;
  const proof = evidence === undefined ? '' : `: ${evidence.source}: ${line(evidence.detail, 120)}`;
  const head = `${MARKS[state]} ${line(title, 50)}: ${what} ${state}${how === '' ? '' : ` ${how}`}${proof}\n`;
  return state === 'confirmed' ? head : `${head}${reasonText(reason)}  command ${line(id, 60)}\n`;
}

function reasonText(reason: DeliveryReason | undefined): string {
  if (reason === undefined) return '';
  const next = reason.next === undefined ? '' : `  ${line(reason.next, 400)}\n`;
  return `  ${line(reason.message, 400)} (${line(reason.code, 60)})\n${next}`;
}

/** How far a command is, in a few words; for the line that is written anew while it goes on. */
export function stageText({ action, delivery, sendAt }: Command, now: number): string {
  const { state, via, steps } = delivery;
  const since = steps.at(-1)?.at ?? now;
  const through = via === undefined ? '' : ` through ${line(via, 30)}`;
  switch (state) {
    case 'queued':
      if (sendAt !== undefined && sendAt > now) return `is kept for ${spanText(sendAt - now)}: it can be taken back`;
      return action.type === 'prompt' && action.when === 'after_turn' ? 'queued until its turn is over' : 'queued';
    case 'accepted':
      return `accepted${through}, waits for the agent's own record (${spanText(now - since)})`;
    default:
      return `${state}${through}`;
  }
}

function tookOf(steps: Command['delivery']['steps']): number | null {
  const [first] = steps;
  const last = steps.at(-1);
  return first === undefined || last === undefined || first === last ? null : Math.max(0, last.at - first.at);
}

/** `80 ms`, `1.2 s`, `14 s`, `3 min`. */
export function spanText(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  return seconds < 119.5 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
