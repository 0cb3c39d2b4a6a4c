import type { ConversationItem } from '../../contract/conversation.ts';
import type { TextBlock } from '../../ports/history-store.ts';
import { type BlockRow, deleteBlock, fromBatch, insertBlock, readItems, toBlockRow } from './block-rows.ts';
import { timeOfBlock } from './block-id.ts';
import { listOf, listText, num } from './columns.ts';
import type { IndexConnection } from './connection.ts';
import { packItems } from './pack.ts';

interface Waiting {
  count: number;
  bytes: number;
}

/** At most so many blocks, with so much text, wait; a search looks at all of them. */
const AT_REST: Waiting = { count: 128, bytes: 1024 * 1024 };
/** While much is read: the full text writes a piece to disk for each go, and few big pieces cost less than many. */
const AT_WORK: Waiting = { count: 512, bytes: 16 * 1024 * 1024 };
const HALF: Waiting = { count: AT_REST.count / 2, bytes: AT_REST.bytes / 2 };
/** What small blocks of one file are put together to. */
const BLOCK_BYTES = 32 * 1024;
/** From here on a file's waiting text is worth a place in the full text. */
const WORTH_BYTES = 16 * 1024;

/**
 * The blocks and the full text over them. New blocks wait: a search takes every waiting block for a candidate, so they
 * are found at once. When many wait, their words go into the full text together, and the small blocks that a live
 * session leaves behind become big ones. All methods are called within a transaction, but `forgetWaiting`.
 */
export class FullText {
  readonly #connection: IndexConnection;
  /** Texts of waiting blocks, to spare unpacking them; not all are here after a restart. */
  readonly #texts = new Map<number, Uint8Array>();
  #waiting: Waiting | null = null;

  constructor(connection: IndexConnection) {
    this.#connection = connection;
  }

  add(blocks: readonly TextBlock[], { generation, mtimeMs }: { generation: number; mtimeMs: number }): void {
    const waiting = this.#sum();
    for (const block of blocks) {
      const row = fromBatch(block, generation, mtimeMs);
      this.#texts.set(insertBlock(this.#connection, row, block.packed), block.text);
      waiting.count += 1;
      waiting.bytes += row.size;
      if (isMore(waiting, AT_WORK)) this.#absorb(waiting);
    }
  }

  /** The files with the most waiting text first, until little waits. */
  absorb(): void {
    this.#absorb(this.#sum());
  }

