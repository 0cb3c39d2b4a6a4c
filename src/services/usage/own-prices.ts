import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError, UserError } from '../../contract/errors.ts';
import { PRICE_TABLE } from '../../core/usage/price-table.ts';
import { type PriceRow, type PriceTable, withOwnPrices } from '../../core/usage/prices.ts';
import { readPriceRows } from './price-file.ts';
import { messageOf } from '../../lib/message-of.ts';

/** The user's own prices, in the data directory. */
export const OWN_PRICES_FILE = 'prices.json';

/**
 * The price table, with the user's own prices over it when there are some. Read at every call: the file is small and is
 * edited while AMC runs. Throws a `UserError` `prices_invalid` that names the place, an `EnvironmentError`
 * `prices_unreadable`.
 */
export function loadPrices(dataDir: string): PriceTable {
  const path = join(dataDir, OWN_PRICES_FILE);
  const text = readIfThere(path);
  return text === null ? PRICE_TABLE : withOwnPrices(PRICE_TABLE, ownRows(text, path));
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new EnvironmentError({
      code: 'prices_unreadable',
      message: `${path} cannot be read: ${messageOf(cause)}.`,
      next: 'Let your user read it, or move it away to use the prices that come with AMC.',
      cause,
    });
  }
}

function ownRows(text: string, path: string): PriceRow[] {
  const read = readPriceRows(text);
  if (read.ok) return read.rows;
  throw new UserError({
    code: 'prices_invalid',
    message: `${path} does not say prices: ${read.problem}.`,
    next: 'Its format is in docs/usage.md, “Your own prices”.',
  });
}
