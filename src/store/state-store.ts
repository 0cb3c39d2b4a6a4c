import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { AuditPage } from '../contract/audit.ts';
import type { Command } from '../contract/command.ts';
import type { Problem } from '../contract/session.ts';
import type { Clock } from '../ports/clock.ts';
import type {
  AuditQuery,
  HookEvent,
  HookEventQuery,
  KeptMarks,
  NewAuditEntry,
  StateStore,
} from '../ports/state-store.ts';
import { prepareDataDir } from './data-dir.ts';
import { type Database, loadDriver, type SqlValue, type Statement } from './driver.ts';
import { pruneHookEvents, RETENTION, type RetentionLimits } from './retention.ts';
import {
  AuditRow,
  CommandRow,
  DismissedRow,
  HookEventRow,
  MarksRow,
  NewestRow,
  SeqRow,
  SettingRow,
  TimeRow,
} from './rows.ts';
import { migrate } from './schema.ts';
import { damaged, withStoreErrors } from './store-errors.ts';
import { inTransaction } from './transaction.ts';

/** What one session's history and all of them together give at most when the past is rebuilt after a restart. */
const PER_SESSION = 200;
const ALTOGETHER = 10_000;
/** Retention is looked at again after so many new events. */
const PRUNE_EVERY = 5_000;
/** Marked sessions that are kept; beyond that those go whose marks were changed longest ago. */
const MARKED_KEPT = 5_000;
const MIN_TIME = Number.MIN_SAFE_INTEGER;
const MAX_TIME = Number.MAX_SAFE_INTEGER;
const CHECKED_BYTES = 64 * 1024 * 1024;

export interface StateStoreOptions {
  dataDir: string;
  clock: Clock;
  /** Told of rows that cannot be read; they are left out. */
  onProblem: (problem: Problem) => void;
  limits?: RetentionLimits;
}

export interface OpenStateStore extends StateStore {
  /** When the newest event of this agent was written, ms; null when there is none. */
  lastHookEventAt(agent: string): number | null;
  close(): void;
}

