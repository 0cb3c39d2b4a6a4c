import type { Database, SqlValue, Statement } from '../driver.ts';
import { inTransaction } from '../transaction.ts';
import { withIndexErrors } from './index-errors.ts';

/** A row as SQLite gives it; `columns.ts` reads its fields. */
export type Row = Readonly<Record<string, unknown>>;

/** One connection to `index.db`. Statements are prepared once; errors are AMC's. */
export class IndexConnection {
  readonly path: string;
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();

  constructor(database: Database, path: string) {
    this.#database = database;
    this.path = path;
  }

  exec(sql: string): void {
    withIndexErrors(this.path, () => this.#database.exec(sql));
  }

  /** How many rows it changed. */
  run(sql: string, ...values: SqlValue[]): number {
    return withIndexErrors(this.path, () => Number(this.#statement(sql).run(...values).changes));
  }

  get(sql: string, ...values: SqlValue[]): Row | null {
    const row = withIndexErrors(this.path, () => this.#statement(sql).get(...values));
    return isRow(row) ? row : null;
  }

  all(sql: string, ...values: SqlValue[]): readonly Row[] {
    const rows = withIndexErrors(this.path, () => this.#statement(sql).all(...values));
    return areRows(rows) ? rows : [];
  }

  /**
   * As `all` for `SELECT columns rest`, for thousands of rows: they come as one JSON text, which is several times faster
   * than row by row. No blobs and no fractions (JSON from SQLite has 15 digits).
   */
  many(columns: readonly string[], rest: string, ...values: SqlValue[]): readonly Row[] {
    const fields = columns.map((column) => `'${column}', ${column}`).join(', ');
    const rows = `SELECT ${columns.join(', ')} ${rest}`;
    const found = this.get(`SELECT json_group_array(json_object(${fields})) AS rows FROM (${rows})`, ...values);
    const parsed: unknown = withIndexErrors(this.path, () => JSON.parse(String(found?.['rows'])));
    return Array.isArray(parsed) && areRows(parsed) ? parsed : [];
  }

  /** All of it or nothing. */
  transaction<T>(work: () => T): T {
    return withIndexErrors(this.path, () => inTransaction(this.#database, work));
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = this.#database.prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null;
}

function areRows(values: readonly unknown[]): values is readonly Row[] {
  return values.length === 0 || isRow(values[0]);
}
