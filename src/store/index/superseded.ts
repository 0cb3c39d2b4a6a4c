import { createHash } from 'node:crypto';
import type { ConversationItem } from '../../contract/conversation.ts';
import { type BlockRow, readItems, toBlockRow } from './block-rows.ts';
import { num } from './columns.ts';
import type { IndexConnection } from './connection.ts';
import type { FullText } from './full-text.ts';
import { textsOf } from './pack-row.ts';

const UNSETTLED = `SELECT DISTINCT old.part FROM generation old WHERE old.settled = 0 AND EXISTS (
    SELECT 1 FROM generation new WHERE new.part = old.part AND new.state <> 'superseded' AND new.read > 0)`;

/**
 * A file was rewritten or replaced: of its old life stays exactly what its new life does not hold. Two items are the
 * same when kind, time, call and text are (ids and offsets may move with an edit). The rest of the old text stays
 * readable and can be found; it is not counted any more. Until the new life has been read, both are found.
 */
export function settleSuperseded(connection: IndexConnection, fullText: FullText): void {
  for (const row of connection.all(UNSETTLED)) settlePart(connection, fullText, num(row, 'part'));
}

/** Whether a life of this conversation that is over waits for the comparison. */
export function isUnsettled(connection: IndexConnection, part: number): boolean {
  return connection.get('SELECT 1 FROM generation WHERE part = ? AND settled = 0 LIMIT 1', part) !== null;
}

export function settlePart(connection: IndexConnection, fullText: FullText, part: number): void {
  const present = new Set<string>();
  for (const { id } of blocksOf(connection, part, 'state <> ?'))
    for (const item of readItems(connection, id) ?? []) present.add(printOf(item));
  for (const block of blocksOf(connection, part, 'state = ?')) keepMissing(connection, fullText, block, present);
  connection.run('UPDATE generation SET settled = 1 WHERE part = ?', part);
}

function blocksOf(connection: IndexConnection, part: number, which: 'state = ?' | 'state <> ?'): readonly BlockRow[] {
  const sql = `SELECT b.* FROM generation g JOIN block b ON b.generation = g.id WHERE g.part = ? AND g.${which}`;
  return connection.all(sql, part, 'superseded').map(toBlockRow);
}

function keepMissing(
  connection: IndexConnection,
  fullText: FullText,
  block: BlockRow,
  present: ReadonlySet<string>,
): void {
  const items = readItems(connection, block.id) ?? [];
  const missing = items.filter((item) => !present.has(printOf(item)));
  if (missing.length === items.length && items.length > 0) return;
  if (missing.length === 0) fullText.remove(block, items);
  else fullText.shrink(block, items, missing);
}

function printOf(item: ConversationItem): string {
  const callId = 'callId' in item ? item.callId : '';
  const print = createHash('sha1').update(JSON.stringify([item.kind, item.at ?? null, callId, ...textsOf(item)]));
  return print.digest('base64');
}
