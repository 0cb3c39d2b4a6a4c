/** Where a key belongs in the map: to every screen, to ways between them, to one kind of screen. */
export type KeyGroup = 'everywhere' | 'go' | 'lists' | 'board' | 'request' | 'inbox' | 'session';

export interface KeyCommand {
  /** Also the name of its text: `key.<id>`. */
  id: string;
  group: KeyGroup;
  /** `KeyboardEvent.key` values: what the key writes, whatever keyboard it is on. */
  keys: readonly string[];
  /** Together with Ctrl, or ⌘ on a Mac. */
  mod?: true;
  /** With it or without. */
  orMod?: true;
  /** The screen it leads to. */
  path?: string;
}

/**
 * Every key the page knows: what the handlers act on, and what the map shows. A command that no handler acts on presses the
 * button that carries the key: `data-press="<key>"`, in the row in focus, else on the page.
 */
export const KEY_COMMANDS = [
  { id: 'palette', group: 'everywhere', keys: ['k'], mod: true },
  { id: 'search', group: 'everywhere', keys: ['/'], path: '/search' },
  { id: 'back', group: 'everywhere', keys: ['Escape'] },
  { id: 'undo', group: 'everywhere', keys: ['z'], orMod: true },
  { id: 'help', group: 'everywhere', keys: ['?'] },
  { id: 'go-inbox', group: 'go', keys: ['i'], path: '/inbox' },
  { id: 'go-board', group: 'go', keys: ['b'], path: '/' },
  { id: 'go-history', group: 'go', keys: ['h'], path: '/history' },
  { id: 'go-usage', group: 'go', keys: ['U'], path: '/usage' },
  { id: 'go-audit', group: 'go', keys: ['u'], path: '/audit' },
  { id: 'go-settings', group: 'go', keys: [','], path: '/settings' },
  { id: 'go-health', group: 'go', keys: ['H'], path: '/health' },
  { id: 'next', group: 'lists', keys: ['j'] },
  { id: 'previous', group: 'lists', keys: ['k'] },
  { id: 'open', group: 'lists', keys: ['Enter'] },
  { id: 'filter', group: 'lists', keys: ['f'] },
  { id: 'select', group: 'board', keys: ['x'] },
  { id: 'bulk', group: 'board', keys: ['A'] },
  { id: 'pin', group: 'board', keys: ['p'] },
  { id: 'snooze', group: 'board', keys: ['s'] },
  { id: 'dismiss', group: 'board', keys: ['e'] },
  { id: 'rename', group: 'board', keys: ['R'] },
  { id: 'density', group: 'board', keys: ['v'] },
  { id: 'terminal', group: 'board', keys: ['t'] },
  { id: 'allow', group: 'request', keys: ['a'] },
  { id: 'deny', group: 'request', keys: ['d'] },
  { id: 'deny-with', group: 'request', keys: ['D'] },
  { id: 'choose', group: 'request', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'] },
  { id: 'compose', group: 'session', keys: ['c'] },
  { id: 'menu', group: 'session', keys: ['m'] },
  { id: 'peek', group: 'session', keys: ['o'] },
  { id: 'find', group: 'session', keys: ['F'] },
  { id: 'turns', group: 'session', keys: ['l'] },
  { id: 'turn-before', group: 'session', keys: ['['] },
  { id: 'turn-after', group: 'session', keys: [']'] },
  { id: 'panels', group: 'session', keys: ['P'] },
  { id: 'interrupt', group: 'session', keys: ['I'] },
] as const satisfies readonly KeyCommand[];

/** Keys that mean something else on another screen, for the map: what they do there is what their button does. */
export const KEYS_ELSEWHERE = [
  { id: 'answer', group: 'inbox', keys: ['Enter'] },
  { id: 'own-words', group: 'inbox', keys: ['m'] },
  { id: 'snooze-request', group: 'inbox', keys: ['s'] },
  { id: 'open-session', group: 'inbox', keys: ['o'] },
  { id: 'bulk-inbox', group: 'inbox', keys: ['A'] },
  { id: 'terminal-session', group: 'session', keys: ['t'] },
] as const satisfies readonly KeyCommand[];

export type KeyCommandId = (typeof KEY_COMMANDS)[number]['id'];
export type ShownKeyId = KeyCommandId | (typeof KEYS_ELSEWHERE)[number]['id'];

interface Pressed {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** The command a key stands for; null for none. Shift is part of what a key writes, other modifiers belong to the browser. */
export function commandOf({ key, altKey, ctrlKey, metaKey }: Pressed): (KeyCommand & { id: KeyCommandId }) | null {
  const mod = ctrlKey !== metaKey;
  if (altKey || (ctrlKey && metaKey)) return null;
  const commands: readonly (KeyCommand & { id: KeyCommandId })[] = KEY_COMMANDS;
  const fits = (command: KeyCommand): boolean => command.orMod === true || (command.mod === true) === mod;
  return commands.find((command) => fits(command) && command.keys.includes(key)) ?? null;
}

/** Keys of one command as shown to a person. */
export function shownKeys({ keys, mod, orMod }: KeyCommand, mac = isMac()): string {
  const withMod = `${mac ? '⌘' : 'Ctrl '}${keys[0]?.toUpperCase()}`;
  if (mod === true) return withMod;
  if (orMod === true) return `${keys[0]} ${withMod}`;
  if (keys.length > 2) return `${keys[0]}–${keys.at(-1)}`;
  return keys.map((key) => (key === 'Escape' ? 'Esc' : key === 'Enter' ? '↵' : key)).join(' ');
}

/** As `aria-keyshortcuts` wants it. */
export function spokenKeys(mac = isMac()): string {
  return mac ? 'Meta+K' : 'Control+K';
}

function isMac(): boolean {
  return typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent);
}
