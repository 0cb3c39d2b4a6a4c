/** Three digits at most: `7`, `12.3k`, `456M`. */
export function short(count: number): string {
  let value = count;
  for (const unit of ['', 'k', 'M', 'G', 'T']) {
    if (value < 999.5) return `${unit === '' || value >= 99.95 ? Math.round(value) : value.toFixed(1)}${unit}`;
    value /= 1000;
  }
  return `${Math.round(value)}P`;
}
