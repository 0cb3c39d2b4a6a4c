// oxlint-disable no-control-regex, no-misleading-character-class -- naming such characters is what this file is for

/** What drives a terminal or reorders a line: controls, tab and newline too, and direction embeddings and isolates. */
export const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** The same, in a text of several lines: tab and newline are part of it. */
export const CONTROL_IN_TEXT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * What would not be seen, or not be seen for what it is: controls but tab and newline; soft hyphen; zero-width and
 * joiner characters; direction marks, embeddings, overrides and isolates; invisible operators; blank letters;
 * variation selectors' supplement and tags (used to smuggle text); BOM; interlinear marks. A joiner between emoji is part
 * of the emoji.
 */
export const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|(?<!\p{Extended_Pictographic}[\u{1f3fb}-\u{1f3ff}\ufe0f]?)\u200d/gu;

/** What colours and titles a terminal: CSI sequences, and OSC strings that end. */
export const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

// oxlint-enable no-control-regex, no-misleading-character-class

/** `U+202E`. */
export function codePointName(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The text with every character that would not be seen written out, as `[U+202E]`. */
export function withHiddenNamed(text: string): string {
  return text.replace(HIDDEN, (found) => `[${codePointName(found)}]`);
}
