import type { Completion, CompletionTrigger } from '../contract/completion.ts';
import type { SessionRef } from '../contract/session.ts';

/** What stands in a prompt to one agent as more than words. */
export interface AgentCompletions {
  /** What this agent knows at all; `@` names files of the project. */
  readonly triggers: readonly CompletionTrigger[];
  /** Every command or skill behind the trigger, in any order. `dir`: where the session works; null: not known. */
  named(session: { ref: SessionRef; dir: string | null }, trigger: '/' | '$'): Promise<readonly Completion[]>;
  /** How the agent's own input writes a file, by its path below `dir`; null: no way is known for such a name. */
  mention(path: string): string | null;
}
