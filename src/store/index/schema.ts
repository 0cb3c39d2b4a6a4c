import type { IndexConnection } from './connection.ts';

/**
 * What `index.db` looks like. Another number means: set the file aside and begin anew; text of deleted sources is taken
 * over (`take-over.ts`), which goes by the names of columns. So a column never changes its meaning: a new meaning is a
 * new name.
 */
export const VERSION = 3;

/** Before the first table: the size of a page cannot be changed afterwards. */
export const WRITER_PRAGMAS = `PRAGMA busy_timeout = 2000; PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL; PRAGMA cache_size = -12000; PRAGMA wal_autocheckpoint = 4000;
  PRAGMA journal_size_limit = 67108864; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;`;

export const READER_PRAGMAS = `PRAGMA busy_timeout = 1000; PRAGMA query_only = ON; PRAGMA cache_size = -8000;
  PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;`;

/** Numbers `from_at`, `to_at`, `offset`, `read`: bytes of the agent's file; times: ms since the epoch. */
const TABLES = `
  CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    agent TEXT NOT NULL,
    agent_session TEXT NOT NULL,
    title TEXT, title_rank INTEGER NOT NULL DEFAULT 0, first_prompt TEXT,
    dir TEXT, branch TEXT, branches TEXT NOT NULL DEFAULT '', models TEXT NOT NULL DEFAULT '', agent_version TEXT,
    started_at INTEGER, last_at INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
    prompts INTEGER NOT NULL DEFAULT 0, replies INTEGER NOT NULL DEFAULT 0,
    tool_calls INTEGER NOT NULL DEFAULT 0, errors INTEGER NOT NULL DEFAULT 0,
    input INTEGER NOT NULL DEFAULT 0, output INTEGER NOT NULL DEFAULT 0,
    cache_read INTEGER NOT NULL DEFAULT 0, cache_write INTEGER NOT NULL DEFAULT 0,
    archived INTEGER NOT NULL DEFAULT 0, source_deleted INTEGER NOT NULL DEFAULT 0,
    indexed TEXT NOT NULL DEFAULT 'behind', -- 'announced': it has no part yet
    words TEXT NOT NULL DEFAULT ''
  ) STRICT;
  CREATE INDEX session_by_time ON session (last_at, key);
  CREATE INDEX session_announced ON session (id) WHERE indexed = 'announced';

  CREATE TABLE part (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL,
    agent_id TEXT NOT NULL, -- of a subagent; '': the main conversation
    role TEXT, description TEXT, call_id TEXT, context_used INTEGER, context_window INTEGER,
    UNIQUE (session, agent_id)
  ) STRICT;

  CREATE TABLE generation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    part INTEGER NOT NULL,
    path TEXT NOT NULL, archived INTEGER NOT NULL, encoding TEXT NOT NULL,
    head_length INTEGER NOT NULL, head_hash TEXT NOT NULL, tail_length INTEGER NOT NULL, tail_hash TEXT NOT NULL,
    read INTEGER NOT NULL DEFAULT 0, size INTEGER NOT NULL, mtime_ms TEXT NOT NULL, inode TEXT NOT NULL,
    -- mtime_ms: a number with its fraction, as JavaScript writes it
    state TEXT NOT NULL DEFAULT 'there', sketch INTEGER NOT NULL DEFAULT 0,
    settled INTEGER NOT NULL DEFAULT 1, -- 0: superseded, and not yet compared with what came after it
    records INTEGER NOT NULL DEFAULT 0, blank INTEGER NOT NULL DEFAULT 0,
    bytes_records INTEGER NOT NULL DEFAULT 0, bytes_blank INTEGER NOT NULL DEFAULT 0,
    bytes_unreadable INTEGER NOT NULL DEFAULT 0,
    prompts INTEGER NOT NULL DEFAULT 0, replies INTEGER NOT NULL DEFAULT 0,
    tool_calls INTEGER NOT NULL DEFAULT 0, errors INTEGER NOT NULL DEFAULT 0,
    first_at INTEGER, last_at INTEGER,
    input INTEGER NOT NULL DEFAULT 0, output INTEGER NOT NULL DEFAULT 0,
    cache_read INTEGER NOT NULL DEFAULT 0, cache_write INTEGER NOT NULL DEFAULT 0,
    base_session TEXT, base_end INTEGER -- the conversation begins in a file of that session, and goes on here behind that byte
  ) STRICT;
  CREATE INDEX generation_by_part ON generation (part);
  CREATE INDEX generation_by_path ON generation (path);
  CREATE TABLE memory (generation INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;

  CREATE TABLE block (
    id INTEGER PRIMARY KEY, -- the newer the greater, see block-id.ts
    generation INTEGER NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL,
    first_at INTEGER, last_at INTEGER,
    roles INTEGER NOT NULL, tools TEXT NOT NULL, has_error INTEGER NOT NULL,
    size INTEGER NOT NULL, -- of its text, bytes
    searchable INTEGER NOT NULL DEFAULT 0, -- 0: its words are not in the full text yet
    UNIQUE (generation, from_at)
  ) STRICT;
  CREATE INDEX block_pending ON block (generation, from_at) WHERE searchable = 0;
  CREATE TABLE packed (id INTEGER PRIMARY KEY, items BLOB NOT NULL) STRICT;
  CREATE VIRTUAL TABLE full_text USING fts5(text, content = '', detail = none, columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2');
  INSERT INTO full_text (full_text, rank) VALUES ('automerge', 8);
  INSERT INTO full_text (full_text, rank) VALUES ('hashsize', 16777216); -- bytes held before a piece is written

  -- In the order in which files are read, and found by a part of its id that is as good as the whole: ids come in no
  -- order, and a table in theirs would be written all over with each batch.
  CREATE TABLE response (
    id TEXT NOT NULL, generation INTEGER NOT NULL, offset INTEGER NOT NULL, at INTEGER, model TEXT NOT NULL,
    input INTEGER NOT NULL, output INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL,
    cache_write_hour INTEGER NOT NULL, tier TEXT, PRIMARY KEY (generation, offset)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX response_by_id ON response (substr(id, -12));
  CREATE TABLE rate_limit (
    agent TEXT NOT NULL, name TEXT NOT NULL, used_percent REAL NOT NULL, window_minutes REAL, resets_at REAL,
    at INTEGER NOT NULL, PRIMARY KEY (agent, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE span ( -- of waiting for a person: few, and asked for by day
    generation INTEGER NOT NULL, from_at INTEGER NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL, to_at INTEGER,
    PRIMARY KEY (generation, from_at, kind, label)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX span_waiting ON span (from_at) WHERE kind = 'waiting_for_you';
  CREATE TABLE spans ( -- all others, those of a stretch together: see packed-spans.ts
    generation INTEGER NOT NULL, from_at INTEGER NOT NULL, spans TEXT NOT NULL, PRIMARY KEY (generation, from_at)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE branch (
    generation INTEGER NOT NULL, id INTEGER NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER, forked_at INTEGER,
    live INTEGER NOT NULL, PRIMARY KEY (generation, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE path (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE file_touch (
    generation INTEGER NOT NULL, path INTEGER NOT NULL, reads INTEGER NOT NULL, edits INTEGER NOT NULL,
    PRIMARY KEY (generation, path)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX file_touch_by_path ON file_touch (path);
  CREATE TABLE link (
    session INTEGER NOT NULL, type TEXT NOT NULL, other TEXT NOT NULL, call_id TEXT,
    PRIMARY KEY (session, type, other)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX link_by_other ON link (other);
  CREATE TABLE started (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL, call_id TEXT NOT NULL,
    other TEXT, -- agent_id of a part, or agent_session of a session of its own
    role TEXT, description TEXT, UNIQUE (session, call_id)
  ) STRICT;
  CREATE INDEX started_by_other ON started (session, other);
  CREATE TABLE title (
    key TEXT PRIMARY KEY, -- of a session, known or not
    text TEXT NOT NULL, rank INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE title_file (
    path TEXT PRIMARY KEY, read INTEGER NOT NULL, inode TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE pull_request (
    session INTEGER NOT NULL, url TEXT NOT NULL, PRIMARY KEY (session, url)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE unknown (
    generation INTEGER NOT NULL, type TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (generation, type)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE unreadable (
    generation INTEGER NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (generation, from_at, to_at)
  ) STRICT, WITHOUT ROWID;`;

/** Tables with rows that belong to one generation, in the column `generation`. */
export const OF_GENERATION = [
  'memory',
  'block',
  'response',
  'span',
  'spans',
  'branch',
  'file_touch',
  'unknown',
  'unreadable',
] as const;

/** Tables with rows that belong to one session, in the column `session`. */
export const OF_SESSION = ['link', 'started', 'pull_request'] as const;

/** Inside a transaction, on a file without tables. */
export function makeTables(connection: IndexConnection): void {
  connection.exec(`${TABLES}\nPRAGMA user_version = ${VERSION};`);
}

export function schemaVersion(connection: IndexConnection): number {
  const version = connection.get('PRAGMA user_version')?.['user_version'];
  return typeof version === 'number' ? version : 0;
}
