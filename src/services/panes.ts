import type { PaneView } from '../contract/session.ts';
import type { SessionState } from '../core/state.ts';
import type { PaneLocator } from './pane-locator.ts';

export interface PanesOptions {
  locator: PaneLocator;
  stateOf: (sessionKey: string) => SessionState | null;
  /** Told that a pane was found, or that there is none. */
  changed: (sessionKey: string) => void;
}

/** Where each session's process runs, as it was last found. To show only: whoever types looks again. */
export class Panes {
  readonly #options: PanesOptions;
  readonly #panes = new Map<string, PaneView | { reason: string }>();

  constructor(options: PanesOptions) {
    this.#options = options;
  }

  get(sessionKey: string): PaneView | { reason: string } | null {
    return this.#panes.get(sessionKey) ?? null;
  }

  async locate(sessionKey: string): Promise<void> {
    const { locator, stateOf, changed } = this.#options;
    const process = stateOf(sessionKey)?.process;
    if (process?.known !== 'running') return;
    const located = await locator.locate(process.process);
    // Another process may have come meanwhile, and its own search with it.
    if (stateOf(sessionKey)?.process !== process) return;
    this.#panes.set(sessionKey, located.found ? paneView(located.pane) : { reason: located.reason });
    changed(sessionKey);
  }

  /** Brings the pane to the front in whatever shows its multiplexer. */
  async reveal(state: SessionState): Promise<{ shown: boolean; note: string }> {
    if (state.process.known !== 'running') {
      return { shown: false, note: 'AMC does not know which process runs this session' };
    }
    const located = await this.#options.locator.locate(state.process.process);
    return located.found ? located.terminal.reveal(located.pane.ref) : { shown: false, note: located.reason };
  }

  forget(sessionKey: string): void {
    this.#panes.delete(sessionKey);
  }
}

function paneView(pane: {
  ref: { terminal: PaneView['terminal']; session: string; pane: string };
  label: string;
}): PaneView {
  return { terminal: pane.ref.terminal, session: pane.ref.session, pane: pane.ref.pane, label: pane.label };
}
