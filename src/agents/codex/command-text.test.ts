import { describe, expect, it } from 'vitest';
import { firstLine, innerCommand } from './command-text.ts';

describe('innerCommand', () => {
  it.each([
    [`/bin/bash -lc 'touch made'`, 'touch made'],
    [`/usr/bin/zsh -lc "echo \\"two\\" \\$HOME"`, 'echo "two" $HOME'],
    [`bash -c ls`, 'ls'],
    [`/bin/bash -lc 'it'\\''s'`, `it's`],
    [`/bin/bash -lc 'it'"'"'s'`, `it's`],
    [`/bin/bash -lc 'two\nlines'`, 'two\nlines'],
  ])('unwraps %s', (wrapped, inner) => expect(innerCommand(wrapped)).toBe(inner));

  it.each(['touch made', `/bin/bash -lc 'one' two`, `/bin/bash -lc 'open`, 'bash script.sh', ''])(
    'leaves %j as it is',
    (command) => expect(innerCommand(command)).toBe(command),
  );
});

describe('firstLine', () => {
  it('skips blank lines and cuts', () => {
    expect(firstLine('\n  first  \nsecond')).toBe('first');
    expect(firstLine('123456', 4)).toBe('123…');
    expect(firstLine(' \n ')).toBe('');
  });
});
