import type { ActionType } from '../../contract/command.ts';
import type { RequestKind } from '../../contract/request.ts';

/** Where a Codex thread runs decides what AMC can do with it. */
export type Mode =
  /** Loaded in a background server AMC is connected to. */
  | 'served'
  /** Run by a terminal's own process (`--no-daemon`, or a fallback of Codex). */
  | 'embedded'
  /** Known by its record only. */
  | 'recorded';

interface Capabilities {
  actions: Readonly<Record<Extract<ActionType, 'prompt' | 'interrupt'>, 'structured' | 'keystrokes' | 'none'>>;
  /** Requests AMC can show, and answer where the mode is `served`. */
  requests: readonly RequestKind[];
}

/** What Codex 0.169 lets AMC do; evidence in FORMAT.md. */
export const CAPABILITIES: Readonly<Record<Mode, Capabilities>> = {
  served: {
    actions: { prompt: 'structured', interrupt: 'structured' },
    requests: ['permission', 'question', 'elicitation', 'error'],
  },
  embedded: {
    actions: { prompt: 'keystrokes', interrupt: 'keystrokes' },
    requests: ['permission', 'question', 'error'],
  },
  recorded: { actions: { prompt: 'none', interrupt: 'none' }, requests: ['permission', 'question', 'error'] },
};
