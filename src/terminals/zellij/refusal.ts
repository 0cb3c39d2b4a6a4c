import type { RefusalCode } from '../../ports/terminal.ts';
import type { WriteResult } from '../run-steps.ts';
import type { ListedPane, ListedTab } from './listing.ts';
import { isSynchronized, stateOf } from './listing.ts';

export type Refusal = Extract<WriteResult, { state: 'refused' }>;

export function refuse(code: RefusalCode | string, reason: string): Refusal {
  return { state: 'refused', code, reason };
}

export const gone = refuse('pane_gone', 'the pane was closed in Zellij');
export const staleServer = refuse(
  'stale_server',
  'the Zellij session has ended since, and its panes are others now, even those with the same number',
);
export const replaced = refuse('guard', 'another program came to the front of the pane in the moment of typing');

/** Why nothing may be typed into this pane now; null when nothing stands against it. In a held pane a key is a command to Zellij. */
export function refusalOf(pane: ListedPane, tabs: readonly ListedTab[]): Refusal | null {
  const state = stateOf(pane);
  if (state === 'held') {
    return refuse('pane_held', 'no program runs in this pane, and Zellij would take a key as the word to run it again');
  }
  if (state === 'dead') return refuse('pane_dead', 'the program in this pane has ended');
  if (isSynchronized(pane, tabs)) {
    return refuse('synchronized', 'this tab types into all its panes at once; switch sync off there, then send again');
  }
  return null;
}
