/** What SQLite takes and gives in AMC's tables. */
export type SqlValue = string | number | null | Uint8Array;

export interface Statement {
  run(...values: SqlValue[]): { changes: number | bigint };
  get(...values: SqlValue[]): unknown;
  all(...values: SqlValue[]): unknown[];
}

/** The part of `node:sqlite` that AMC uses. */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

export type OpenDatabase = (path: string) => Database;

interface SqliteModule {
  DatabaseSync: new (path: string) => Database;
}

/** Node's own SQLite where it is there without a flag (Node 22.13 and later), else the package with the same API. */
export async function loadDriver(): Promise<OpenDatabase> {
  const { DatabaseSync } = builtInSqlite() ?? (await import('@photostructure/sqlite'));
  return (path) => new DatabaseSync(path);
}

function builtInSqlite(): SqliteModule | null {
  const found = withoutExperimentalWarning(() => process.getBuiltinModule('node:sqlite'));
  return found !== undefined && isSqliteModule(found) ? found : null;
}

function isSqliteModule(module: object): module is SqliteModule {
  return 'DatabaseSync' in module && typeof module.DatabaseSync === 'function';
}

/** Some Node versions print a warning when `node:sqlite` is loaded, on a terminal that belongs to the CLI. */
function withoutExperimentalWarning<T>(load: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
