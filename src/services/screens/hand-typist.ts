import type { PaneKeys } from '../../contract/screen.ts';
import type { ProcessId } from '../../core/observation.ts';
import type { InputResult, InputStep } from '../../ports/terminal.ts';
import type { PaneLocator } from '../pane-locator.ts';

/** What became of keys typed by hand. `reason` is a clause. */
export type HandResult =
  | { state: 'accepted'; via: string }
  | { state: 'refused' | 'unknown'; code: string; reason: string; via?: string };

/**
 * Types what a person typed, as it is: no planner, no look at the screen, which the person sees. The pane is found anew
 * and proven to hold the agent, by AMC right before the write and inside the multiplexer where it can.
 */
export async function typeByHand(locator: PaneLocator, process: ProcessId, keys: PaneKeys): Promise<HandResult> {
  const located = await locator.locate(process);
  if (!located.found) return { state: 'refused', code: 'no_pane', reason: located.reason };
  const { terminal, pane } = located;
  const via = terminal.terminal;
  const guard = locator.guard(process, pane);
  const proof = await guard();
  if (!proof.ok) return { state: 'refused', code: proof.code, reason: proof.reason, via };
  return resultOf(await terminal.input(pane.ref, [stepOf(keys)], guard), via);
}

/** Several lines or a tab in a text are pasted: typed, each would be a key. */
function stepOf(keys: PaneKeys): InputStep {
  if ('key' in keys) return { kind: 'key', key: keys.key };
  return { kind: /[\r\n\t]/.test(keys.text) ? 'paste' : 'type', text: keys.text };
}

function resultOf(result: InputResult, via: string): HandResult {
  switch (result.state) {
    case 'accepted':
      return { state: 'accepted', via };
    case 'refused':
      return { state: 'refused', code: result.code, reason: result.reason, via };
    case 'unknown':
      return { state: 'unknown', code: 'lost_reply', reason: result.reason, via };
  }
}
