const COUNTS = ['', 'k', 'M', 'G', 'T', 'P'];
const SIZES = [' B', ' kB', ' MB', ' GB', ' TB', ' PB'];

/** A count in three digits at most: `7`, `12.3k`, `456M`. */
export function short(count: number): string {
  return scaled(count, COUNTS);
}

/** A number of bytes likewise: `812 B`, `4.2 kB`, `310 MB`. */
export function bytes(count: number): string {
  return scaled(count, SIZES);
}

function scaled(count: number, units: readonly string[]): string {
  let rest = Math.max(0, count);
  let unit = 0;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1_000;
    unit += 1;
  }
  const text = unit === 0 || rest >= 99.95 ? String(Math.round(rest)) : rest.toFixed(1);
  return `${text}${units[unit] ?? ''}`;
}
