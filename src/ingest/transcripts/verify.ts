import type { ConversationItem } from '../../contract/conversation.ts';
import type { IndexFault } from '../../contract/history.ts';
import type { Generation, HistoryStore } from '../../ports/history-store.ts';
import type { TranscriptFormat } from '../../ports/transcripts.ts';
import { batchOf } from './batch.ts';
import { crcOf } from './identity.ts';
import { isMissing } from './look.ts';
import { readMemory } from './memory.ts';
import { openSource, type TextSource } from './source.ts';
import { type LongLineScan, type StretchLimits, StretchReader } from './stretch.ts';
import { messageOf } from '../../lib/message-of.ts';

/** The kept items, as `HistoryStore` gives them. */
export type KeptItems = Pick<HistoryStore, 'items'>;

export interface VerifyOptions {
  generations: readonly { generation: Generation; memory: string | null }[];
  formats: readonly TranscriptFormat[];
  kept: KeptItems;
  limits: StretchLimits;
}

const LINE_FEED = 0x0a;

/**
 * Compares the index with the files: every whole line is behind the checkpoint (I1), what was read reads the same now
 * and every item of it is kept (I2) once (I3) in file order (I4), and what was kept of deleted sources can be read
 * (I14). Reads every file from its beginning; yields after each stretch.
 */
export function* verifyFiles(options: VerifyOptions): Generator<void, IndexFault[]> {
  const faults: IndexFault[] = [];
  // One for all: its buffers are large.
  const reader = new StretchReader(options.limits);
  for (const { generation, memory } of options.generations) {
    const { path, state } = generation;
    const tell: Tell = (invariant, message) => faults.push({ invariant, path, message });
    if (state !== 'there') checkKept(generation, options.kept, tell);
    else yield* checkThere({ ...options, reader, generation, memory, tell });
  }
  return faults;
}

type Tell = (invariant: IndexFault['invariant'], message: string) => void;

interface Check extends Omit<VerifyOptions, 'generations' | 'limits'> {
  reader: StretchReader;
  generation: Generation;
  memory: string | null;
  tell: Tell;
}

function checkKept({ id, read }: Generation, kept: KeptItems, tell: Tell): void {
  try {
    kept.items(id, 0, read);
  } catch (error) {
    tell('I14', `what was kept cannot be read: ${messageOf(error)}`);
  }
}

function* checkThere(check: Check): Generator<void> {
  const { generation, memory, tell } = check;
  let source: TextSource | null = null;
  try {
    source = openSource(generation.path, generation.file.encoding);
    const { read } = generation;
    const crc = crcOf(source, read);
    if (crc === null) return tell('I1', `${read} bytes were read, but the file holds only ${source.size()}`);
    if (memory !== null && crc !== readMemory(memory).crc)
      return tell('I2', 'what was read reads differently in the file now');
    if (hasLineBetween(source, read, generation.size))
      tell('I1', `there are whole lines behind byte ${read} that were not read`);
    yield* compareItems(check, source);
  } catch (error) {
    // What cannot be opened now is told by the progress; it is no fault of the index.
    if (!isMissing(error) && !isRefused(error)) tell('I2', `it cannot be compared: ${messageOf(error)}`);
  } finally {
    source?.close();
  }
}

function* compareItems(check: Check, source: TextSource): Generator<void> {
  const { generation, formats, kept, reader, tell } = check;
  const format = formats.find(({ agent }) => agent === generation.file.agent);
  if (format === undefined) return;
  let scan: LongLineScan | null = null;
  for (let at = 0; at < generation.read;) {
    const found = reader.read(source, at, { crc: 0, scan });
    scan = found.scan;
    const { stretch } = found;
    if (stretch.kind === 'scanning') continue;
    if (stretch.kind === 'end') return;
    const to = Math.min(stretch.to, generation.read);
    const wanted: ConversationItem[] = [];
    batchOf(
      stretch,
      { generation: generation.id, file: generation.file, memory: null, size: 0, mtimeMs: 0 },
      { format, pack: (items) => (wanted.push(...items), NOTHING) },
    );
    const difference = compare(
      wanted.filter(({ offset }) => offset < to),
      kept.items(generation.id, at, to),
    );
    if (difference !== null) return tell(difference.invariant, difference.message);
    at = stretch.to;
    yield;
  }
}

const NOTHING = { packed: new Uint8Array(), text: new Uint8Array() };

function compare(
  wanted: readonly ConversationItem[],
  kept: readonly ConversationItem[],
): { invariant: 'I2' | 'I3' | 'I4'; message: string } | null {
  const differs = (item: ConversationItem, at: number) => item.id !== kept[at]?.id || item.offset !== kept[at]?.offset;
  const first = wanted.find(differs) ?? kept[wanted.length];
  if (first === undefined) return null;
  const where = `at byte ${first.offset}`;
  const keys = new Set(kept.map(({ id, offset }) => `${offset} ${id}`));
  const missing = wanted.find(({ id, offset }) => !keys.has(`${offset} ${id}`));
  if (missing !== undefined)
    return { invariant: 'I2', message: `an item of the record at byte ${missing.offset} is not in the index` };
  if (kept.length > wanted.length)
    return { invariant: 'I3', message: `the index holds more items than the file, ${where}` };
  return { invariant: 'I4', message: `items are not in the order of the file, ${where}` };
}

/** `to`: what was there at the last look; later lines may just not have been noticed. */
function hasLineBetween(source: TextSource, from: number, to: number): boolean {
  const chunk = Buffer.allocUnsafe(Math.max(0, Math.min(64 * 1024, to - from)));
  for (let at = from; at < to; at += chunk.length) {
    const wanted = chunk.subarray(0, Math.min(chunk.length, to - at));
    if (wanted.subarray(0, source.read(wanted, at)).includes(LINE_FEED)) return true;
  }
  return false;
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}
