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
    up: `${arrow}A`,
    down: `${arrow}B`,
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

function findForbidden(text: string): TextRefusal | null {
  let zeroWidthBefore = false;
  for (let offset = 0; offset < text.length;) {
    const codePoint = text.codePointAt(offset) ?? 0;
    const zeroWidth = isZeroWidth(codePoint);
    const what = zeroWidth && zeroWidthBefore ? 'a run of invisible characters' : forbidden(codePoint);
    if (what !== null) {
      const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
      return {
        ok: false,
        code: 'bad_text',
        reason: `the text holds ${what} (${name}) at position ${offset}`,
        offset,
        codePoint,
      };
    }
    zeroWidthBefore = zeroWidth;
    offset += codePoint > 0xffff ? 2 : 1;
  }
  return null;
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

/** One alone is writing (Persian, emoji sequences); several in a row hide something. */
function isZeroWidth(codePoint: number): boolean {
  return (codePoint >= 0x200b && codePoint <= 0x200d) || codePoint === 0x2060 || codePoint === 0xfeff;
}
