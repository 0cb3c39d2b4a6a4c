import { setTimeout as delay } from 'node:timers/promises';
import type { Agent } from '../rig/agent.ts';
import type { Rig } from '../rig/rig.ts';

const PAUSE_MS = 700;
/** What a person leaves half-typed; must never be sent, by anybody. */
export const DRAFT = 'halfadraft';

/**
 * What people do to terminals while AMC types: resize, scroll, switch windows, begin to type. Ends when `signal` is
 * aborted, with every pane as it was.
 */
export async function disturb(rig: Rig, agents: readonly Agent[], signal: AbortSignal): Promise<void> {
  const acts = agents.flatMap((agent) => actsOn(rig, agent));
  for (let turn = 0; !signal.aborted; turn += 1) {
    // The mux may refuse an act (a pane that just closed, say): the next one comes.
    await acts[turn % acts.length]?.().catch(() => undefined);
    await delay(PAUSE_MS);
  }
}

type Act = () => Promise<unknown>;

function actsOn(rig: Rig, agent: Agent): Act[] {
  const { id, mux } = agent.pane;
  const type: Act = async () => {
    await agent.key(DRAFT);
    await delay(PAUSE_MS);
    await agent.clearInput();
  };
  if (mux === 'tmux') {
    const tmux = (...args: string[]) => rig.muxBeside('tmux', ...args);
    return [
      () => tmux('resize-window', '-t', id, '-x', '120', '-y', '34'),
      () => tmux('select-window', '-t', id),
      async () => {
        await tmux('copy-mode', '-t', id);
        await delay(PAUSE_MS);
        await tmux('send-keys', '-t', id, '-X', 'cancel');
      },
      type,
      () => tmux('resize-window', '-t', id, '-x', '200', '-y', '50'),
    ];
  }
  const zellij = (...args: string[]) => rig.muxBeside('zellij', ...args);
  return [() => zellij('go-to-next-tab'), () => zellij('half-page-scroll-up', '--pane-id', id), type];
}
