import { PRICE_TABLE } from '../../core/usage/price-table.ts';
import type { Price, PriceRow } from '../../core/usage/prices.ts';
import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import { messageOf } from '../../lib/message-of.ts';

/** `problem` completes the sentence "the file does not say prices: …". */
export type PriceFile = { ok: true; rows: PriceRow[] } | { ok: false; problem: string };

class Problem extends Error {}

/**
 * Reads the text of a user's `prices.json`: `{ "models": { "<name>": <price> or [<price>, …] } }`; docs/usage.md has the
 * format. Everything is checked; a field that is not known is a problem, for it would be a typing error.
 */
export function readPriceRows(text: string): PriceFile {
  try {
    const file = objectAt(parse(text), 'the file', ['models']);
    const models = objectAt(file.models, 'models');
    return { ok: true, rows: Object.entries(models).flatMap(([model, value]) => rowsOf(model, value)) };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, problem: error.message };
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Problem(`it is no JSON (${messageOf(error)})`);
  }
}

function rowsOf(model: string, value: unknown): PriceRow[] {
  const place = `models[${JSON.stringify(model)}]`;
  const name = model.trim().toLowerCase();
  if (name === '') throw new Problem(`${place} has no name`);
  if (!Array.isArray(value)) return rowsOfEntry(name, value, place);
  if (value.length === 0) throw new Problem(`${place} is an empty list`);
  return value.flatMap((entry, index) => rowsOfEntry(name, entry, `${place}[${index}]`));
}

const FIELDS = ['input', 'output', 'cacheRead', 'cacheWrite', 'cacheWriteHour', 'from', 'long', 'tiers', 'as'];
const PRICES = ['input', 'output', 'cacheRead', 'cacheWrite', 'cacheWriteHour'];

function rowsOfEntry(model: string, value: unknown, place: string): PriceRow[] {
  const entry = objectAt(value, place, FIELDS);
  if (entry.as !== undefined) return sameAs(model, entry, place);
  const { from, long, tiers } = entry;
  return [
    {
      model,
      from: from === undefined ? null : dayAt(from, `${place}.from`),
      price: priceAt(entry, place),
      ...(long === undefined ? {} : { long: longAt(long, `${place}.long`) }),
      ...(tiers === undefined ? {} : { tiers: tiersAt(tiers, `${place}.tiers`) }),
      source: 'your prices.json',
    },
  ];
}

function sameAs(model: string, entry: JsonObject, place: string): PriceRow[] {
  if (Object.keys(entry).length > 1) throw new Problem(`${place} has "as" and more; "as" stands alone`);
  const rows = PRICE_TABLE.rows.filter((row) => row.model === entry.as);
  if (rows.length === 0) throw new Problem(`${place}.as names no model of the table: ${JSON.stringify(entry.as)}`);
  return rows.map((row) => ({ ...row, model }));
}

function priceAt(entry: JsonObject, place: string): Price {
  const optional = (field: string) => (entry[field] === undefined ? null : amountAt(entry[field], `${place}.${field}`));
  return {
    input: amountAt(entry.input, `${place}.input`),
    output: amountAt(entry.output, `${place}.output`),
    cacheRead: optional('cacheRead'),
    cacheWrite: optional('cacheWrite'),
    cacheWriteHour: optional('cacheWriteHour'),
  };
}

function longAt(value: unknown, place: string): NonNullable<PriceRow['long']> {
  const long = objectAt(value, place, [...PRICES, 'above']);
  return { above: amountAt(long.above, `${place}.above`), price: priceAt(long, place) };
}

function tiersAt(value: unknown, place: string): Record<string, number> {
  const tiers = Object.entries(objectAt(value, place));
  return Object.fromEntries(tiers.map(([tier, factor]) => [tier, amountAt(factor, `${place}.${tier}`)]));
}

function dayAt(value: unknown, place: string): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))) return value;
  throw new Problem(`${place} must be a day such as "2026-11-01", it is ${JSON.stringify(value)}`);
}

function amountAt(value: unknown, place: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  const is = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
  throw new Problem(`${place} must be a number that is not negative, it ${is}`);
}

function objectAt(value: unknown, place: string, fields?: readonly string[]): JsonObject {
  if (!isJsonObject(value)) throw new Problem(`${place} must be an object`);
  const odd = Object.keys(value).find((field) => fields?.includes(field) === false);
  if (odd !== undefined) throw new Problem(`${place} has ${JSON.stringify(odd)}, which nothing reads`);
  return value;
}
