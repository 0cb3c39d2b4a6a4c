import type { Action } from '../../contract/command.ts';
import type { Completion } from '../../contract/completion.ts';
import type { What } from './capabilities.ts';
import { PLAN } from './modes.ts';

interface SlashAction {
  what: What;
  /** Of Codex's own list. */
  detail: string;
  /** By what stands behind the command; null: AMC cannot do it so. */
  action: (words: string) => Action | null;
}

const alone =
  (action: Action): SlashAction['action'] =>
  (words) =>
    words === '' ? action : null;

/** Commands of Codex's terminal that AMC performs by an action, on every surface where that action has a way. */
const SLASH: Readonly<Record<string, SlashAction>> = {
  compact: {
    what: 'compact',
    detail: 'Summarize the conversation so that it takes less room',
    action: alone({ type: 'compact' }),
  },
  plan: { what: 'mode', detail: 'Switch to plan mode', action: alone({ type: 'mode', mode: PLAN }) },
  rename: {
    what: 'rename',
    detail: 'Rename the thread: /rename and its new name',
    action: (title) => (title === '' ? null : { type: 'rename', title }),
  },
};

/** What such a prompt stands for; null: it is none of these commands. */
export function slashAction(text: string): Action | null {
  const [, name = '', words = ''] = /^\/([a-z]+)(?:[ \t]+(\S.*))?$/.exec(text.trim()) ?? [];
  return Object.hasOwn(SLASH, name) ? (SLASH[name]?.action(words) ?? null) : null;
}

/** Those that can be done now. */
export function slashCompletions(can: (what: What) => boolean): Completion[] {
  return Object.entries(SLASH).flatMap(([name, { what, detail }]) =>
    can(what) ? [{ insert: `/${name}`, label: `/${name}`, detail }] : [],
  );
}
