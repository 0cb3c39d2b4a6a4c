import type { RefusalCode } from '../../ports/terminal.ts';
import type { WriteResult } from '../run-steps.ts';
import type { TmuxPane } from './panes.ts';

export type Refusal = Extract<WriteResult, { state: 'refused' }>;

export function refuse(code: RefusalCode | string, reason: string): Refusal {
  return { state: 'refused', code, reason };
}

export const gone = refuse('pane_gone', 'the pane was closed in tmux');
export const staleServer = refuse(
  'stale_server',
  'the tmux server was restarted since, and its panes are others now, even those with the same number',
);
export const serverGone = refuse('pane_gone', 'the tmux server of this pane is no longer running');
export const replaced = refuse('pane_gone', 'the pane was restarted with another program while AMC was typing');

/** Why nothing may be typed into this pane now; null when nothing stands against it. */
export function refusalOf({ info, mode }: TmuxPane): Refusal | null {
  if (info.state === 'dead')
    return refuse('pane_dead', 'the program in this pane has ended; only its last screen is left');
  if (info.inputOff)
    return refuse(
      'input_off',
      'input to this pane is switched off in tmux; switch it on there with select-pane -e, then send again',
    );
  if (info.synchronized) {
    return refuse(
      'synchronized',
      'this window types into all its panes at once; switch synchronize-panes off there, then send again',
    );
  }
  if (info.inMode) return refuse('in_mode', modeReason(mode));
  return null;
}

function modeReason(mode: string): string {
  const where =
    mode === '' || mode === 'copy-mode' || mode === 'view-mode'
      ? 'is scrolling in this pane (copy mode)'
      : `has ${mode} open in this pane`;
  return `somebody ${where}; leave it there with q, then send again`;
}
