import type { PlainKey } from '../../i18n/t.ts';

type Group = 'everywhere' | 'lists' | 'request' | 'session';

export interface KeyCommand {
  id: string;
  group: Group;
  /** `KeyboardEvent.key` values: what the key writes, whatever keyboard it is on. */
  keys: readonly string[];
  label: PlainKey;
}

/** Every key the page knows: what the handlers act on, and what the help shows. */
export const KEY_COMMANDS = [
  { id: 'next', group: 'lists', keys: ['j'], label: 'keys.next' },
  { id: 'previous', group: 'lists', keys: ['k'], label: 'keys.previous' },
  { id: 'open', group: 'lists', keys: ['Enter'], label: 'keys.open' },
  { id: 'filter', group: 'lists', keys: ['f'], label: 'keys.filter' },
  { id: 'select', group: 'lists', keys: ['x'], label: 'keys.select' },
  { id: 'bulk', group: 'lists', keys: ['A'], label: 'keys.bulk' },
  { id: 'allow', group: 'request', keys: ['a'], label: 'keys.allow' },
  { id: 'deny', group: 'request', keys: ['d'], label: 'keys.deny' },
  { id: 'deny-with', group: 'request', keys: ['D'], label: 'request.denyWith' },
  { id: 'choose', group: 'request', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], label: 'keys.choose' },
  { id: 'compose', group: 'session', keys: ['c'], label: 'keys.compose' },
  { id: 'menu', group: 'session', keys: ['m'], label: 'menu.label' },
  { id: 'terminal', group: 'session', keys: ['t'], label: 'terminal.show' },
  { id: 'search', group: 'everywhere', keys: ['/'], label: 'keys.search' },
  { id: 'history', group: 'everywhere', keys: ['h'], label: 'keys.history' },
  { id: 'audit', group: 'everywhere', keys: ['u'], label: 'audit.title' },
  { id: 'back', group: 'everywhere', keys: ['Escape'], label: 'keys.back' },
  { id: 'help', group: 'everywhere', keys: ['?'], label: 'keys.help' },
] as const satisfies readonly KeyCommand[];

export type KeyCommandId = (typeof KEY_COMMANDS)[number]['id'];

interface Pressed {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** The command a key stands for; null for none. Shift is part of what a key writes, other modifiers belong to the browser. */
export function commandOf({ key, altKey, ctrlKey, metaKey }: Pressed): KeyCommandId | null {
  if (altKey || ctrlKey || metaKey) return null;
  return KEY_COMMANDS.find(({ keys }) => (keys as readonly string[]).includes(key))?.id ?? null;
}

/** Keys of one command as shown to a person. */
export function shownKeys({ keys }: KeyCommand): string {
  if (keys.length > 2) return `${keys[0]}–${keys.at(-1)}`;
  return keys.map((key) => (key === 'Escape' ? 'Esc' : key === 'Enter' ? '↵' : key)).join(' ');
}
