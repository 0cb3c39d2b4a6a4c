// oxlint-disable no-control-regex -- what agents write must not drive a terminal or reorder a page
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;
// oxlint-enable no-control-regex

/** Text without what a terminal would act on; what could not be seen, or reorders what is, is written out. */
export function plainText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(ANSI, '')
    .replace(CONTROL, (found) => `[U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`);
}

export function oneLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim();
}
