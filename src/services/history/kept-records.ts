import type { ConversationItem } from '../../contract/conversation.ts';
import type { PageRecord, RecordSource } from '../../ingest/transcript-records.ts';
import type { Generation, HistoryStore } from '../../ports/history-store.ts';

/** Bytes of the file that are looked up at once; more where nothing was found. */
const WINDOW_BYTES = 256 * 1024;
const MAX_WINDOW_BYTES = 16 * 1024 * 1024;

/** The records of a file as the index kept them: what showed nothing is not there. */
export function keptRecords(store: HistoryStore, { id, read }: Pick<Generation, 'id' | 'read'>): RecordSource {
  return {
    holds: async (cursor) => cursor <= read,
    backward: async function* (end = read) {
      let window = WINDOW_BYTES;
      for (let to = Math.min(end, read); to > 0;) {
        const from = Math.max(0, to - window);
        const records = asRecords(store.items(id, from, to), to);
        yield* records.toReversed();
        window = nextWindow(window, records);
        to = from;
      }
    },
    forward: async function* (start) {
      let window = WINDOW_BYTES;
      for (let from = start; from < read;) {
        const to = Math.min(read, from + window);
        const records = asRecords(store.items(id, from, to), to);
        yield* records;
        window = nextWindow(window, records);
        from = to;
      }
    },
  };
}

function nextWindow(window: number, records: readonly PageRecord[]): number {
  return records.length > 0 ? WINDOW_BYTES : Math.min(window * 4, MAX_WINDOW_BYTES);
}

/** Items of one offset are of one record; it ends where the next one begins, the last one at `end`. */
function asRecords(items: readonly ConversationItem[], end: number): PageRecord[] {
  const records: (PageRecord & { items: ConversationItem[] })[] = [];
  for (const item of items) {
    const last = records.at(-1);
    if (last?.offset === item.offset) last.items.push(item);
    else records.push({ offset: item.offset, end, cost: 0, items: [item], problem: null });
  }
  records.forEach((record, index) => {
    record.end = records[index + 1]?.offset ?? end;
    record.cost = record.end - record.offset;
  });
  return records;
}
