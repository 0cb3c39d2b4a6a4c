import type { Database } from './driver.ts';
import { TotalsRow } from './rows.ts';
import { inTransaction } from './transaction.ts';

export interface RetentionLimits {
  maxAgeMs: number;
  maxEvents: number;
  /** Of env and payload together. */
  maxBytes: number;
}

export const RETENTION: RetentionLimits = {
  maxAgeMs: 30 * 24 * 60 * 60 * 1000,
  maxEvents: 200_000,
  maxBytes: 512 * 1024 * 1024,
};

/** Drops hook events that are too old or too many, oldest first. */
export function pruneHookEvents(database: Database, { now, limits }: { now: number; limits: RetentionLimits }): void {
  inTransaction(database, () => {
    database.prepare('DELETE FROM hook_events WHERE at < ?').run(now - limits.maxAgeMs);
    if (!isWithin(database, limits)) database.prepare(DELETE_EXCESS).run(limits.maxEvents, limits.maxBytes);
  });
}

/** Answered by an index alone, without touching a payload. */
function isWithin(database: Database, { maxEvents, maxBytes }: RetentionLimits): boolean {
  const sql =
    'SELECT COUNT(*) AS events, COALESCE(SUM(size), 0) AS bytes FROM hook_events INDEXED BY hook_events_by_size';
  const { events, bytes } = TotalsRow.parse(database.prepare(sql).get());
  return events <= maxEvents && bytes <= maxBytes;
}

const DELETE_EXCESS = `DELETE FROM hook_events WHERE seq <= (
    SELECT seq FROM (
      SELECT seq, ROW_NUMBER() OVER newest AS place, SUM(size) OVER newest AS total
      FROM hook_events INDEXED BY hook_events_by_size WINDOW newest AS (ORDER BY seq DESC)
    ) WHERE place > ? OR total > ? ORDER BY seq DESC LIMIT 1
  )`;
