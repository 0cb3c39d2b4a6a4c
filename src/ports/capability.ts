import type { AgentName } from '../contract/agent.ts';
import type { ActionType } from '../contract/command.ts';
import type { RequestKind } from '../contract/request.ts';

/** Where an agent runs, as far as it decides what AMC can do. */
export type Place = 'tmux' | 'zellij' | 'bare terminal' | 'no terminal';

/** One row of `docs/capabilities.md`: what AMC can do for an agent, and the test that shows it. */
export interface Capability {
  agent: AgentName;
  /** The version it was shown with. */
  version: string;
  /** How the agent runs, in its own words, e.g. `background server`, `--no-daemon`. */
  mode: string;
  places: readonly Place[];
  /** An action, or a kind of request that is answered. */
  what: ActionType | `request: ${RequestKind}` | 'attach' | 'queue';
  channel: 'structured' | 'keystrokes' | 'none';
  /** Its name, e.g. `claude-relay`; of `none`: the reason. */
  via: string;
  /** Title of the test with a real agent that shows it; only `none` has none. */
  shownBy?: string;
}
