import { MARKS } from './token-chars.ts';

/** Where Latin letters with diacritics stand. */
const LATIN = [
  [0xc0, 0x24f],
  [0x1e00, 0x1eff],
] as const;
const MARK = new RegExp(`[${MARKS}]`, 'gu');

/** Capital I and A with dots that SQLite leaves as they are. */
const LEFT_ALONE = /[İǠǡ]/;

/**
 * The letters that `remove_diacritics 2` makes one of: `e`, `é`, `ế`. SQLite folds those of the Latin alphabet, and
 * drops marks that stand by themselves; upper and lower case are left to the flag `i`.
 */
let sameLetters: ReadonlyMap<string, string> | null = null;

/** A pattern, for a `iu` expression, of all ways to write a token that FTS5 takes for the same. */
export function foldedPattern(token: string): string {
  sameLetters ??= latinLetters();
  const letters = sameLetters;
  return [...token.replaceAll(MARK, '')].map((letter) => `${oneOf(letter, letters)}[${MARKS}]*`).join('');
}

function oneOf(letter: string, letters: ReadonlyMap<string, string>): string {
  const base = letter === 'ſ' ? 's' : (baseOf(letter) ?? letter.toLowerCase());
  const variants = letters.get(base);
  return variants === undefined ? letter : `[${base}${variants}]`;
}

function latinLetters(): Map<string, string> {
  const letters = new Map<string, string>();
  for (const [from, to] of LATIN) {
    for (let code = from; code <= to; code++) {
      const letter = String.fromCodePoint(code);
      const base = baseOf(letter);
      if (base !== null) letters.set(base, `${letters.get(base) ?? ''}${letter}`);
    }
  }
  return letters;
}

/** The plain Latin letter below its diacritics; null when it is none, or has none. */
function baseOf(letter: string): string | null {
  const [, base] = /^([A-Za-z])\p{Mn}+$/u.exec(letter.normalize('NFD')) ?? [];
  return base === undefined || LEFT_ALONE.test(letter) ? null : base.toLowerCase();
}
