/** A run of text, or one code point that would not be seen, or not be seen for what it is. */
export type TextPart = { kind: 'text'; text: string } | { kind: 'hidden'; name: string };

// Controls but tab and newline; soft hyphen; zero-width and joiner characters; direction marks, embeddings, overrides and
// isolates; invisible operators; variation selectors' supplement and tags (used to smuggle text); BOM; interlinear marks. A
// joiner between emoji is part of the emoji.
// oxlint-disable no-control-regex, no-misleading-character-class -- naming such characters is what this file is for
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|(?<!\p{Extended_Pictographic}[\u{1f3fb}-\u{1f3ff}\ufe0f]?)\u200d/u;
// oxlint-enable no-misleading-character-class
const HIDDEN_ALL = new RegExp(HIDDEN.source, 'gu');

// ECMA-48: OSC/DCS/SOS/PM/APC strings up to their terminator, CSI sequences, and two-byte escapes; their C1 forms too.
const ANSI =
  /(?:\u001b[\]P^_X]|[\u009d\u0090\u009e\u009f\u0098])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[ -/]*[0-~]/g;

/** What a terminal would have done is dropped: colours, titles, links, clipboard writes, cursor moves. */
export function withoutAnsi(text: string): string {
  return (text.includes('\u001b') || /[\u0080-\u009f]/.test(text) ? text.replace(ANSI, '') : text).replace(
    /\r\n/g,
    '\n',
  );
}

/** Splits text so that what is invisible can be drawn visibly. Text without any is one part. */
export function visibleParts(text: string): TextPart[] {
  if (!HIDDEN.test(text)) return [{ kind: 'text', text }];
  const parts: TextPart[] = [];
  let end = 0;
  for (const { index, 0: found } of text.matchAll(HIDDEN_ALL)) {
    if (index > end) parts.push({ kind: 'text', text: text.slice(end, index) });
    parts.push({ kind: 'hidden', name: codePointName(found) });
    end = index + found.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

// Overrides, embeddings and isolates reorder what a person reads; marks and joiners are part of honest prose.
const REORDERING = /[\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e0fff}]/gu;

/** Prose with only what can reorder or smuggle text written out; joiners and marks of real languages stay. */
export function honestProse(text: string): string {
  return withoutAnsi(text).replace(REORDERING, (found) => `[${codePointName(found)}]`);
}

function codePointName(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
