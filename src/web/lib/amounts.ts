import * as amounts from '../../lib/amounts.ts';
import { decimalPoint, locale } from '../i18n/locale.ts';

/** A number of bytes by its largest unit: `812 B`, `4.2 kB`, `310 MB`. */
export function bytes(count: number): string {
  return amounts.bytes(count).replace('.', decimalPoint());
}

/** A count in short: `812`, `4.2k`, `1.3M`. */
export function short(count: number): string {
  return amounts.short(count).replace('.', decimalPoint());
}

/** US dollars as the page's language writes them: `<$0.01`, `$1.20`, `$128`; `1,20 $`. Cents matter below a hundred. */
export function dollars(amount: number): string {
  return amount > 0 && amount < 0.01 ? `<${money(2).format(0.01)}` : money(amount < 99.995 ? 2 : 0).format(amount);
}

const made = new Map<string, Intl.NumberFormat>();

function money(digits: number): Intl.NumberFormat {
  const key = `${locale()} ${digits}`;
  const known =
    made.get(key) ??
    new Intl.NumberFormat(locale() ?? 'en', {
      style: 'currency',
      currency: 'USD',
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  made.set(key, known);
  return known;
}

/** A part of a whole in whole percent; never 100 before all is there. */
export function percent(part: number, whole: number): number {
  if (whole <= 0 || part >= whole) return 100;
  return Math.min(99, Math.max(0, Math.floor((100 * part) / whole)));
}
