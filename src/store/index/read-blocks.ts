import type { ConversationItem } from '../../contract/conversation.ts';
import type { BlockQuery, BlockRef } from '../../ports/history-store.ts';
import { readItems, roleBits } from './block-rows.ts';
import { num, numOrNull, text } from './columns.ts';
import { anywhere, Conditions } from './conditions.ts';
import type { IndexConnection, Row } from './connection.ts';

const COLUMNS = `b.id, b.generation, b.from_at, b.to_at, b.last_at, p.agent_id, s.agent, s.agent_session`;
const OWNERS = `CROSS JOIN generation g ON g.id = b.generation CROSS JOIN part p ON p.id = g.part
  CROSS JOIN session s ON s.id = p.session`;

/**
 * Blocks that may hold what is looked for, newest first to within seconds. Those whose words are not in the full text
 * yet are always among them. What is returned has to be looked at: filters say which sessions and blocks come into
 * question, not which items.
 */
export function readBlocks(connection: IndexConnection, query: BlockQuery): readonly BlockRef[] {
  const { match, limit } = query;
  const conditions = filtered(query);
  if (match === null) return select(connection, 'block b', { conditions, limit, order: 'b.id' });
  const waiting = select(connection, 'block b INDEXED BY block_pending', {
    conditions: filtered(query).add('b.searchable = 0'),
    limit,
    order: 'b.id',
  });
  const words = 'full_text w CROSS JOIN block b ON b.id = w.rowid';
  const found = select(connection, words, {
    conditions: conditions.add('b.searchable = 1').add('full_text MATCH ?', match).add('w.rowid < ?', query.after),
    limit,
    order: 'w.rowid',
  });
  return [...waiting, ...found].sort((a, b) => b.id - a.id).slice(0, limit);
}

function select(
  connection: IndexConnection,
  source: string,
  { conditions, limit, order }: { conditions: Conditions; limit: number; order: string },
): readonly BlockRef[] {
  const sql = `SELECT ${COLUMNS} FROM ${source} ${OWNERS} WHERE ${conditions.sql} ORDER BY ${order} DESC LIMIT ?`;
  return connection.all(sql, ...conditions.values, limit).map(toRef);
}

const TOUCHED = `EXISTS (SELECT 1 FROM file_touch f JOIN path t ON t.id = f.path WHERE f.generation = g.id
  AND t.path LIKE ? ESCAPE '\\')`;

function filtered(query: BlockQuery): Conditions {
  const { branch, tool, role } = query;
  return new Conditions()
    .add('b.id < ?', query.after)
    .add('s.agent = ?', query.agent)
    .add('s.key = ?', query.sessionKey)
    .add(`s.dir LIKE ? ESCAPE '\\'`, anywhere(query.project))
    .add('instr(s.branches, ?)', branch === undefined ? undefined : `\n${branch}\n`)
    .add(`s.models LIKE ? ESCAPE '\\'`, anywhere(query.model))
    .add(TOUCHED, anywhere(query.file))
    .add('b.last_at IS NULL OR b.last_at >= ?', query.from)
    .add('b.first_at IS NULL OR b.first_at < ?', query.to)
    .add('b.roles & ?', role === undefined ? undefined : roleBits([role]))
    .add('instr(b.tools, ?)', tool?.toLowerCase())
    .add('b.has_error = ?', query.hasError === true ? 1 : undefined);
}

function toRef(row: Row): BlockRef {
  const agentId = text(row, 'agent_id');
  return {
    id: num(row, 'id'),
    session: { agent: text(row, 'agent'), id: text(row, 'agent_session'), agentId: agentId === '' ? null : agentId },
    generation: num(row, 'generation'),
    from: num(row, 'from_at'),
    to: num(row, 'to_at'),
    lastAt: numOrNull(row, 'last_at'),
  };
}

const OVERLAPPING = `SELECT id FROM block WHERE generation = ?1 AND from_at < ?3 AND to_at > ?2 ORDER BY from_at`;

/** The items of a generation whose records begin in `[from, to)`, in file order. */
export function readStretch(
  connection: IndexConnection,
  { generation, from, to }: { generation: number; from: number; to: number },
): readonly ConversationItem[] {
  const rows = connection.all(OVERLAPPING, generation, from, to);
  const items = rows.flatMap((row) => readItems(connection, num(row, 'id')) ?? []);
  return items.filter(({ offset }) => offset >= from && offset < to);
}

/** A block may have become part of a bigger one since it was found. */
export function unpackBlock(connection: IndexConnection, block: BlockRef): readonly ConversationItem[] {
  const row = connection.get('SELECT generation, from_at, to_at FROM block WHERE id = ?', block.id);
  const isSame = row !== null && row['generation'] === block.generation && row['from_at'] === block.from;
  const items = isSame && row['to_at'] === block.to ? readItems(connection, block.id) : null;
  return items ?? readStretch(connection, block);
}
