import type { AgentName } from '../contract/agent.ts';
import type { AgentAdapter } from '../ports/agent.ts';
import type { KeystrokePlanner } from '../ports/keystrokes.ts';
import type { TranscriptFormat } from '../ports/transcripts.ts';

/** The agents AMC was built with, by name. */
export interface Adapters {
  agents: ReadonlyMap<AgentName, AgentAdapter>;
  planners: ReadonlyMap<AgentName, KeystrokePlanner>;
  formats: ReadonlyMap<AgentName, TranscriptFormat>;
}
