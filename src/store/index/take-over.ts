import { statSync } from 'node:fs';
import type { SqlValue } from '../driver.ts';
import { deleteBlock, readItems } from './block-rows.ts';
import { num, text } from './columns.ts';
import type { IndexConnection, Row } from './connection.ts';
import { isDamage } from './index-errors.ts';
import { packItems } from './pack.ts';
import { OF_GENERATION, OF_SESSION } from './schema.ts';
import { refreshSession } from './session-sums.ts';

/**
 * Fills a new index with what cannot be read again from files: every life of a file that is gone or was rewritten, with
 * its text, usage and session. It goes by the names of tables and columns that both know; numbers of rows stay what
 * they are. True: all of that is here now (also when there was nothing). Within a transaction of `connection`.
 */
export function takeOver(connection: IndexConnection, old: IndexConnection): boolean {
  const tables = attempt(() => old.all('SELECT name FROM sqlite_schema'));
  if (tables === null || tables.length === 0) return tables !== null;
  const rows = attempt(() => old.all('SELECT * FROM generation ORDER BY id'));
  const copy = new Copy(connection, old, new Set(tables.map((row) => text(row, 'name'))));
  const kept = (rows ?? []).filter((row) => copy.generation(row));
  return rows !== null && kept.length === rows.length;
}

/** A damaged page costs what lies on it, no more. An older index may lack a table. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (isDamage(error) || isMissingTable(error)) return null;
    throw error;
  }
}

function isMissingTable(error: unknown): boolean {
  return error instanceof Error && error.message.includes('no such table');
}

/** Null: its file is there and can be read again. A file that is shorter now was rewritten while nobody looked. */
function stateToKeep(row: Row): 'gone' | 'superseded' | null {
  if (row['state'] === 'gone' || row['state'] === 'superseded') return row['state'];
  const found = statSync(text(row, 'path'), { throwIfNoEntry: false });
  if (found === undefined) return 'gone';
  return found.size < (accountedFor(row) ?? num(row, 'read')) ? 'superseded' : null;
}

/** Where its checkpoint must be, by its bytes; null: this index did not count them. */
function accountedFor(row: Row): number | null {
  const counts = BYTES.map((column) => row[column]);
  return counts.every((count) => typeof count === 'number') ? counts.reduce((sum, count) => sum + count, 0) : null;
}

const BYTES = ['bytes_records', 'bytes_blank', 'bytes_unreadable'] as const;

class Copy {
  readonly #new: IndexConnection;
  readonly #old: IndexConnection;
  /** What the old index has; an older one has fewer. */
  readonly #tables: ReadonlySet<string>;
  readonly #columns = new Map<string, readonly string[]>();

  constructor(connection: IndexConnection, old: IndexConnection, tables: ReadonlySet<string>) {
    this.#new = connection;
    this.#old = old;
    this.#tables = tables;
  }

  /** True when nothing of it was lost, or when it need not be kept. */
  generation(row: Row): boolean {
    const state = stateToKeep(row);
    if (state === null) return true;
    const id = num(row, 'id');
    const [part] = this.#rows('part', 'id = ?', num(row, 'part'));
    const [session] = part === undefined ? [] : this.#rows('session', 'id = ?', num(part, 'session'));
    if (part === undefined || session === undefined) return false;
    this.#put('session', [session]);
    this.#put('part', [part]);
    this.#put('generation', [{ ...row, state, read: accountedFor(row) ?? 0 }]);
    const isWhole = [this.#details(id), this.#company(num(session, 'id')), this.#texts(id)].every(Boolean);
    refreshSession(this.#new, num(session, 'id'));
    return isWhole;
  }

  #company(session: number): boolean {
    return OF_SESSION.map((table) => this.#copy(table, 'session = ?', session)).every(Boolean);
  }

  #details(generation: number): boolean {
    const copied = OF_GENERATION.map((table) => this.#copy(table, 'generation = ?', generation));
    copied.push(this.#copy('path', 'id IN (SELECT path FROM file_touch WHERE generation = ?)', generation));
    return copied.every(Boolean);
  }

  #texts(generation: number): boolean {
    const blocks = this.#new.all('SELECT id FROM block WHERE generation = ? ORDER BY id', generation);
    const lost = blocks.map((row) => num(row, 'id')).filter((id) => !this.#text(id));
    for (const id of lost) deleteBlock(this.#new, id);
    this.#new.run('UPDATE block SET searchable = 1 WHERE generation = ?', generation);
    return lost.length === 0;
  }

  #text(id: number): boolean {
    this.#copy('packed', 'id = ?', id);
    const items = attempt(() => readItems(this.#new, id));
    if (items === null) return false;
    this.#new.run('INSERT INTO full_text (rowid, text) VALUES (?, ?)', id, packItems(items).text);
    return true;
  }

  #copy(table: string, where: string, value: number): boolean {
    if (!this.#tables.has(table)) return true;
    const rows = attempt(() => this.#old.all(`SELECT * FROM ${table} WHERE ${where}`, value));
    this.#put(table, rows ?? []);
    return rows !== null;
  }

  #rows(table: string, where: string, value: number): readonly Row[] {
    return attempt(() => this.#old.all(`SELECT * FROM ${table} WHERE ${where}`, value)) ?? [];
  }

  #put(table: string, rows: readonly Row[]): void {
    for (const row of rows) {
      const columns = this.#known(table).filter((column) => column in row);
      const places = columns.map(() => '?').join(', ');
      const sql = `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${places})`;
      this.#new.run(sql, ...columns.map((column) => value(row[column])));
    }
  }

  #known(table: string): readonly string[] {
    const known = this.#columns.get(table);
    if (known !== undefined) return known;
    const found = this.#new.all('SELECT name FROM pragma_table_info(?)', table).map((row) => text(row, 'name'));
    this.#columns.set(table, found);
    return found;
  }
}

function value(field: unknown): SqlValue {
  if (typeof field === 'string' || typeof field === 'number' || field instanceof Uint8Array) return field;
  return null;
}
