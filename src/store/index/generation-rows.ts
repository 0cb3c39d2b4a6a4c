import { AgentName } from '../../contract/agent.ts';
import type { IndexBatch, SessionDelta } from '../../ports/history-store.ts';
import type { Generation, IndexWriter } from '../../ports/history-store.ts';
import type { SqlValue } from '../driver.ts';
import { num, numOrNull, oneOf, text, textOrNull } from './columns.ts';
import type { IndexConnection, Row } from './connection.ts';

const STATES = ['there', 'gone', 'unreadable', 'superseded'] as const;
const ENCODINGS = ['plain', 'zstd'] as const;

const COLUMNS = (
  'g.id g.path g.archived g.encoding g.head_length g.head_hash g.tail_length g.tail_hash g.read g.size g.mtime_ms ' +
  'g.inode g.state g.sketch g.base_session g.base_end p.agent_id s.agent s.agent_session'
).split(' ');
const FROM = 'FROM generation g JOIN part p ON p.id = g.part JOIN session s ON s.id = p.session';

export function allGenerations(connection: IndexConnection): readonly Generation[] {
  const names = COLUMNS.map((column) => column.slice(2));
  return connection.many(names, `FROM (SELECT ${COLUMNS.join(', ')} ${FROM} ORDER BY g.id)`).map(toGeneration);
}

export function generationOf(connection: IndexConnection, id: number): Generation | null {
  const row = connection.get(`SELECT ${COLUMNS.join(', ')} ${FROM} WHERE g.id = ?`, id);
  return row === null ? null : toGeneration(row);
}

/** Newest first, lives that are over last. */
export function generationsOfPart(connection: IndexConnection, key: string, agentId: string): readonly Generation[] {
  const sql = `SELECT ${COLUMNS.join(', ')} ${FROM} WHERE s.key = ? AND p.agent_id = ?
    ORDER BY g.state = 'superseded', COALESCE(g.last_at, CAST(g.mtime_ms AS INTEGER)) DESC, g.id DESC`;
  return connection.all(sql, key, agentId).map(toGeneration);
}

function toGeneration(row: Row): Generation {
  const agentId = text(row, 'agent_id');
  const [sessionId, end] = [textOrNull(row, 'base_session'), numOrNull(row, 'base_end')];
  return {
    id: num(row, 'id'),
    path: text(row, 'path'),
    file: {
      agent: oneOf(row, 'agent', AgentName.options),
      sessionId: text(row, 'agent_session'),
      ...(agentId !== '' && { agentId }),
      archived: num(row, 'archived') === 1,
      encoding: oneOf(row, 'encoding', ENCODINGS),
    },
    head: { length: num(row, 'head_length'), hash: text(row, 'head_hash') },
    tail: { length: num(row, 'tail_length'), hash: text(row, 'tail_hash') },
    read: num(row, 'read'),
    size: num(row, 'size'),
    mtimeMs: Number(text(row, 'mtime_ms')),
    inode: text(row, 'inode'),
    state: oneOf(row, 'state', STATES),
    sketch: num(row, 'sketch') === 1,
    ...(sessionId !== null && end !== null && { base: { sessionId, end } }),
  };
}

const INSERT = `INSERT INTO generation (part, path, archived, encoding, head_length, head_hash, tail_length, tail_hash,
    size, mtime_ms, inode, sketch, prompts, replies, tool_calls, errors, first_at, last_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`;

type Beginning = Parameters<IndexWriter['begin']>[0];

/** The number of the new row. */
export function insertGeneration(connection: IndexConnection, part: number, options: Beginning): number {
  const { path, file, head, tail, size, mtimeMs, inode, sketch } = options;
  const place = [part, path, file.archived ? 1 : 0, file.encoding];
  const proof = [head.length, head.hash, tail.length, tail.hash];
  const seen = [size, String(mtimeMs), inode, sketch === null ? 0 : 1];
  const row = connection.get(INSERT, ...place, ...proof, ...seen, ...countsOf(sketch));
  return row === null ? 0 : num(row, 'id');
}

export function setBase(connection: IndexConnection, generation: number, { base }: SessionDelta): void {
  if (base === undefined) return;
  const sql = 'UPDATE generation SET base_session = ?, base_end = ? WHERE id = ?';
  connection.run(sql, base.sessionId, base.end, generation);
}

function countsOf(delta: SessionDelta | null): SqlValue[] {
  if (delta === null) return [0, 0, 0, 0, null, null];
  return [delta.prompts, delta.replies, delta.toolCalls, delta.errors, time(delta.firstAt), time(delta.lastAt)];
}

export function time(at: number | null | undefined): number | null {
  return at === null || at === undefined || !Number.isFinite(at) ? null : Math.floor(at);
}

/** Everything at this path so far is over. Returns the parts it was of. */
export function supersede(connection: IndexConnection, path: string): readonly number[] {
  const sql = `SELECT DISTINCT part FROM generation WHERE path = ? AND state <> 'superseded'`;
  const parts = connection.all(sql, path).map((row) => num(row, 'part'));
  if (parts.length === 0) return parts;
  connection.run(`UPDATE generation SET state = 'superseded' WHERE path = ?`, path);
  for (const part of parts) unsettle(connection, part);
  return parts;
}

/** What is over has to be compared anew with what there is now. */
export function unsettle(connection: IndexConnection, part: number): void {
  connection.run(`UPDATE generation SET settled = 0 WHERE part = ? AND state = 'superseded'`, part);
}

/** The counts of a sketch end with the first batch; its times stay, they are of the same file. */
const ADVANCE = `UPDATE generation SET read = ?2, tail_length = ?3, tail_hash = ?4, size = ?5, mtime_ms = ?6,
    records = records + ?7, blank = blank + ?8, bytes_records = bytes_records + ?9, bytes_blank = bytes_blank + ?10,
    bytes_unreadable = bytes_unreadable + ?11,
    prompts = prompts * (1 - sketch) + ?12, replies = replies * (1 - sketch) + ?13,
    tool_calls = tool_calls * (1 - sketch) + ?14, errors = errors * (1 - sketch) + ?15,
    first_at = COALESCE(MIN(first_at, ?16), first_at, ?16), last_at = COALESCE(MAX(last_at, ?17), last_at, ?17),
    sketch = 0
  WHERE id = ?1`;

export function advance(connection: IndexConnection, batch: IndexBatch): void {
  const { generation, to, tail, size, mtimeMs, records, blank, bytes, session } = batch;
  const seen = [generation, to, tail.length, tail.hash, size, String(mtimeMs)];
  const account = [records, blank, bytes.records, bytes.blank, bytes.unreadable];
  connection.run(ADVANCE, ...seen, ...account, ...countsOf(session));
  setMemory(connection, generation, batch.memory);
}

function setMemory(connection: IndexConnection, generation: number, memory: string | null): void {
  if (memory === null) connection.run('DELETE FROM memory WHERE generation = ?', generation);
  else connection.run('INSERT OR REPLACE INTO memory (generation, text) VALUES (?, ?)', generation, memory);
}
