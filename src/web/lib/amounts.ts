const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];
const THOUSANDS = ['', 'k', 'M', 'G'];

/** A number of bytes by its largest unit: `812 B`, `4.2 kB`, `310 MB`. */
export function bytes(count: number): string {
  return scaled(count, UNITS);
}

/** A count in short: `812`, `4.2k`, `1.3M`. */
export function short(count: number): string {
  return scaled(count, THOUSANDS).replace(' ', '');
}

/** A part of a whole in whole percent; never 100 before all is there. */
export function percent(part: number, whole: number): number {
  if (whole <= 0 || part >= whole) return 100;
  return Math.min(99, Math.max(0, Math.floor((100 * part) / whole)));
}

function scaled(count: number, units: readonly string[]): string {
  let rest = Math.max(0, count);
  let unit = 0;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1_000;
    unit += 1;
  }
  const text = unit > 0 && rest < 9.95 ? rest.toFixed(1) : String(Math.round(rest));
  return `${text} ${units[unit] ?? ''}`.trimEnd();
}
