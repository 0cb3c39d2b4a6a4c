import { describe, expect, it } from 'vitest';
import { encodeKey, maxTextBytes, sanitise, sanitiseTyped } from './input.ts';

const controls = [...Array(32).keys(), 0x7f, ...Array.from({ length: 32 }, (_, at) => 0x80 + at)].filter(
  (code) => ![9, 10, 13].includes(code),
);

describe('sanitise', () => {
  it.each([
    ['one line', 'fix the build', 'fix the build'],
    ['line ends of every kind', 'a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['line ends at the end', 'a\n\r\n\r', 'a'],
    ['blanks and tabs, also at the ends', ' \ta\tb \n ', ' \ta\tb \n '],
    [
      'every script, joined emoji, a flag, a single zero-width non-joiner',
      'שלום 日本語 مرحبا 👩‍👩‍👧 🏳️‍🌈 می‌خواهم é',
      'שלום 日本語 مرحبا 👩‍👩‍👧 🏳️‍🌈 می‌خواهم é',
    ],
    [
      'what a shell or tmux would take for its own',
      '$(id) `id` #{pane_id} %1 ~ ; -R \'q" \\',
      '$(id) `id` #{pane_id} %1 ~ ; -R \'q" \\',
    ],
  ])('keeps %s', (_, given, text) => {
    expect(sanitise(given)).toEqual({ ok: true, text });
  });

  it.each(controls)('refuses control character %i', (code) => {
    expect(sanitise(`ab${String.fromCharCode(code)}c`)).toMatchObject({
      ok: false,
      code: 'bad_text',
      offset: 2,
      codePoint: code,
    });
  });

  it.each([
    ['an end of paste', 'a\x1b[201~\rrm -rf ~\r', 1, 0x1b],
    ['a split end of paste', '\x1b[20\x1b[201~1~', 0, 0x1b],
    ['a lone high surrogate', '😀\ud83d!', 2, 0xd83d],
    ['a lone low surrogate', 'x\ude00', 1, 0xde00],
    ['a right-to-left override', 'a\u202eb', 1, 0x202e],
    ['a direction isolate', 'a\u2066b', 1, 0x2066],
    ['a tag character', 'é\u{e0041}', 1, 0xe0041],
    ['hidden text of zero-width characters', 'a\u200b\u200c\u200bb', 3, 0x200b],
    ['hidden text of variation selectors', 'a\ufe01\ufe02\u{e0101}b', 3, 0xe0101],
  ])('refuses %s and says where', (_, text, offset, codePoint) => {
    expect(sanitise(text)).toMatchObject({ ok: false, code: 'bad_text', offset, codePoint });
  });

  it('says it in words', () => {
    expect(sanitise('hi\u202e')).toMatchInlineSnapshot(`
      {
        "code": "bad_text",
        "codePoint": 8238,
        "offset": 2,
        "ok": false,
        "reason": "the text holds a text direction control (U+202E) at position 2",
      }
    `);
  });

  it('names several, and counts the rest', () => {
    expect(sanitise('\x1b[201~\r\x07 \u009b \u2066')).toMatchObject({
      reason:
        'the text holds an escape character (U+001B) at position 0, a control character (U+0007) at position 7, ' +
        'a C1 control character (U+009B) at position 9, a text direction control (U+2066) at position 11',
    });
    expect(sanitise('\x01'.repeat(9))).toMatchObject({ reason: expect.stringMatching(/at position 4 and 4 more$/) });
  });

  it('names a long run of invisible characters once', () => {
    expect(sanitise(`a${'\u200b'.repeat(500)}`)).toMatchObject({
      reason: 'the text holds a run of invisible characters (U+200B) at position 3',
    });
  });

  it.each(['', '\n', '\r\n\r'])('refuses %j, which holds nothing', (text) => {
    expect(sanitise(text)).toMatchObject({ ok: false, code: 'bad_text' });
  });

  it('counts the size in bytes', () => {
    expect(sanitise('é'.repeat(maxTextBytes / 2)).ok).toBe(true);
    expect(sanitise(`${'é'.repeat(maxTextBytes / 2)}a`)).toMatchObject({ ok: false, code: 'too_large' });
  });

  it('takes linear time on a million line ends', () => {
    expect(sanitise(`${'\n'.repeat(maxTextBytes - 1)}x`).ok).toBe(true);
  });
});

describe('sanitiseTyped', () => {
  it('keeps one line', () => {
    expect(sanitiseTyped('/compact now\n')).toEqual({ ok: true, text: '/compact now' });
  });

  it.each([
    ['a\nb', 1],
    ['a\r\nb\n', 1],
    ['tab\t', 3],
    ['a\t\n', 1],
  ])('refuses %j', (text, offset) => {
    expect(sanitiseTyped(text)).toMatchObject({ ok: false, code: 'bad_text', offset });
  });

  it('refuses what sanitise refuses', () => {
    expect(sanitiseTyped('a\x03')).toMatchObject({ ok: false, codePoint: 3 });
  });
});

describe('encodeKey', () => {
  it('gives the bytes a terminal sends', () => {
    const keys = ['enter', 'escape', 'tab', 'shift-tab', 'up', 'down', 'backspace', 'ctrl-c'] as const;
    expect(keys.map((key) => Buffer.from(encodeKey(key)).toString('latin1'))).toEqual([
      '\r',
      '\x1b',
      '\t',
      '\x1b[Z',
      '\x1b[A',
      '\x1b[B',
      '\x7f',
      '\x03',
    ]);
    expect(Buffer.from(encodeKey('up', { applicationCursor: true })).toString('latin1')).toBe('\x1bOA');
  });
});
