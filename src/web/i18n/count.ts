import { locale } from './locale.ts';

/** `1 file`, `3 files`; in the language that is spoken. */
export function count(n: number, one: string, other: string): string {
  const form = rules().plural.select(n) === 'one' ? one : other;
  return `${grouped(n)} ${form}`;
}

/** `9999`, `12,345`: as the language groups digits, from five of them on. */
function grouped(n: number): string {
  return Math.abs(n) < 10_000 ? String(n) : rules().number.format(n);
}

interface Rules {
  of: string | undefined;
  plural: Intl.PluralRules;
  number: Intl.NumberFormat;
}

let made: Rules | null = null;

/** Made once for the language that is spoken: making them takes longer than using them. */
function rules(): Rules {
  const of = locale();
  if (made === null || made.of !== of)
    made = { of, plural: new Intl.PluralRules(of), number: new Intl.NumberFormat(of) };
  return made;
}
