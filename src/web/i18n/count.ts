const plurals = new Intl.PluralRules('en');

/** `1 file`, `3 files`. */
export function count(n: number, one: string, other: string): string {
  return `${n} ${plurals.select(n) === 'one' ? one : other}`;
}
