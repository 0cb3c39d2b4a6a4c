import type { IndexFault } from '../../contract/history.ts';
import { num, text } from './columns.ts';
import type { IndexConnection, Row } from './connection.ts';
import { WRONG_SUMS } from './session-sums.ts';

interface Check {
  invariant: IndexFault['invariant'];
  sql: string;
  /** Completes the sentence "… (path)". */
  message: (row: Row) => string;
}

/** A generation of which not every byte up to its checkpoint was a record, blank or unreadable. */
export const UNACCOUNTED = 'read <> bytes_records + bytes_blank + bytes_unreadable';

const CHECKS: readonly Check[] = [
  {
    invariant: 'I1',
    sql: `SELECT path, read, bytes_records + bytes_blank + bytes_unreadable AS bytes FROM generation
      WHERE ${UNACCOUNTED}`,
    message: (row) => `${num(row, 'read')} bytes were read, ${num(row, 'bytes')} are accounted for`,
  },
  {
    invariant: 'I1',
    sql: `SELECT g.path, g.bytes_unreadable AS told, COALESCE(SUM(u.to_at - u.from_at), 0) AS listed
      FROM generation g LEFT JOIN unreadable u ON u.generation = g.id GROUP BY g.id HAVING told <> listed`,
    message: (row) => `${num(row, 'told')} bytes could not be read, ${num(row, 'listed')} are listed`,
  },
  {
    invariant: 'I3',
    sql: `SELECT g.path, b.from_at, COUNT(*) AS times FROM block b JOIN generation g ON g.id = b.generation
      GROUP BY b.generation, b.from_at HAVING times > 1`,
    message: (row) => `the text at byte ${num(row, 'from_at')} is there ${num(row, 'times')} times`,
  },
  {
    invariant: 'I4',
    sql: `SELECT path, from_at, before FROM (
        SELECT g.path, b.from_at, b.to_at, MAX(b.to_at) OVER earlier AS before
        FROM block b JOIN generation g ON g.id = b.generation
        WINDOW earlier AS (PARTITION BY b.generation ORDER BY b.from_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
      ) WHERE from_at < before OR to_at <= from_at`,
    message: (row) => `the text at byte ${num(row, 'from_at')} overlaps with what comes before it`,
  },
  {
    invariant: 'I5',
    sql: `SELECT g.path, g.read, MAX(b.to_at) AS end FROM block b JOIN generation g ON g.id = b.generation
      GROUP BY g.id HAVING end > g.read`,
    message: (row) => `there is text up to byte ${num(row, 'end')}, the checkpoint is at ${num(row, 'read')}`,
  },
  {
    invariant: 'store',
    sql: `SELECT 'block ' || b.id AS path FROM block b LEFT JOIN packed p ON p.id = b.id
        LEFT JOIN generation g ON g.id = b.generation WHERE p.id IS NULL OR g.id IS NULL
      UNION ALL SELECT 'packed ' || p.id FROM packed p LEFT JOIN block b ON b.id = p.id WHERE b.id IS NULL
      UNION ALL SELECT 'response ' || r.id FROM response r LEFT JOIN generation g ON g.id = r.generation
        WHERE g.id IS NULL`,
    message: () => 'a row lacks the one that it belongs to',
  },
  {
    invariant: 'store',
    sql: `SELECT 'response ' || id AS path FROM response GROUP BY id HAVING COUNT(*) > 1`,
    message: () => 'it is counted more than once',
  },
  {
    invariant: 'store',
    sql: `SELECT g.path FROM generation g LEFT JOIN response r ON r.generation = g.id GROUP BY g.id
      HAVING (g.input, g.output, g.cache_read, g.cache_write) IS NOT (COALESCE(SUM(r.input), 0),
        COALESCE(SUM(r.output), 0), COALESCE(SUM(r.cache_read), 0), COALESCE(SUM(r.cache_write), 0))`,
    message: () => 'its tokens are not the sum of its responses',
  },
  {
    invariant: 'store',
    sql: `SELECT key AS path FROM (${WRONG_SUMS})`,
    message: () => 'the sums of a session are not those of its files',
  },
];

/** Some of each kind are enough to know. */
const SHOWN = 100;

/** The invariants over the tables, and whether SQLite finds the file sound. Reads all of it. */
export function verifyIndex(connection: IndexConnection): readonly IndexFault[] {
  const damage = connection
    .all('PRAGMA quick_check(10)')
    .map((row) => String(Object.values(row)[0]))
    .filter((verdict) => verdict !== 'ok');
  if (damage.length > 0) return damage.map((message) => ({ invariant: 'store', path: connection.path, message }));
  return CHECKS.flatMap((check) =>
    connection.all(`${check.sql} LIMIT ${SHOWN}`).map((row) => ({
      invariant: check.invariant,
      path: text(row, 'path'),
      message: check.message(row),
    })),
  );
}
