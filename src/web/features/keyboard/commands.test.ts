import { describe, expect, it } from 'vitest';
import { commandOf, KEY_COMMANDS, shownKeys } from './commands.ts';

const plain = { altKey: false, ctrlKey: false, metaKey: false };

describe('commandOf', () => {
  it('goes by what the key writes', () => {
    expect(commandOf({ ...plain, key: 'a' })).toBe('allow');
    expect(commandOf({ ...plain, key: 'D' })).toBe('deny-with');
    expect(commandOf({ ...plain, key: '?' })).toBe('help');
    expect(commandOf({ ...plain, key: 'y' })).toBeNull();
  });

  it('leaves the browser its own keys', () => {
    for (const modifier of ['altKey', 'ctrlKey', 'metaKey'])
      expect(commandOf({ ...plain, [modifier]: true, key: 'a' })).toBeNull();
  });

  it('gives no key twice', () => {
    const keys = KEY_COMMANDS.flatMap(({ keys: own }) => [...own]);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('shownKeys', () => {
  it('is short', () => {
    expect(KEY_COMMANDS.map(shownKeys).join(' ')).toBe('j k ↵ f x A a d D 1–9 c m t / h u Esc ?');
  });
});
