import type { InputStep } from '../ports/terminal.ts';

export const maxTextBytes = 1_000_000;

export type Key = Extract<InputStep, { kind: 'key' }>['key'];

/** `offset` counts UTF-16 units of the text as it was given. */
export type TextRefusal =
  | { ok: false; code: 'bad_text'; reason: string; offset?: number; codePoint?: number }
  | { ok: false; code: 'too_large'; reason: string };

export type TextResult = { ok: true; text: string } | TextRefusal;

/**
 * Text as it may be pasted: CRLF and CR become LF, line ends at the end are dropped, and everything that could mean
 * something else than text to a terminal, or reads differently from what it is, is refused rather than repaired.
 */
export function sanitise(text: string): TextResult {
  const size = Buffer.byteLength(text);
  if (size > maxTextBytes)
    return { ok: false, code: 'too_large', reason: `the text has ${size} bytes; ${maxTextBytes} are the most` };
  const bad = findForbidden(text);
  if (bad) return bad;
  const normal = withoutLastLineEnds(text).replace(/\r\n?/g, '\n');
  return normal === '' ? { ok: false, code: 'bad_text', reason: 'the text is empty' } : { ok: true, text: normal };
}

/** Text as it may be typed character by character: one line, and no tab, which would be a key there. */
export function sanitiseTyped(text: string): TextResult {
  const result = sanitise(text);
  if (!result.ok) return result;
  const offset = withoutLastLineEnds(text).search(/[\r\n\t]/);
  if (offset < 0) return result;
  return {
    ok: false,
    code: 'bad_text',
    reason: 'typed text must be one line without tabs',
    offset,
    codePoint: text.charCodeAt(offset),
  };
}

/** The bytes a terminal sends for a key. `applicationCursor`: the application asked for the other form of arrow keys (DECCKM). */
export function encodeKey(key: Key, options: { applicationCursor?: boolean } = {}): Uint8Array {
  const arrow = options.applicationCursor === true ? '\x1bO' : '\x1b[';
  const codes = {
    enter: '\r',
    escape: '\x1b',
    tab: '\t',
    'shift-tab': '\x1b[Z',
    up: `${arrow}A`,
    down: `${arrow}B`,
    right: `${arrow}C`,
    left: `${arrow}D`,
    backspace: '\x7f',
    'ctrl-c': '\x03',
  } satisfies Record<Key, string>;
  return Buffer.from(codes[key], 'latin1');
}

/** A loop, because `/[\r\n]+$/` takes quadratic time on a text of line ends. */
function withoutLastLineEnds(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1;
  return text.slice(0, end);
}

interface Found {
  what: string;
  offset: number;
  codePoint: number;
}

/** So many are named; the rest are counted. */
const maxNamed = 5;

function findForbidden(text: string): TextRefusal | null {
  const found: Found[] = [];
  let invisible = 0;
  for (let offset = 0; offset < text.length;) {
    const codePoint = text.codePointAt(offset) ?? 0;
    invisible = isInvisible(codePoint) ? invisible + 1 : 0;
    const what = invisible === maxInvisible + 1 ? 'a run of invisible characters' : forbidden(codePoint);
    if (what !== null) found.push({ what, offset, codePoint });
    offset += codePoint > 0xffff ? 2 : 1;
  }
  const [first] = found;
  if (first === undefined) return null;
  const { offset, codePoint } = first;
  return { ok: false, code: 'bad_text', reason: `the text holds ${named(found)}`, offset, codePoint };
}

function named(found: readonly Found[]): string {
  const names = found.slice(0, maxNamed).map(({ what, offset, codePoint }) => {
    const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
    return `${what} (${name}) at position ${offset}`;
  });
  const rest = found.length - names.length;
  return names.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function forbidden(codePoint: number): string | null {
  if (codePoint === 0x09 || codePoint === 0x0a || codePoint === 0x0d) return null;
  if (codePoint === 0x1b) return 'an escape character';
  if (codePoint < 0x20 || codePoint === 0x7f) return 'a control character';
  if (codePoint < 0x80) return null;
  if (codePoint < 0xa0) return 'a C1 control character';
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return 'half of a surrogate pair';
  if ((codePoint >= 0x202a && codePoint <= 0x202e) || (codePoint >= 0x2066 && codePoint <= 0x2069))
    return 'a text direction control';
  if (codePoint >= 0xe0000 && codePoint <= 0xe007f) return 'an invisible tag character';
  return null;
}

/** Writing has one or two in a row (Persian, Indic scripts, joined emoji); more hide something. */
const maxInvisible = 2;

function isInvisible(codePoint: number): boolean {
  return (
    (codePoint >= 0x200b && codePoint <= 0x200f) ||
    (codePoint >= 0x2060 && codePoint <= 0x2064) ||
    (codePoint >= 0xfe00 && codePoint <= 0xfe0f) ||
    (codePoint >= 0xe0100 && codePoint <= 0xe01ef) ||
    codePoint === 0x00ad ||
    codePoint === 0x034f ||
    codePoint === 0x180e ||
    codePoint === 0xfeff
  );
}
