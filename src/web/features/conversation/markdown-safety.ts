const LONGEST = 200_000;
const NESTING = /^(?:[ \t]*(?:>|(?:[-*+]|\d+[.)])[ \t])){24,}/m;
const BRACKETS = /[[(!]{60,}/;
// The time to match emphasis grows with the square of its delimiters in one block.
const MOST_DELIMITERS = 1_000;

/** Nested so deep, or so long, that parsing would hold the page up: nobody writes such text to be read. */
export function isTooDeep(text: string): boolean {
  if (text.length > LONGEST || NESTING.test(text) || BRACKETS.test(text)) return true;
  return text.split(/\n[ \t]*\n/).some((block) => (block.match(/[*_~]+/g)?.length ?? 0) > MOST_DELIMITERS);
}

/** Absolute http and https addresses as they are; '' (no link) for everything else, relative ones included. */
export function safeUrl(url: string): string {
  return /^https?:\/\/[^\s]+$/i.test(url) ? url : '';
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  hellip: '…',
  mdash: '—',
  ndash: '–',
};

/** `marked` leaves entities in text for the HTML it would write. The common ones become their characters, others stay as written. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? whole) : whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
    },
  );
}