/** Opens `state.db`. Throws an `EnvironmentError` when it is damaged, too new, or cannot be written. */
export async function openStateStore(options: StateStoreOptions): Promise<OpenStateStore> {
  prepareDataDir(options.dataDir);
  const path = join(options.dataDir, 'state.db');
  const open = await loadDriver();
  return withStoreErrors(path, () => {
    const database = open(path);
    try {
      // Before the first write: SQLite gives its `-wal` and `-shm` the permissions of the database file.
      chmodSync(path, 0o600);
      setUp(database, path);
      return new SqliteStateStore(database, path, options);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function setUp(database: Database, path: string): void {
  database.exec('PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec('PRAGMA journal_size_limit = 16777216; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;');
  checkIntegrity(database, path);
  migrate(database, path);
}

/** A large file is not read through at each start; damage there shows when the damaged page is used. */
function checkIntegrity(database: Database, path: string): void {
  if (statSync(path).size > CHECKED_BYTES) return;
  const [verdict] = database.prepare('PRAGMA quick_check(1)').all();
  if (!isOk(verdict)) throw damaged(path, Object.values(verdict ?? {}).join());
}

function isOk(verdict: unknown): boolean {
  return typeof verdict === 'object' && verdict !== null && Object.values(verdict)[0] === 'ok';
}

class SqliteStateStore implements OpenStateStore {
  readonly #database: Database;
  readonly #path: string;
  readonly #options: StateStoreOptions;
  readonly #statements = new Map<string, Statement>();
  #sincePrune = 0;

  constructor(database: Database, path: string, options: StateStoreOptions) {
    this.#database = database;
    this.#path = path;
    this.#options = options;
    this.#prune();
  }

  addHookEvents(events: readonly HookEvent[]): readonly HookEvent[] {
    const added = this.#write(() => events.filter((event) => this.#insert(event)));
    this.#sincePrune += added.length;
    if (this.#sincePrune >= PRUNE_EVERY) this.#prune();
    return added;
  }

  hookEvents(sessionId: string, limit: number): readonly HookEvent[] {
    const sql = 'SELECT * FROM hook_events WHERE session_id = ? ORDER BY at DESC, seq DESC LIMIT ?';
    return this.#read(HookEventRow, 'hook_events', sql, sessionId, limit).reverse();
  }

  hookEventsSince(at: number): readonly HookEvent[] {
    // Numbers first: sorting whole rows would move every payload.
    const sql = `SELECT seq FROM (
        SELECT seq, at, ROW_NUMBER() OVER (PARTITION BY session_id ORDER BY at DESC, seq DESC) AS place
        FROM hook_events WHERE at >= ?
      ) WHERE place <= ? ORDER BY at DESC, seq DESC LIMIT ?`;
    const picked = this.#read(SeqRow, 'hook_events', sql, at, PER_SESSION, ALTOGETHER).reverse();
    const row = 'SELECT * FROM hook_events WHERE seq = ?';
    return picked.flatMap(({ seq }) => this.#read(HookEventRow, 'hook_events', row, seq));
  }

  findHookEvents({ agent, events, sessionId, from, to }: HookEventQuery): readonly HookEvent[] {
    const sql = `SELECT * FROM hook_events INDEXED BY hook_events_by_kind
      WHERE agent = ?1 AND event IN (SELECT value FROM json_each(?2)) AND at >= ?3 AND at < ?4
        AND (?5 IS NULL OR session_id = ?5)
      ORDER BY at, seq`;
    const values = [agent, JSON.stringify(events), from ?? MIN_TIME, to ?? MAX_TIME, sessionId ?? null];
    return this.#read(HookEventRow, 'hook_events', sql, ...values);
  }

  sessionsWithHookEvent(query: Omit<HookEventQuery, 'sessionId'>): readonly { sessionId: string; newest: number }[] {
    const { agent, events, from, to } = query;
    const sql = `SELECT session_id, MAX(seq) AS newest FROM hook_events INDEXED BY hook_events_by_session
      WHERE session_id IN (
        SELECT session_id FROM hook_events INDEXED BY hook_events_by_kind
        WHERE agent = ?1 AND event IN (SELECT value FROM json_each(?2)) AND at < ?4
      ) GROUP BY session_id HAVING MAX(at) >= ?3`;
    const values = [agent, JSON.stringify(events), from ?? MIN_TIME, to ?? MAX_TIME];
    return this.#read(NewestRow, 'hook_events', sql, ...values);
  }

  lastHookEventAt(agent: string): number | null {
    const sql = 'SELECT MAX(at) AS at FROM hook_events WHERE agent = ?';
    return this.#read(TimeRow, 'hook_events', sql, agent)[0]?.at ?? null;
  }

  saveCommand(command: Command, idempotencyKey: string | null, audit: readonly NewAuditEntry[] = []): void {
    const sql = `INSERT INTO commands (id, idempotency_key, created_at, body) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET body = excluded.body, idempotency_key = COALESCE(idempotency_key, excluded.idempotency_key)`;
    const values = [command.id, idempotencyKey, Math.floor(command.createdAt), JSON.stringify(command)];
    this.#write(() => {
      this.#statement(sql).run(...values);
      this.#insertAudit(audit);
    });
  }

  commandByKey(idempotencyKey: string): Command | null {
    const sql = 'SELECT * FROM commands WHERE idempotency_key = ?';
    return this.#read(CommandRow, 'commands', sql, idempotencyKey)[0] ?? null;
  }

  recentCommands(limit: number): readonly Command[] {
    return this.#read(
      CommandRow,
      'commands',
      'SELECT * FROM commands ORDER BY created_at DESC, rowid DESC LIMIT ?',
      limit,
    );
  }

  addAudit(entries: readonly NewAuditEntry[]): void {
    this.#write(() => this.#insertAudit(entries));
  }

  audit({ before, limit, session, command }: AuditQuery): AuditPage {
    // One statement for each form of the question: the planner then takes the index that fits it.
    const wanted = [
      ['seq < ?', before],
      ['session_key = ?', session],
      ['command_id = ?', command],
    ].filter((part): part is [string, string | number] => part[1] !== undefined);
    const where = wanted.length === 0 ? '' : `WHERE ${wanted.map(([condition]) => condition).join(' AND ')}`;
    const sql = `SELECT seq, body FROM audit ${where} ORDER BY seq DESC LIMIT ?`;
    const found = this.#read(AuditRow, 'audit', sql, ...wanted.map(([, value]) => value), limit + 1);
    const entries = found.slice(0, limit);
    const last = entries.at(-1);
    return found.length > limit && last !== undefined ? { entries, next: last.seq } : { entries };
  }

  setDismissed(sessionKey: string, at: number | null): void {
    const sql = 'INSERT INTO dismissed (session_key, at) VALUES (?, ?) ON CONFLICT DO UPDATE SET at = excluded.at';
    this.#write(() => {
      if (at === null) this.#statement('DELETE FROM dismissed WHERE session_key = ?').run(sessionKey);
      else this.#statement(sql).run(sessionKey, Math.floor(at));
    });
  }

  dismissed(): ReadonlyMap<string, number> {
    const rows = this.#read(DismissedRow, 'dismissed', 'SELECT * FROM dismissed');
    return new Map(rows.map(({ session_key, at }) => [session_key, at]));
  }

  setting(name: string): string | null {
    return this.#read(SettingRow, 'settings', 'SELECT name, body FROM settings WHERE name = ?', name)[0]?.body ?? null;
  }

  setSetting(name: string, body: string): void {
    const sql = `INSERT INTO settings (name, at, body) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET at = excluded.at, body = excluded.body`;
    this.#write(() => this.#statement(sql).run(name, Math.floor(this.#options.clock()), body));
  }

  setMarks(sessionKey: string, marks: KeptMarks | null, at: number): void {
    const put = `INSERT INTO marks (session_key, at, body) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET at = excluded.at, body = excluded.body`;
    const trim = `DELETE FROM marks WHERE session_key IN (
        SELECT session_key FROM marks ORDER BY at DESC, session_key LIMIT -1 OFFSET ${MARKED_KEPT}
      )`;
    this.#write(() => {
      if (marks === null) return void this.#statement('DELETE FROM marks WHERE session_key = ?').run(sessionKey);
      this.#statement(put).run(sessionKey, Math.floor(at), JSON.stringify(marks));
      this.#statement(trim).run();
    });
  }

  marks(): ReadonlyMap<string, KeptMarks> {
    const rows = this.#read(MarksRow, 'marks', 'SELECT session_key, body FROM marks');
    return new Map(rows.map(({ sessionKey, marks }) => [sessionKey, marks]));
  }

  /** One driver leaves the connection to the garbage collector as long as a statement lives: tidy up before. */
  close(): void {
    withStoreErrors(this.#path, () => this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
    this.#statements.clear();
    this.#database.close();
  }

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }

  #insert(event: HookEvent): boolean {
    const sql = `INSERT INTO hook_events (name, agent, session_id, event, at, size, env, payload)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING`;
    const env = JSON.stringify(event.env);
    const payload = JSON.stringify(event.payload);
    const { name, agent, sessionId, at } = event;
    const values = [name, agent, sessionId, event.event, Math.floor(at), env.length + payload.length, env, payload];
    return Number(this.#statement(sql).run(...values).changes) === 1;
  }

  #insertAudit(entries: readonly NewAuditEntry[]): void {
    const sql = 'INSERT INTO audit (at, command_id, session_key, body) VALUES (?, ?, ?, ?)';
    for (const entry of entries) {
      this.#statement(sql).run(Math.floor(entry.at), entry.commandId, entry.sessionKey, JSON.stringify(entry));
    }
  }

  #prune(): void {
    const { clock, limits = RETENTION } = this.#options;
    this.#sincePrune = 0;
    withStoreErrors(this.#path, () => pruneHookEvents(this.#database, { now: clock(), limits }));
  }

  #write<T>(work: () => T): T {
    return withStoreErrors(this.#path, () => inTransaction(this.#database, work));
  }

  /** Rows that are not as they must be are told as problems and left out. */
  #read<T extends z.ZodType>(schema: T, table: string, sql: string, ...values: SqlValue[]): z.output<T>[] {
    const rows = withStoreErrors(this.#path, () => this.#statement(sql).all(...values));
    return rows.flatMap((row) => {
      const parsed = schema.safeParse(row);
      if (parsed.success) return [parsed.data];
      this.#tellBroken(table, row, parsed.error);
      return [];
    });
  }

  #tellBroken(table: string, row: unknown, error: z.ZodError): void {
    const issue = error.issues[0];
    this.#options.onProblem({
      code: 'state_row_broken',
      message: `A row of ${table} cannot be read and is left out: ${issue?.path.join('.')} ${issue?.message}.`,
      place: `${this.#path} ${table} ${rowId(row)}`,
      at: this.#options.clock(),
    });
  }
}

function rowId(row: unknown): string {
  if (typeof row !== 'object' || row === null) return '?';
  if ('seq' in row) return String(row.seq);
  return 'id' in row ? String(row.id) : String(Object.values(row)[0]);
}
