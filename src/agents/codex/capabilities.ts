import type { ActionType } from '../../contract/command.ts';
import type { RequestKind } from '../../contract/request.ts';
import type { Capability, Place } from '../../ports/capability.ts';
import { CHANNEL } from './app-server/reply.ts';

/** Where a Codex thread runs decides what AMC can do with it. */
export type Mode =
  /** Loaded in a background server AMC is connected to. */
  | 'served'
  /** Run by a terminal's own process (`--no-daemon`, or a fallback of Codex). */
  | 'embedded';

type Asked = Exclude<ActionType, 'answer' | 'approve' | 'deny'> | 'attach' | 'queue';
export type What = Asked | `request: ${RequestKind}`;

/** How a thing can be done; `reason` and what to do instead where it cannot. */
export type Way =
  | { channel: 'structured' | 'keystrokes'; shownBy: string }
  | { channel: 'none'; reason: string; remedy?: { text: string } };

const VERSION = '0.169.0';

const structured = (shownBy: string): Way => ({ channel: 'structured', shownBy });
const keystrokes = (shownBy: string): Way => ({ channel: 'keystrokes', shownBy });
const none = (reason: string, remedy?: string): Way => ({
  channel: 'none',
  reason,
  ...(remedy === undefined ? {} : { remedy: { text: remedy } }),
});

/** Titles of the tests in test/e2e/agents/codex-control.spec.ts. */
const SERVED = 'prompts, settings and requests go through the server, in every terminal';
const SERVED_REQUESTS = 'questions, forms, edits, plans and subagents are answered through the server';
const EMBEDDED = 'without its server Codex is typed to, and proves it';

const NEW_THREAD = 'Codex begins another thread then, and its server does not say which terminal shows which';
const IN_TERMINAL = 'Answer it in its terminal.';

/** What Codex 0.169 lets AMC do; evidence in FORMAT.md. */
export const WAYS: Readonly<Record<Mode, Readonly<Record<What, Way>>>> = {
  served: {
    prompt: structured(SERVED),
    attach: structured(SERVED),
    queue: structured(SERVED),
    interrupt: structured(SERVED),
    mode: structured(SERVED),
    model: structured(SERVED),
    compact: structured(SERVED),
    rename: structured(SERVED),
    clear: none(NEW_THREAD, 'Type /clear in its terminal.'),
    close: none('its server ends no terminal, and archiving a thread is something else', 'Type /quit in its terminal.'),
    'request: permission': structured(SERVED),
    'request: question': structured(SERVED_REQUESTS),
    'request: elicitation': structured(SERVED_REQUESTS),
    'request: plan': structured(SERVED_REQUESTS),
    'request: prose_question': structured(SERVED_REQUESTS),
    'request: error': structured(SERVED_REQUESTS),
    'request: trust': none('its server does not tell of dialogs at the start', IN_TERMINAL),
  },
  embedded: {
    prompt: keystrokes(EMBEDDED),
    attach: none('pictures can only be pasted in its terminal'),
    queue: keystrokes(EMBEDDED),
    interrupt: keystrokes(EMBEDDED),
    mode: keystrokes(EMBEDDED),
    model: none('its menu of models is longer than its screen', 'Type /model in its terminal.'),
    compact: keystrokes(EMBEDDED),
    rename: keystrokes(EMBEDDED),
    clear: none('it holds two threads then, and what is typed would reach either', 'Type /clear in its terminal.'),
    close: keystrokes(EMBEDDED),
    'request: permission': keystrokes(EMBEDDED),
    'request: question': keystrokes(EMBEDDED),
    'request: elicitation': none('without its server nothing tells of the form', IN_TERMINAL),
    'request: plan': keystrokes(EMBEDDED),
    'request: prose_question': keystrokes(EMBEDDED),
    'request: error': keystrokes(EMBEDDED),
    'request: trust': keystrokes(EMBEDDED),
  },
};

const NAMES: Readonly<Record<Mode, string>> = { served: 'background server', embedded: '--no-daemon' };
const PLACES: Readonly<Record<Mode, readonly Place[]>> = {
  served: ['tmux', 'zellij', 'bare terminal'],
  embedded: ['tmux', 'zellij'],
};
/** Typing needs a pane. */
const NO_PANE = 'it runs without its server in a terminal that AMC cannot type into';

/** The rows of docs/capabilities.md. */
export const capabilities: readonly Capability[] = (['served', 'embedded'] as const).flatMap((mode) =>
  entries(WAYS[mode]).flatMap(([what, way]) => [
    row(mode, what, way, PLACES[mode]),
    ...(mode === 'embedded' && way.channel === 'keystrokes' ? [row(mode, what, none(NO_PANE), ['bare terminal'])] : []),
  ]),
);

function row(mode: Mode, what: What, way: Way, places: readonly Place[]): Capability {
  const base = { agent: 'codex', version: VERSION, mode: NAMES[mode], places, what, channel: way.channel } as const;
  if (way.channel === 'none') return { ...base, via: way.reason };
  return { ...base, via: way.channel === 'structured' ? CHANNEL : 'keystrokes', shownBy: way.shownBy };
}

function entries(ways: Readonly<Record<What, Way>>): [What, Way][] {
  // The keys are those of the table.
  return Object.entries(ways) as [What, Way][];
}
