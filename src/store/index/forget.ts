import { readItems, toBlockRow } from './block-rows.ts';
import { num } from './columns.ts';
import type { IndexConnection } from './connection.ts';
import type { FullText } from './full-text.ts';
import { OF_GENERATION, OF_SESSION } from './schema.ts';
import { refreshSession } from './session-sums.ts';

const FORGETTABLE = `SELECT g.id, p.session FROM generation g JOIN part p ON p.id = g.part
  JOIN session s ON s.id = p.session WHERE g.state IN ('gone', 'superseded') AND (?1 IS NULL OR s.key = ?1)`;

/**
 * Everything that was kept of files that are gone or were rewritten: text, usage, paths. A session of which nothing
 * else is known goes, too. Returns how many sessions it was kept of. `key`: of one session only.
 */
export function forgetDeleted(connection: IndexConnection, fullText: FullText, key: string | null): number {
  const rows = connection.all(FORGETTABLE, key);
  const sessions = new Set(rows.map((row) => num(row, 'session')));
  for (const row of rows) forgetGeneration(connection, fullText, num(row, 'id'));
  for (const session of sessions) dropEmpty(connection, session);
  if (rows.length === 0) return 0;
  connection.run('DELETE FROM path WHERE id NOT IN (SELECT path FROM file_touch)');
  fullText.optimize();
  return sessions.size;
}

function forgetGeneration(connection: IndexConnection, fullText: FullText, generation: number): void {
  for (const row of connection.all('SELECT * FROM block WHERE generation = ?', generation)) {
    const block = toBlockRow(row);
    fullText.remove(block, readItems(connection, block.id) ?? []);
  }
  for (const table of OF_GENERATION) connection.run(`DELETE FROM ${table} WHERE generation = ?`, generation);
  connection.run('DELETE FROM generation WHERE id = ?', generation);
}

function dropEmpty(connection: IndexConnection, session: number): void {
  connection.run(
    'DELETE FROM part WHERE session = ? AND NOT EXISTS (SELECT 1 FROM generation WHERE part = part.id)',
    session,
  );
  if (connection.get('SELECT 1 FROM part WHERE session = ?', session) !== null) {
    refreshSession(connection, session);
    return;
  }
  for (const table of OF_SESSION) connection.run(`DELETE FROM ${table} WHERE session = ?`, session);
  connection.run('DELETE FROM title WHERE key = (SELECT key FROM session WHERE id = ?)', session);
  connection.run('DELETE FROM session WHERE id = ?', session);
}
