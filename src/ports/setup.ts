import type { AgentName } from '../contract/agent.ts';
import type { Setup } from '../contract/setup.ts';

/** AMC's hooks in the agents' folders: what is there, what a change would do, and the change. */
export interface HooksSetup {
  /** `steps`: what installing would do; what removing would do where all is installed. Changes nothing. */
  look(): Promise<Pick<Setup['hooks'], 'state' | 'detail' | 'steps'>>;
  /** Throws a `UserError`, before anything is written, where something else lies in the way. */
  change(action: 'install' | 'uninstall'): Promise<void>;
}

/** One agent as this machine has it. */
export interface AgentProbe {
  agent: AgentName;
  /** null: not on AMC's PATH. `version`: as the program says it; null: it did not say. */
  program: { path: string; version: string | null } | null;
  /** Its folders that are there. */
  folders: readonly string[];
}

/** Looks which agents there are. */
export type ProbeAgents = () => Promise<readonly AgentProbe[]>;
