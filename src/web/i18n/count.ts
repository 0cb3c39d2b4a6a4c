import { locale } from './locale.ts';

/** `1 file`, `3 files`; in the language that is spoken. */
export function count(n: number, one: string, other: string): string {
  const form = new Intl.PluralRules(locale()).select(n) === 'one' ? one : other;
  return `${grouped(n)} ${form}`;
}

/** `9999`, `12,345`: as the language groups digits, from five of them on. */
function grouped(n: number): string {
  return Math.abs(n) < 10_000 ? String(n) : new Intl.NumberFormat(locale()).format(n);
}
