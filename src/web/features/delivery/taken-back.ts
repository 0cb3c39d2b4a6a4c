import type { Delivery } from '../../../contract/command.ts';

/** It ended because the person took it back, before anything of it was sent: nothing went wrong. */
export function isTakenBack({ state, reason }: Delivery): boolean {
  return state === 'refused' && reason?.code === 'taken_back';
}
