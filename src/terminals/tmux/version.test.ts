import { describe, expect, it } from 'vitest';
import { isAtLeast, parseVersion } from './version.ts';

describe('parseVersion', () => {
  it.each([
    ['tmux 3.3a\n', { text: '3.3a', major: 3, minor: 3 }],
    ['3.7c', { text: '3.7c', major: 3, minor: 7 }],
    ['tmux next-3.8', { text: 'next-3.8', major: 3, minor: 8 }],
    ['tmux 10.12', { text: '10.12', major: 10, minor: 12 }],
  ])('reads %j', (output, version) => {
    expect(parseVersion(output)).toEqual(version);
  });

  it.each(['', 'tmux master', 'tmux openbsd-7.6', 'zsh: command not found'])('knows no version in %j', (output) => {
    expect(parseVersion(output)).toBeNull();
  });
});

describe('isAtLeast', () => {
  it('compares numbers, not text', () => {
    expect(isAtLeast({ major: 3, minor: 10 }, { major: 3, minor: 2 })).toBe(true);
    expect(isAtLeast({ major: 4, minor: 0 }, { major: 3, minor: 2 })).toBe(true);
    expect(isAtLeast({ major: 3, minor: 1 }, { major: 3, minor: 2 })).toBe(false);
    expect(isAtLeast({ major: 2, minor: 9 }, { major: 3, minor: 2 })).toBe(false);
  });
});
