import type { Branch, ConversationItem } from '../../contract/conversation.ts';
import type { HistoryDetail, IndexFault } from '../../contract/history.ts';
import type { RateLimit, Span } from '../../contract/usage.ts';
import type { BlockQuery, BlockRef, Generation, HistoryStore, UsageFact } from '../../ports/history-store.ts';
import { loadDriver, type OpenDatabase } from '../driver.ts';
import { num, numOrNull } from './columns.ts';
import type { Row } from './connection.ts';
import { generationsOfPart } from './generation-rows.ts';
import { readBlocks, readStretch, unpackBlock } from './read-blocks.ts';
import { ReadConnection } from './read-connection.ts';
import { type ListOptions, readList } from './read-list.ts';
import { readSession } from './read-session.ts';
import {
  isLastPage,
  placeOfUsage,
  readLimits,
  readSpans,
  readUsagePage,
  readWaited,
  toUsageFact,
  USAGE_BEGIN,
  type UsageOptions,
} from './read-usage.ts';
import { verifyIndex } from './verify.ts';

/**
 * Reads `index.db` while another thread writes it. Without an index, or with one that has no tables yet, there is
 * nothing; a new index is noticed at the next question. Throws an `EnvironmentError` when the file cannot be read.
 */
export async function openHistoryStore(options: { path: string; open?: OpenDatabase }): Promise<HistoryStore> {
  return new SqliteHistoryStore(new ReadConnection(options.path, options.open ?? (await loadDriver())));
}

const COUNTS = `SELECT COUNT(*) AS files, COALESCE(SUM(size), 0) AS bytes, COALESCE(SUM(read), 0) AS read,
    COALESCE(SUM(state = 'unreadable'), 0) AS unreadable, (SELECT COUNT(*) FROM session) AS sessions
  FROM generation WHERE state IN ('there', 'unreadable')`;

class SqliteHistoryStore implements HistoryStore {
  readonly #index: ReadConnection;

  constructor(index: ReadConnection) {
    this.#index = index;
  }

  list(options: ListOptions): ReturnType<HistoryStore['list']> {
    return this.#index.ask({ sessions: [], total: 0, next: null }, (connection) => readList(connection, options));
  }

  session(key: string): HistoryDetail | null {
    return this.#index.ask(null, (connection) => readSession(connection, key));
  }

  generationsOf(key: string, agentId: string | null): readonly Generation[] {
    return this.#index.ask([], (connection) => generationsOfPart(connection, key, agentId ?? ''));
  }

  branches(generation: number): readonly Branch[] {
    const sql = 'SELECT * FROM branch WHERE generation = ? ORDER BY id';
    return this.#index.ask([], (connection) => connection.all(sql, generation).map(toBranch));
  }

  items(generation: number, from: number, to: number): readonly ConversationItem[] {
    return this.#index.ask([], (connection) => readStretch(connection, { generation, from, to }));
  }

  blocks(query: BlockQuery): readonly BlockRef[] {
    return this.#index.ask([], (connection) => readBlocks(connection, query));
  }

  unpack(block: BlockRef): readonly ConversationItem[] {
    return this.#index.ask([], (connection) => unpackBlock(connection, block));
  }

  *usage(options: UsageOptions): Iterable<UsageFact> {
    for (let after = USAGE_BEGIN; ;) {
      const rows = this.#index.ask([], (connection) => readUsagePage(connection, options, after));
      yield* rows.map(toUsageFact);
      const last = rows.at(-1);
      if (last === undefined || isLastPage(rows)) return;
      after = placeOfUsage(last);
    }
  }

  spans(key: string): readonly Span[] {
    return this.#index.ask([], (connection) => readSpans(connection, key));
  }

  waited(options: { from: number | null; to: number | null }): readonly { hour: number; ms: number }[] {
    return this.#index.ask([], (connection) => readWaited(connection, options));
  }

  limits(): readonly RateLimit[] {
    return this.#index.ask([], readLimits);
  }

  counts(): ReturnType<HistoryStore['counts']> {
    const none = { files: 0, bytes: 0, read: 0, unreadable: 0, sessions: 0 };
    return this.#index.ask(none, (connection) => toCounts(connection.get(COUNTS)) ?? none);
  }

  verify(): readonly IndexFault[] {
    return this.#index.ask([], verifyIndex);
  }

  close(): void {
    this.#index.close();
  }
}

function toCounts(row: Row | null): ReturnType<HistoryStore['counts']> | null {
  if (row === null) return null;
  return {
    files: num(row, 'files'),
    bytes: num(row, 'bytes'),
    read: num(row, 'read'),
    unreadable: num(row, 'unreadable'),
    sessions: num(row, 'sessions'),
  };
}

function toBranch(row: Row): Branch {
  return {
    id: num(row, 'id'),
    from: num(row, 'from_at'),
    to: numOrNull(row, 'to_at'),
    forkedAt: numOrNull(row, 'forked_at'),
    live: num(row, 'live') === 1,
  };
}
