const point = (code: number): string => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
const c0 = [...Array(32).keys(), 0x7f].filter((code) => ![9, 10, 13].includes(code));

/** Texts that are never typed, and what the refusal must name. */
export const refusedTexts: readonly (readonly [string, string, string])[] = [
  ['A078 an end of paste and a command', 'a\x1b[201~\rrm -rf ~\r', 'U+001B) at position 1'],
  ['A079 a split end of paste', '\x1b[20\x1b[201~1~', 'U+001B) at position 0'],
  ['A079 a nested end of paste', 'x\x1b[2\x1b[201~01~y', 'U+001B) at position 1'],
  ['A080 C1: CSI 201~', 'a\u009b201~', 'U+009B) at position 1'],
  ['A080 C1: OSC', 'ab\u009d', 'U+009D) at position 2'],
  ['A080 C1: DCS', '\u0090', 'U+0090) at position 0'],
  ...c0.map(
    (code) =>
      [
        `A081 control character ${point(code)}`,
        `ab${String.fromCharCode(code)}c`,
        `${point(code)}) at position 2`,
      ] as const,
  ),
  ['A096 a right-to-left override', 'a\u202eb', 'U+202E) at position 1'],
  ['A096 a direction isolate', '\u2066b', 'U+2066) at position 0'],
  ['A096 tag characters', 'hi \u{e0041}', 'U+E0041) at position 3'],
  ['A096 a run of zero-width characters', 'a\u200b\u200c\u200bb', 'U+200B) at position 3'],
  ['A099 half of a surrogate pair', 'a\ud83d', 'U+D83D) at position 1'],
];

/** Texts that arrive byte for byte, as one paste. */
export const exactTexts: readonly (readonly [string, string])[] = [
  ['A083 five lines', 'one\ntwo\nthree\nfour\nfive'],
  ...['Enter', 'C-c', '-R', '-X cancel', ';', 'fix this;', 'a ; kill-server'].map(
    (text) => [`A091 what is a key or a command to a multiplexer: ${text}`, text] as const,
  ),
  ...['$(touch amc-was-here)', '`touch amc-was-here`', `"q" 'q' \\`, '#{pane_id} #(touch amc-was-here)', '%1', '~'].map(
    (text) => [`A092 what a shell or a format would read: ${text}`, text] as const,
  ),
  ...['!id', '/exit', '#x', '@/etc/passwd', ' !id', '\uff01id'].map(
    (text) => [`A093 what an agent may read, pasted: ${text}`, text] as const,
  ),
  ['A097 joined emoji', '👩‍👩‍👧 🏳️‍🌈 ❤️‍🔥 👍🏽'],
  ['A097 Arabic, Persian, Hebrew', 'مرحبا می‌خواهم שלום'],
  ['A097 Chinese, Japanese, Korean', '日本語 中文 한국어'],
  ['A097 combining marks, Devanagari', 'e\u0301 ñ क्‍ष'],
  ['A098 100 kB', '0123456789abcde\n'.repeat(6_400).trimEnd()],
];
