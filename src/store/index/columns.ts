import { EnvironmentError } from '../../contract/errors.ts';
import type { TokenCount } from '../../contract/usage.ts';
import type { Row } from './connection.ts';

/** Reading fields of rows. All throw `index_damaged` when a field does not hold what its table promises. */

export function num(row: Row, column: string): number {
  const value = row[column];
  return typeof value === 'number' ? value : broken(column, value);
}

export function numOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : num(row, column);
}

export function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : broken(column, value);
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  return value instanceof Uint8Array ? value : broken(column, value);
}

export function oneOf<T extends string>(row: Row, column: string, values: readonly T[]): T {
  const found = values.find((value) => value === row[column]);
  return found ?? broken(column, row[column]);
}

/** Four columns that are always there together. */
export function tokens(row: Row): TokenCount {
  return {
    input: num(row, 'input'),
    output: num(row, 'output'),
    cacheRead: num(row, 'cache_read'),
    cacheWrite: num(row, 'cache_write'),
  };
}

/** A list of names in one column: each between line feeds, so that `instr` finds a whole one. */
export function listOf(column: string): string[] {
  return column.split('\n').filter((name) => name !== '');
}

export function listText(names: readonly string[]): string {
  const kept = [...new Set(names.map((name) => name.replaceAll('\n', ' ')))].filter((name) => name !== '');
  return kept.length === 0 ? '' : `\n${kept.join('\n')}\n`;
}

function broken(column: string, value: unknown): never {
  throw new EnvironmentError({
    code: 'index_damaged',
    message: `The index holds ${value === null ? 'nothing' : `a ${typeof value}`} as ${column}.`,
    next: 'Run `amc index rebuild`.',
  });
}
