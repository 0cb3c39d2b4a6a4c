import { describe, expect, it } from 'vitest';
import { keysOfData } from './keys-of-data.ts';

describe('keysOfData', () => {
  it.each([
    ['\r', { key: 'enter' }],
    ['\x1b', { key: 'escape' }],
    ['\x1b[Z', { key: 'shift-tab' }],
    ['\x1bOA', { key: 'up' }],
    ['\x7f', { key: 'backspace' }],
    ['\x03', { key: 'ctrl-c' }],
    ['é表', { text: 'é表' }],
    ['two\rlines\r\nand\ta tab', { text: 'two\nlines\nand\ta tab' }],
  ])('%j is typed', (data, keys) => {
    expect(keysOfData(data)).toEqual({ ok: true, keys });
  });

  it.each([
    ['\x15', 'Ctrl+U'],
    ['\x1bx', 'Alt+x'],
    ['\x1b[3~', 'Delete'],
    ['\x1b[15~', 'Esc …'],
    ['a\x1b[201~b', 'Esc …'],
    ['a\x00', 'U+0000'],
  ])('%j is not, and is called %s', (data, name) => {
    expect(keysOfData(data)).toEqual({ ok: false, why: 'key', name });
  });

  it('takes no more than one request holds', () => {
    expect(keysOfData('x'.repeat(4_001))).toEqual({ ok: false, why: 'long' });
  });
});
