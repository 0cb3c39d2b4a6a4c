import type { PaneKeys } from '../../../contract/screen.ts';

/** What a terminal sends for the keys AMC can type. */
const KEYS: ReadonlyMap<string, Extract<PaneKeys, { key: string }>['key']> = new Map([
  ['\r', 'enter'],
  ['\x1b', 'escape'],
  ['\t', 'tab'],
  ['\x1b[Z', 'shift-tab'],
  ['\x1b[A', 'up'],
  ['\x1bOA', 'up'],
  ['\x1b[B', 'down'],
  ['\x1bOB', 'down'],
  ['\x1b[C', 'right'],
  ['\x1bOC', 'right'],
  ['\x1b[D', 'left'],
  ['\x1bOD', 'left'],
  ['\x7f', 'backspace'],
  ['\x03', 'ctrl-c'],
]);

const MOST_CHARACTERS = 4_000;

/** What is to be typed, or what of it AMC cannot type. */
export type ReadKeys =
  | { ok: true; keys: PaneKeys }
  | { ok: false; why: 'key'; name: string }
  | { ok: false; why: 'long' };

/** Reads what xterm gives for a press, a paste or a composed text. A line end within a text is part of it. */
export function keysOfData(data: string): ReadKeys {
  const key = KEYS.get(data);
  if (key !== undefined) return { ok: true, keys: { key } };
  const text = data.replace(/\r\n?/g, '\n');
  const control = CONTROL.exec(text);
  if (control !== null) return { ok: false, why: 'key', name: nameOf(data, control[0]) };
  if (text.length > MOST_CHARACTERS) return { ok: false, why: 'long' };
  return { ok: true, keys: { text } };
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** Of sequences, what people call the key. */
const SEQUENCES: ReadonlyMap<string, string> = new Map([
  ['\x1b[H', 'Home'],
  ['\x1b[F', 'End'],
  ['\x1b[2~', 'Insert'],
  ['\x1b[3~', 'Delete'],
  ['\x1b[5~', 'Page up'],
  ['\x1b[6~', 'Page down'],
]);

function nameOf(data: string, control: string): string {
  const named = SEQUENCES.get(data);
  if (named !== undefined) return named;
  const code = control.charCodeAt(0);
  if (data.length === 1 && code < 0x1b) return `Ctrl+${String.fromCharCode(code + 0x40)}`;
  if (data.length === 2 && code === 0x1b) return `Alt+${data[1] ?? ''}`;
  const point = code.toString(16).toUpperCase().padStart(4, '0');
  return code === 0x1b ? 'Esc …' : `U+${point}`;
}
