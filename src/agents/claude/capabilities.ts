import type { ActionType } from '../../contract/command.ts';
import type { RequestKind } from '../../contract/request.ts';

/** Where a session runs decides what can be typed to it. */
export type Mode =
  /** In a terminal, with its own input box. */
  | 'terminal'
  /** `claude -p`, the SDK, an editor, the background service: nobody can type to it. */
  | 'headless';

interface Capabilities {
  actions: Readonly<Record<Extract<ActionType, 'prompt' | 'interrupt'>, 'keystrokes' | 'none'>>;
  /** Requests that a waiting hook can answer. The others are shown. */
  relayed: readonly RequestKind[];
}

const RELAYED = ['permission', 'question', 'plan'] as const;

/** What Claude Code 2.1.330 lets AMC do; evidence in FORMAT.md. It has no structured way to take a prompt as the user's. */
export const CAPABILITIES: Readonly<Record<Mode, Capabilities>> = {
  terminal: { actions: { prompt: 'keystrokes', interrupt: 'keystrokes' }, relayed: RELAYED },
  headless: { actions: { prompt: 'none', interrupt: 'none' }, relayed: RELAYED },
};
