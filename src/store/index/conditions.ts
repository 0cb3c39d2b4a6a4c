import type { SqlValue } from '../driver.ts';

/** Parts of a WHERE that all have to hold, with their values. */
export class Conditions {
  readonly #parts: string[] = [];
  readonly values: SqlValue[] = [];

  /** Left out when a value is undefined or null. */
  add(sql: string, ...values: readonly (SqlValue | undefined)[]): this {
    const given = values.filter((value) => value !== undefined && value !== null);
    if (given.length < values.length) return this;
    this.#parts.push(sql);
    this.values.push(...given);
    return this;
  }

  get sql(): string {
    return this.#parts.length === 0 ? '1' : this.#parts.map((part) => `(${part})`).join(' AND ');
  }
}

/** For `LIKE ? ESCAPE '\'`: somewhere in the text, letters of either case. */
export function anywhere(part: string | undefined): string | undefined {
  return part === undefined ? undefined : `%${part.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
