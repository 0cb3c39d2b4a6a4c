import type { PageRecord, RecordSource } from '../../ingest/transcript-records.ts';
import { itemAt } from './layout.ts';

/** Records of one file, `at` bytes behind the beginning of the conversation; those behind `length` bytes are not in it. */
export interface Link {
  records: RecordSource;
  at: number;
  length: number;
}

/** The records of files that stand one behind the other, as of one. */
export function chainedRecords(links: readonly Link[]): RecordSource {
  return {
    async holds(cursor) {
      const link = links.findLast(({ at }) => at <= cursor);
      return link !== undefined && (cursor === link.at || link.records.holds(cursor - link.at));
    },
    async *backward(end) {
      for (const { records, at, length } of links.toReversed()) {
        if (end !== undefined && end <= at) continue;
        const last = Math.min(length, end === undefined ? Infinity : end - at);
        for await (const record of records.backward(Number.isFinite(last) ? last : undefined)) yield moved(record, at);
      }
    },
    async *forward(start) {
      for (const { records, at, length } of links) {
        if (start >= at + length) continue;
        for await (const record of records.forward(Math.max(0, start - at))) {
          if (record.offset >= length) break;
          yield moved(record, at);
        }
      }
    },
  };
}

function moved(record: PageRecord, at: number): PageRecord {
  if (at === 0) return record;
  const items = record.items.map((item) => itemAt(item, at));
  return { ...record, offset: record.offset + at, end: record.end + at, items };
}
