import { describe, expect, it } from 'vitest';
import { commandOf, KEY_COMMANDS, KEYS_ELSEWHERE, shownKeys } from './commands.ts';

const plain = { altKey: false, ctrlKey: false, metaKey: false };
const idOf = (pressed: Parameters<typeof commandOf>[0]): string | undefined => commandOf(pressed)?.id;

describe('commandOf', () => {
  it('goes by what the key writes', () => {
    expect(idOf({ ...plain, key: 'a' })).toBe('allow');
    expect(idOf({ ...plain, key: 'D' })).toBe('deny-with');
    expect(idOf({ ...plain, key: '?' })).toBe('help');
    expect(idOf({ ...plain, key: 'k' })).toBe('previous');
    expect(idOf({ ...plain, key: 'y' })).toBeUndefined();
  });

  it('leaves the browser its own keys, but two', () => {
    for (const modifier of ['altKey', 'ctrlKey', 'metaKey'])
      expect(idOf({ ...plain, [modifier]: true, key: 'a' })).toBeUndefined();
    expect(idOf({ ...plain, ctrlKey: true, key: 'k' })).toBe('palette');
    expect(idOf({ ...plain, metaKey: true, key: 'k' })).toBe('palette');
    expect(idOf({ ...plain, metaKey: true, ctrlKey: true, key: 'k' })).toBeUndefined();
    for (const way of [{}, { ctrlKey: true }, { metaKey: true }])
      expect(idOf({ ...plain, ...way, key: 'z' })).toBe('undo');
  });

  it('gives no key twice', () => {
    const keys = KEY_COMMANDS.flatMap((command) => command.keys.map((key) => ('mod' in command ? `mod ${key}` : key)));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('shownKeys', () => {
  it('is short', () => {
    expect(KEY_COMMANDS.map((command) => shownKeys(command, true)).join(' ')).toBe(
      '⌘K / Esc z ⌘Z ? i b h U u , H j k ↵ f x A p s e R v t a d D 1–9 c m o F l [ ] P I',
    );
    expect(KEYS_ELSEWHERE.map((command) => shownKeys(command)).join(' ')).toBe('↵ m s o A t');
    expect(shownKeys(KEY_COMMANDS[0], false)).toBe('Ctrl K');
  });
});
