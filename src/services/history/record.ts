import { UserError } from '../../contract/errors.ts';
import type { ConversationItem } from '../../contract/conversation.ts';
import type { Picture } from '../../contract/picture.ts';
import { readRawLine } from '../../ingest/transcript-records.ts';
import { MAX_LINE_BYTES } from '../../lib/line-splitter.ts';
import type { RecordPlace, WholeRecord } from '../api.ts';
import type { ConversationSources } from './sources.ts';

/** More of a record's raw text is not sent. */
const MAX_RAW_BYTES = 5_000_000;

/** The record that begins at `offset`: its items with nothing cut, and its text as the agent wrote it. */
export async function wholeRecord(
  sources: ConversationSources,
  { key, offset, agentId, pictures }: RecordPlace,
): Promise<WholeRecord> {
  const source = await sources.find(key, agentId ?? null, 'whole');
  if (source.from === 'none') throw notFound();
  const place = source.placeOf(offset);
  const raw = place === null ? null : await rawText(place.path, place.offset);
  if (place !== null && raw === null) throw notFound();
  const items = await itemsAt(source.records, offset);
  if (items === null) throw notFound();
  if (pictures === undefined) return { items: [...items], raw };
  return { items: [...items], raw, pictures: place === null ? [] : await picturesAt(sources, key, place) };
}

/** Of a record that is too long none are told. */
async function picturesAt(
  sources: ConversationSources,
  key: string,
  { path, offset }: { path: string; offset: number },
): Promise<Picture[]> {
  const line = await readRawLine(path, { offset, maxBytes: MAX_LINE_BYTES });
  if (line === null || !line.whole) return [];
  const { bytes } = line;
  return [...sources.picturesIn(key, { offset, end: offset + bytes.length + 1, bytes })];
}

async function itemsAt(
  records: { forward(start: number): AsyncIterable<{ offset: number; items: readonly ConversationItem[] }> },
  offset: number,
): Promise<readonly ConversationItem[] | null> {
  for await (const record of records.forward(offset)) return record.offset === offset ? record.items : null;
  return null;
}

async function rawText(path: string, offset: number): Promise<string | null> {
  const line = await readRawLine(path, { offset, maxBytes: MAX_RAW_BYTES });
  if (line === null) return null;
  const text = new TextDecoder().decode(line.bytes);
  return line.whole ? text : `${text}… (the rest of this record is in ${path}, from byte ${offset} on)`;
}

function notFound(): UserError {
  return new UserError({
    code: 'record_not_found',
    message: 'No record begins there.',
    next: 'The file may have been rewritten; open the conversation again.',
  });
}