  /** Takes a block out, and its words out of the full text. */
  remove(block: BlockRow, items: readonly ConversationItem[]): void {
    if (block.searchable) this.#unindex(block.id, packItems(items).text);
    deleteBlock(this.#connection, block.id);
    this.forgetWaiting();
  }

  /** Keeps only `kept` of the block's items. */
  shrink(block: BlockRow, items: readonly ConversationItem[], kept: readonly ConversationItem[]): void {
    const { packed, text } = packItems(kept);
    if (block.searchable) {
      this.#unindex(block.id, packItems(items).text);
      this.#index(block.id, text);
    }
    this.#connection.run('UPDATE packed SET items = ? WHERE id = ?', packed, block.id);
    this.#connection.run('UPDATE block SET size = ? WHERE id = ?', text.length, block.id);
    this.forgetWaiting();
  }

  /** After a transaction that failed, and wherever blocks change otherwise: what is known is asked anew. */
  forgetWaiting(): void {
    this.#texts.clear();
    this.#waiting = null;
  }

  /** Some pages' worth of merging. */
  merge(pages: number): void {
    this.#connection.run(`INSERT INTO full_text (full_text, rank) VALUES ('merge', ?)`, pages);
  }

  /** Merges everything: nothing of a text that was taken out stays in the file. */
  optimize(): void {
    this.#connection.run(`INSERT INTO full_text (full_text) VALUES ('optimize')`);
  }

  #sum(): Waiting {
    if (this.#waiting !== null) return this.#waiting;
    const sql = 'SELECT COUNT(*) AS count, COALESCE(SUM(size), 0) AS bytes FROM block WHERE searchable = 0';
    const row = this.#connection.get(sql);
    this.#waiting = row === null ? { count: 0, bytes: 0 } : { count: num(row, 'count'), bytes: num(row, 'bytes') };
    return this.#waiting;
  }

  #absorb(waiting: Waiting): void {
    const sql = `SELECT generation, COUNT(*) AS count, SUM(size) AS bytes FROM block WHERE searchable = 0
      GROUP BY generation ORDER BY bytes DESC`;
    const ready: { id: number; text: Uint8Array }[] = [];
    for (const row of this.#connection.all(sql)) {
      const bytes = num(row, 'bytes');
      if (bytes < WORTH_BYTES && !isMore(waiting, HALF)) break;
      ready.push(...this.#gather(num(row, 'generation')));
      waiting.count -= num(row, 'count');
      waiting.bytes -= bytes;
    }
    // In the order of ids: the full text writes a piece to disk whenever they go back.
    for (const { id, text } of ready.sort((a, b) => a.id - b.id)) this.#index(id, text);
  }

  /** The waiting blocks of one file, the small ones put together. */
  #gather(generation: number): { id: number; text: Uint8Array }[] {
    const sql = 'SELECT * FROM block WHERE generation = ? AND searchable = 0 ORDER BY from_at';
    const blocks = this.#connection.all(sql, generation).map(toBlockRow);
    this.#connection.run('UPDATE block SET searchable = 1 WHERE generation = ? AND searchable = 0', generation);
    return groups(blocks).map((group) => this.#join(group));
  }

  #join(group: readonly BlockRow[]): { id: number; text: Uint8Array } {
    const [first, ...more] = group;
    const last = group.at(-1);
    if (first === undefined || last === undefined) throw new RangeError('a group of no blocks');
    if (more.length === 0) return { id: first.id, text: this.#takeText(first.id) };
    const items = group.flatMap(({ id }) => readItems(this.#connection, id) ?? []);
    for (const { id } of group) this.#drop(id);
    const { packed, text } = packItems(items);
    const row = { ...joined(group, first), to: last.to, size: text.length, searchable: true };
    return { id: insertBlock(this.#connection, row, packed), text };
  }

  #drop(id: number): void {
    this.#texts.delete(id);
    deleteBlock(this.#connection, id);
  }

  #takeText(id: number): Uint8Array {
    const text = this.#texts.get(id) ?? packItems(readItems(this.#connection, id) ?? []).text;
    this.#texts.delete(id);
    return text;
  }

  #index(id: number, text: Uint8Array): void {
    this.#connection.run('INSERT INTO full_text (rowid, text) VALUES (?, ?)', id, text);
  }

  #unindex(id: number, text: Uint8Array): void {
    this.#connection.run(`INSERT INTO full_text (full_text, rowid, text) VALUES ('delete', ?, ?)`, id, text);
  }
}

function isMore({ count, bytes }: Waiting, than: Waiting): boolean {
  return count > than.count || bytes > than.bytes;
}

/** Neighbours that fit into one block together. */
function groups(blocks: readonly BlockRow[]): BlockRow[][] {
  const made: BlockRow[][] = [];
  let bytes = 0;
  for (const block of blocks) {
    const group = made.at(-1);
    bytes += block.size;
    if (group !== undefined && bytes <= BLOCK_BYTES) group.push(block);
    else {
      made.push([block]);
      bytes = block.size;
    }
  }
  return made;
}

function joined(group: readonly BlockRow[], first: BlockRow) {
  const times = (pick: 'firstAt' | 'lastAt') => group.map((block) => block[pick]).filter((at) => at !== null);
  const [starts, ends] = [times('firstAt'), times('lastAt')];
  const lastAt = ends.length === 0 ? null : Math.max(...ends);
  return {
    generation: first.generation,
    from: first.from,
    firstAt: starts.length === 0 ? null : Math.min(...starts),
    lastAt,
    roles: group.reduce((all, { roles }) => all | roles, 0),
    tools: listText(group.flatMap(({ tools }) => listOf(tools))),
    hasError: group.some(({ hasError }) => hasError),
    at: lastAt ?? timeOfBlock(first.id),
  };
}
