import type { ActionType } from '../../contract/command.ts';
import type { RequestKind } from '../../contract/request.ts';
import type { Capability, Place } from '../../ports/capability.ts';

/** Where a session runs decides what can be typed to it. */
export type Mode =
  /** In a terminal, with its own input box. */
  | 'terminal'
  /** `claude -p`, the SDK, an editor, the background service: nobody can type to it. */
  | 'headless';

export type Typed = Exclude<ActionType, 'answer' | 'approve' | 'deny'> | 'attach' | 'queue';

/** The version all of it was run with; evidence in FORMAT.md. */
export const VERSION = '2.1.330';

/** Titles of the tests with a real Claude Code, in test/e2e/agents. */
const CONTROL = 'Claude takes prompts, commands, files and settings as keystrokes, and proves them';
const DIALOG = 'a dialog that only the screen shows is answered; a stale answer is refused';
const RELAYED_TMUX = 'Claude in tmux: permissions, questions and plans are answered through its hooks';
const RELAYED_ZELLIJ = 'Claude in Zellij: permissions, questions and plans are answered through its hooks';
const RELAYED_BARE = 'Claude in a bare terminal: permissions, questions and plans are answered through its hooks';
const FORMS_TMUX = 'Claude in tmux: what an MCP server asks is answered through its hooks';
const FORMS_ZELLIJ = 'Claude in Zellij: what an MCP server asks is answered through its hooks';
const FORMS_BARE = 'Claude in a bare terminal: what an MCP server asks is answered through its hooks';
const BY_KEYS_TMUX = 'Claude in tmux: what no hook carries is answered by keys, with proof';
const BY_KEYS_ZELLIJ = 'Claude in Zellij: what no hook carries is answered by keys, with proof';
const HEADLESS = 'claude -p without a terminal: a permission is answered through its hooks';

/** What is typed: all of it has a row, so that none is forgotten. */
const TYPED: Readonly<Record<Typed, true>> = {
  prompt: true,
  queue: true,
  attach: true,
  interrupt: true,
  mode: true,
  model: true,
  compact: true,
  clear: true,
  rename: true,
  close: true,
};

/** Why nothing can be typed to a session; null: it can, where it has a pane. */
export function whyUntyped(mode: Mode, kindName: string): string | null {
  return mode === 'terminal' ? null : `it runs without a terminal of its own (${kindName})`;
}

const NO_PANE = 'it runs in a terminal that AMC cannot type into';
const PANES: readonly Place[] = ['tmux', 'zellij'];

/** The rows of docs/capabilities.md. */
export const capabilities: readonly Capability[] = [
  ...Object.keys(TYPED).flatMap((what) => [
    typed(what as Typed, PANES),
    none('interactive', what as Typed, ['bare terminal'], NO_PANE),
    none('-p, SDK, editor, background', what as Typed, ['no terminal'], whyUntyped('headless', '…') ?? ''),
  ]),
  ...(['permission', 'question', 'plan'] as const).flatMap((kind) => [
    relayed(kind, ['tmux'], RELAYED_TMUX),
    relayed(kind, ['zellij'], RELAYED_ZELLIJ),
    relayed(kind, ['bare terminal'], RELAYED_BARE),
  ]),
  byKeys(['tmux'], BY_KEYS_TMUX),
  byKeys(['zellij'], BY_KEYS_ZELLIJ),
  relayed('elicitation', ['tmux'], FORMS_TMUX),
  relayed('elicitation', ['zellij'], FORMS_ZELLIJ),
  relayed('elicitation', ['bare terminal'], FORMS_BARE),
  { ...relayed('permission', ['no terminal'], HEADLESS), mode: '-p, hooks installed' },
  { ...typed('prompt', PANES), what: 'request: trust', shownBy: DIALOG },
  { ...none('interactive', 'prompt', ['bare terminal'], NO_PANE), what: 'request: trust' },
];

function typed(what: Typed, places: readonly Place[]): Capability {
  return {
    agent: 'claude',
    version: VERSION,
    mode: 'interactive',
    places,
    what,
    channel: 'keystrokes',
    via: 'keystrokes',
    shownBy: CONTROL,
  };
}

/** A command or an edit, allowed once or denied; no hook waits any more, or none is installed. */
function byKeys(places: readonly Place[], shownBy: string): Capability {
  return { ...typed('prompt', places), mode: 'interactive, no hook waits', what: 'request: permission', shownBy };
}

function none(mode: string, what: Typed, places: readonly Place[], reason: string): Capability {
  return { agent: 'claude', version: VERSION, mode, places, what, channel: 'none', via: reason };
}

function relayed(kind: RequestKind, places: readonly Place[], shownBy: string): Capability {
  return {
    agent: 'claude',
    version: VERSION,
    mode: 'interactive, hooks installed',
    places,
    what: `request: ${kind}`,
    channel: 'structured',
    via: 'claude-relay',
    shownBy,
  };
}
