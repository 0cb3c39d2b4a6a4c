import { EnvironmentError } from '../contract/errors.ts';
import type { Database } from './driver.ts';
import { inTransaction } from './transaction.ts';

/** Forward only. A step that was released is never edited; a change is a new step at the end. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE hook_events (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL UNIQUE,
     agent TEXT NOT NULL,
     session_id TEXT NOT NULL,
     event TEXT NOT NULL,
     at INTEGER NOT NULL,
     size INTEGER NOT NULL,
     env TEXT NOT NULL,
     payload TEXT NOT NULL
   ) STRICT;
   CREATE INDEX hook_events_by_session ON hook_events (session_id, at);
   CREATE INDEX hook_events_by_time ON hook_events (at);
   CREATE INDEX hook_events_by_size ON hook_events (seq, size);
   CREATE TABLE commands (
     id TEXT PRIMARY KEY,
     idempotency_key TEXT UNIQUE,
     created_at INTEGER NOT NULL,
     body TEXT NOT NULL
   ) STRICT;
   CREATE INDEX commands_by_time ON commands (created_at);
   CREATE TABLE dismissed (
     session_key TEXT PRIMARY KEY,
     at INTEGER NOT NULL
   ) STRICT;`,
  `CREATE INDEX hook_events_by_kind ON hook_events (agent, event, at, session_id);`,
  `CREATE TABLE audit (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     at INTEGER NOT NULL,
     command_id TEXT NOT NULL,
     session_key TEXT NOT NULL,
     body TEXT NOT NULL
   ) STRICT;
   CREATE INDEX audit_by_session ON audit (session_key, seq);
   CREATE INDEX audit_by_command ON audit (command_id, seq);
   CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
     BEGIN SELECT RAISE(ABORT, 'lines of the audit log are only ever added'); END;
   CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
     BEGIN SELECT RAISE(ABORT, 'lines of the audit log are only ever added'); END;
   CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
     WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
     BEGIN SELECT RAISE(ABORT, 'lines of the audit log are only ever added'); END;`,
  `CREATE TABLE marks (
     session_key TEXT PRIMARY KEY,
     at INTEGER NOT NULL,
     body TEXT NOT NULL
   ) STRICT;
   CREATE INDEX marks_by_time ON marks (at);`,
  `CREATE TABLE settings (
     name TEXT PRIMARY KEY,
     at INTEGER NOT NULL,
     body TEXT NOT NULL
   ) STRICT;`,
];

/** Brings the schema to what this AMC knows. Refuses a database that a newer AMC has changed. */
export function migrate(database: Database, path: string): void {
  const version = schemaVersion(database);
  if (version > MIGRATIONS.length) {
    throw new EnvironmentError({
      code: 'state_too_new',
      message: `${path} was written by a newer AMC (schema ${version}; this one knows up to ${MIGRATIONS.length}).`,
      next: 'Start the newer AMC again, or move the file away to begin anew.',
    });
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    inTransaction(database, () => database.exec(`${sql}\nPRAGMA user_version = ${index + 1};`));
  }
}

function schemaVersion(database: Database): number {
  const row = database.prepare('PRAGMA user_version').get();
  const version = typeof row === 'object' && row !== null && 'user_version' in row ? row.user_version : 0;
  return typeof version === 'number' ? version : 0;
}
