import { AmcError, UserError } from '../../contract/errors.ts';
import type { Generation, IndexBatch, IndexWriter, SessionDelta, TitleFile } from '../../ports/history-store.ts';
import { loadDriver, type OpenDatabase } from '../driver.ts';
import { num, text } from './columns.ts';
import type { IndexConnection } from './connection.ts';
import { putCompany, putDetails } from './detail-rows.ts';
import { forgetDeleted } from './forget.ts';
import { FullText } from './full-text.ts';
import {
  advance,
  allGenerations,
  generationOf,
  insertGeneration,
  setBase,
  supersede,
  unsettle,
} from './generation-rows.ts';
import { openIndexFile } from './index-file.ts';
import { announce, applyFacts, dropAnnounced, type Place, placeOf } from './session-rows.ts';
import { refreshSession } from './session-sums.ts';
import { isUnsettled, settlePart, settleSuperseded } from './superseded.ts';
import { nameSessions, readTitleFiles } from './title-rows.ts';
import { putResponses } from './usage-rows.ts';

/** Pages of the full text that one `tidy` merges. */
const MERGED_PAGES = 200;

export interface IndexWriterOptions {
  /** Of `index.db`. */
  path: string;
  open?: OpenDatabase;
  /** Sets aside what is there and begins anew, with the text of deleted sources: a rebuild. */
  anew?: boolean;
}

/** An `IndexWriter` that can put many of its calls into one transaction. */
export interface GroupingIndexWriter extends IndexWriter {
  /** All that `work` writes is one transaction: much faster for many small things. It is undone when `work` throws. */
  together<T>(work: () => T): T;
}

/**
 * Opens `index.db` for its one writer. A damaged one, or one of another version, is set aside and begun anew. Throws an
 * `EnvironmentError` when the machine is at fault (disk full, no permission, in use).
 */
export async function openIndexWriter(options: IndexWriterOptions): Promise<GroupingIndexWriter> {
  const open = options.open ?? (await loadDriver());
  return new SqliteIndexWriter(openIndexFile(options.path, { open, anew: options.anew ?? false }));
}

class SqliteIndexWriter implements GroupingIndexWriter {
  readonly #connection: IndexConnection;
  readonly #fullText: FullText;
  #depth = 0;

  constructor(connection: IndexConnection) {
    this.#connection = connection;
    this.#fullText = new FullText(connection);
    // Of one who died in the midst of it.
    dropAnnounced(connection);
  }

