import type { ConversationItem } from '../../contract/conversation.ts';
import { SearchRole } from '../../contract/search.ts';
import type { TextBlock } from '../../ports/history-store.ts';
import { newBlockId } from './block-id.ts';
import { bytes, listText, num, numOrNull, text } from './columns.ts';
import type { IndexConnection, Row } from './connection.ts';
import { time } from './generation-rows.ts';
import { damagedIndex } from './index-errors.ts';
import { unpackItems } from './pack.ts';

/** A row of `block`, with the roles as bits and the tools as a list in one text. */
export interface BlockRow {
  id: number;
  generation: number;
  from: number;
  to: number;
  firstAt: number | null;
  lastAt: number | null;
  roles: number;
  tools: string;
  hasError: boolean;
  size: number;
  searchable: boolean;
}

/** The bits of roles: their places in `SearchRole`. A role that is not known has every bit. */
export function roleBits(roles: readonly string[]): number {
  const bits = roles.map((role) => {
    const place = SearchRole.options.findIndex((known) => known === role);
    return place < 0 ? (1 << SearchRole.options.length) - 1 : 1 << place;
  });
  return bits.reduce((all, bit) => all | bit, 0);
}

export function toBlockRow(row: Row): BlockRow {
  return {
    id: num(row, 'id'),
    generation: num(row, 'generation'),
    from: num(row, 'from_at'),
    to: num(row, 'to_at'),
    firstAt: numOrNull(row, 'first_at'),
    lastAt: numOrNull(row, 'last_at'),
    roles: num(row, 'roles'),
    tools: text(row, 'tools'),
    hasError: num(row, 'has_error') === 1,
    size: num(row, 'size'),
    searchable: num(row, 'searchable') === 1,
  };
}

/** A block as a batch brings it. `mtimeMs`: for blocks whose records have no time. */
export function fromBatch(
  block: TextBlock,
  generation: number,
  mtimeMs: number,
): Omit<BlockRow, 'id'> & { at: number } {
  const lastAt = time(block.lastAt);
  return {
    generation,
    from: block.from,
    to: block.to,
    firstAt: time(block.firstAt),
    lastAt,
    roles: roleBits(block.roles),
    tools: listText(block.tools).toLowerCase(),
    hasError: block.hasError,
    size: block.text.length,
    searchable: false,
    at: lastAt ?? mtimeMs,
  };
}

const INSERT = `INSERT INTO block (id, generation, from_at, to_at, first_at, last_at, roles, tools, has_error, size,
  searchable) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Its new id. */
export function insertBlock(
  connection: IndexConnection,
  block: Omit<BlockRow, 'id'> & { at: number },
  packed: Uint8Array,
): number {
  const { generation, from, to, firstAt, lastAt, roles, tools, hasError, size, searchable, at } = block;
  const id = newBlockId(connection, at);
  const values = [id, generation, from, to, firstAt, lastAt, roles, tools, hasError ? 1 : 0, size, searchable ? 1 : 0];
  connection.run(INSERT, ...values);
  connection.run('INSERT INTO packed (id, items) VALUES (?, ?)', id, packed);
  return id;
}

export function deleteBlock(connection: IndexConnection, id: number): void {
  connection.run('DELETE FROM block WHERE id = ?', id);
  connection.run('DELETE FROM packed WHERE id = ?', id);
}

/** Its items; null: there is no such block. */
export function readItems(connection: IndexConnection, id: number): readonly ConversationItem[] | null {
  const row = connection.get('SELECT items FROM packed WHERE id = ?', id);
  if (row === null) return null;
  try {
    return unpackItems(bytes(row, 'items'));
  } catch (cause) {
    throw damagedIndex(connection.path, cause);
  }
}