  generations(): readonly Generation[] {
    return allGenerations(this.#connection);
  }

  begin(options: Parameters<IndexWriter['begin']>[0]): Generation {
    return this.together(() => {
      const place = placeOf(this.#connection, options.file);
      const over = supersede(this.#connection, options.path);
      const id = insertGeneration(this.#connection, place.part, options);
      unsettle(this.#connection, place.part);
      const { sketch, ...begun } = options;
      const { file } = begun;
      if (sketch !== null) this.#learn(id, place, file.agent, sketch);
      for (const session of this.#sessionsOf(over)) refreshSession(this.#connection, session);
      refreshSession(this.#connection, place.session);
      const base = sketch?.base;
      return { ...begun, id, read: 0, state: 'there', sketch: sketch !== null, ...(base !== undefined && { base }) };
    });
  }

  announce(files: Parameters<IndexWriter['announce']>[0]): void {
    this.together(() => announce(this.#connection, files));
  }

  dropAnnounced(): void {
    dropAnnounced(this.#connection);
  }

  memory(generation: number): string | null {
    const row = this.#connection.get('SELECT text FROM memory WHERE generation = ?', generation);
    return row === null ? null : text(row, 'text');
  }

  commit(batch: IndexBatch): void {
    this.together(() => {
      const before = this.#generation(batch.generation);
      if (before.read !== batch.from || batch.to < batch.from) throw gap(batch, before);
      const place = placeOf(this.#connection, before.file);
      advance(this.#connection, batch);
      this.#fullText.add(batch.blocks, { generation: batch.generation, mtimeMs: batch.mtimeMs });
      putDetails(this.#connection, batch);
      this.#learn(batch.generation, place, before.file.agent, batch.session);
      const others = putResponses(this.#connection, batch, place);
      for (const session of new Set([...others, place.session])) refreshSession(this.#connection, session);
      this.#settle(batch, place);
    });
  }

  mark(generation: number, change: Parameters<IndexWriter['mark']>[1]): void {
    this.together(() => {
      const before = this.#generation(generation);
      const after = { ...before, ...change };
      const places = [placeOf(this.#connection, before.file), placeOf(this.#connection, after.file)];
      const [from, to] = places;
      const { path, size, mtimeMs, inode, state, file } = after;
      const sql = `UPDATE generation SET part = ?2, path = ?3, size = ?4, mtime_ms = ?5, inode = ?6, state = ?7,
        archived = ?8, encoding = ?9 WHERE id = ?1`;
      const values = [path, size, String(mtimeMs), inode, state, file.archived ? 1 : 0, file.encoding];
      this.#connection.run(sql, generation, to?.part ?? from?.part ?? 0, ...values);
      if (state !== before.state) unsettle(this.#connection, to?.part ?? 0);
      for (const { session } of places) refreshSession(this.#connection, session);
    });
  }

  titleFiles(): readonly TitleFile[] {
    return readTitleFiles(this.#connection);
  }

  nameSessions(...named: Parameters<IndexWriter['nameSessions']>): void {
    this.together(() => nameSessions(this.#connection, ...named));
  }

  forgetDeleted(session?: { agent: string; id: string }): number {
    const key = session === undefined ? null : `${session.agent}:${session.id}`;
    this.#connection.exec('PRAGMA secure_delete = ON');
    try {
      return this.together(() => forgetDeleted(this.#connection, this.#fullText, key));
    } finally {
      this.#connection.exec('PRAGMA secure_delete = OFF');
      this.#connection.get('PRAGMA wal_checkpoint(TRUNCATE)');
    }
  }

  tidy(): void {
    this.together(() => {
      settleSuperseded(this.#connection, this.#fullText);
      this.#fullText.absorb();
      this.#fullText.merge(MERGED_PAGES);
    });
    this.#connection.get('PRAGMA wal_checkpoint(PASSIVE)');
  }

  together<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#depth += 1;
    try {
      return this.#connection.transaction(work);
    } catch (error) {
      this.#fullText.forgetWaiting();
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  close(): void {
    try {
      this.#connection.get('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      this.#connection.close();
    }
  }

  #generation(id: number): Generation {
    const found = generationOf(this.#connection, id);
    if (found !== null) return found;
    throw new UserError({ code: 'unknown_generation', message: `The index knows no generation ${id}.` });
  }

  #learn(generation: number, place: Place, agent: string, delta: SessionDelta): void {
    setBase(this.#connection, generation, delta);
    applyFacts(this.#connection, place, delta);
    putCompany(this.#connection, place, agent, delta);
  }

  #sessionsOf(parts: readonly number[]): readonly number[] {
    const rows = parts.map((part) => this.#connection.get('SELECT session FROM part WHERE id = ?', part));
    return rows.flatMap((row) => (row === null ? [] : [num(row, 'session')]));
  }

  /** As soon as the new life of a file has been read up to its end. */
  #settle(batch: IndexBatch, { part }: Place): void {
    if (batch.to < batch.size || !isUnsettled(this.#connection, part)) return;
    settlePart(this.#connection, this.#fullText, part);
  }
}

/** Records would be lost or doubled. */
function gap(batch: IndexBatch, { path, read }: Generation): AmcError {
  return new AmcError({
    code: 'index_gap',
    message: `A batch of ${path} goes from byte ${batch.from} to ${batch.to}, but the index has read up to ${read}.`,
    next: `Read on from byte ${read}.`,
  });
}
